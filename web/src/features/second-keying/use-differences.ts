import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { codeOf } from "../../api/problem.ts";
import { readsOf, useRefresh, wholeList } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { type Decision, DIFFERENCES, type Difference, differenceKey } from "./decisions.ts";
import { findNotTaken } from "./find-not-taken.ts";
import { useNotTaken } from "./use-not-taken.ts";

const BATCH = "/api/entry/v1/batches/{batchId}";

/** What is sent about the differences of a batch goes one after the other. */
export const decidingOf = (batchId: string) => ({ id: `differences ${batchId}` });

const PAGE = 100;
/** As many as one request may decide. */
const AT_ONCE = 200;

const withoutThese = (items: readonly Difference[], decisions: readonly Decision[]) => {
  const these = new Set(decisions.map(({ difference }) => differenceKey(difference)));
  return items.filter((one) => !these.has(differenceKey(one)));
};

/**
 * What is still to be decided, and deciding it. Every look at the list is recorded, so it is read
 * once.
 */
export const useDifferences = (batchId: string) => {
  const client = useQueryClient();
  const refresh = useRefresh();
  const path = { batchId };
  const all = wholeList(DIFFERENCES, { path, query: { limit: PAGE } });
  const list = useQuery({
    ...all,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  /** Revisions of the records that this page has decided in, newer than those of the list. */
  const decided = useRef(new Map<string, number>());
  const madeFrom = ({ difference: { recordId, revision, field }, choice, value }: Decision) => ({
    recordId,
    revision: decided.current.get(recordId) ?? revision,
    field,
    choice,
    value,
  });
  const notTaken = useNotTaken();
  /** Takes what these decided out of the list; what is to be decided again comes first in it. */
  const takeOut = (decisions: readonly Decision[], again: readonly Difference[] = []) => {
    client.setQueryData(
      all.queryKey,
      (before) => before && { ...before, items: [...again, ...withoutThese(before.items, decisions)] },
    );
  };
  /** Reads the list again; answers whether a difference is still to be decided by it. */
  const readAgain = async () => {
    await refresh(all.queryKey, readsOf(BATCH, { path }));
    const isOver = codeOf(client.getQueryState(all.queryKey)?.error) === "no-arbitration";
    const left = new Set(client.getQueryData(all.queryKey)?.items.map(differenceKey));
    return ({ difference }: Decision) => !isOver && left.has(differenceKey(difference));
  };
  const resolve = useMutation({
    // One after the other: a decision is made from what the one before it left.
    scope: decidingOf(batchId),
    mutationFn: async (decisions: readonly Decision[]) => {
      for (let start = 0; start < decisions.length; start += AT_ONCE) {
        const body = { decisions: decisions.slice(start, start + AT_ONCE).map(madeFrom) };
        const answer = await send("post", "/api/entry/v1/batches/{batchId}/discrepancies/resolve", {
          path,
          body,
        });
        for (const { recordId, revision } of answer.records) decided.current.set(recordId, revision);
      }
    },
    // Gone from the list at once, so that what is on its way is not asked about again.
    onMutate: (decisions) => {
      notTaken.forget(decisions);
      takeOut(decisions);
    },
    // A look at the list meanwhile may have brought it back.
    onSuccess: (_, decisions) => takeOut(decisions),
    onError: async (error, decisions) => {
      decided.current.clear();
      // They stand in the list again, also where it cannot be read anew.
      takeOut(
        decisions,
        decisions.map(({ difference }) => difference),
      );
      notTaken.tell(await findNotTaken(error, decisions, readAgain));
    },
  });
  return { list, resolve, notTaken };
};

/**
 * The last decision is held back until the next one, the end, or until the person leaves: a wrong
 * key can be taken back, while an event stays for ever. A window that is closed before leaves the
 * difference open, as the list then shows.
 */
export const useHeldDecision = (
  resolve: Pick<ReturnType<typeof useDifferences>["resolve"], "mutateAsync">,
) => {
  const [held, setHeld] = useState<Decision>();
  const waiting = useRef<Decision>(undefined);
  const keep = (decision: Decision | undefined) => {
    waiting.current = decision;
    setHeld(decision);
  };
  const sendHeld = async (): Promise<void> => {
    const decision = waiting.current;
    if (!decision) return;
    waiting.current = undefined;
    await resolve
      .mutateAsync([decision])
      .finally(() => setHeld((now) => (now === decision ? undefined : now)));
  };
  const leave = useRef(sendHeld);
  leave.current = sendHeld;
  useEffect(() => () => void leave.current().catch(() => undefined), []);
  return {
    held,
    sendHeld,
    takeBack: () => keep(undefined),
    /** Sends the one before, whose time to be taken back is over. */
    hold: (decision: Decision) => {
      void sendHeld().catch(() => undefined);
      keep(decision);
    },
  };
};
