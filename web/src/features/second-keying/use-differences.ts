import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ItemOf } from "../../api/paths.ts";
import { useRefresh, wholeList } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import type { KeyedValue } from "../../ui/keying/keyed-fields.ts";
import { isOvertaken } from "../../ui/use-made-from.ts";

const DIFFERENCES = "/api/entry/v1/batches/{batchId}/discrepancies";

export type Difference = ItemOf<typeof DIFFERENCES>;

export interface Decision {
  readonly recordId: string;
  /** Of the record, as the list showed it. */
  readonly revision: number;
  readonly field: string;
  readonly choice: "first" | "second" | "neither";
  readonly value?: KeyedValue | undefined;
}

/** What is sent about the differences of a batch goes one after the other. */
export const decidingOf = (batchId: string) => ({ id: `differences ${batchId}` });

const PAGE = 100;
/** As many as one request may decide. */
const AT_ONCE = 200;

export const differenceKey = ({ recordId, field }: { recordId: string; field: string }) =>
  `${recordId} ${field}`;

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
  const madeFrom = (decision: Decision): Decision & { readonly revision: number } => {
    const revision = decided.current.get(decision.recordId) ?? decision.revision;
    return { ...decision, revision };
  };
  /** What somebody else was quicker than, to be read and decided again. */
  const [notTaken, setNotTaken] = useState<readonly Decision[]>([]);
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
      setNotTaken([]);
      const settled = new Set(decisions.map(differenceKey));
      client.setQueryData(
        all.queryKey,
        (before) =>
          before && { ...before, items: before.items.filter((one) => !settled.has(differenceKey(one))) },
      );
    },
    // Somebody else may have decided it, or the batch went on.
    onError: async (error, decisions) => {
      if (isOvertaken(error)) setNotTaken(decisions);
      decided.current.clear();
      await refresh(all.queryKey);
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
