import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { codeOf } from "../../api/problem.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import type { KeyedValue } from "../../ui/keying/keyed-fields.ts";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { type Decision, DIFFERENCES, type Difference, differenceKey } from "./decisions.ts";
import { decidingOf, useDifferences, useHeldDecision } from "./use-differences.ts";

const noDifferences: readonly Difference[] = [];

/**
 * Ends an arbitration in which all is decided. What is held back goes out before, and what is on
 * its way is waited for: the list is empty once a decision was made, not when it has arrived. Where
 * one of them was not taken, the arbiter sees that first.
 */
const useFinish = (batchId: string, sendHeld: () => Promise<void>, mayFinish: () => boolean) => {
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const { mutate, isPending, error } = useMutation({
    scope: decidingOf(batchId),
    mutationFn: async () => {
      if (!mayFinish()) return false;
      await send("post", "/api/entry/v1/batches/{batchId}/finish-arbitration", { path: { batchId } });
      return true;
    },
    onError: () =>
      refresh(
        readsOf(DIFFERENCES, { path: { batchId } }),
        readsOf("/api/entry/v1/batches/{batchId}", { path: { batchId } }),
      ),
    onSuccess: async (isFinished) => {
      if (!isFinished) return;
      await refresh(readsOf("/api/entry/v1/batches"));
      navigate("/phan-xu");
    },
  });
  const finish = () => {
    void sendHeld().catch(() => undefined);
    mutate();
  };
  return { mutate: finish, isPending, error };
};

/** Somebody else has finished it, or it was never this far. */
const isOver = (errors: readonly unknown[]): boolean =>
  errors.some((error) => codeOf(error) === "no-arbitration");

/**
 * The differences of a batch in the order of deciding: first one by one, in the end those in marks
 * only, as a group in which the cursor moves.
 */
export const useArbitration = (batchId: string) => {
  const [cursor, setCursor] = useState("");
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const batch = useQuery(query("/api/entry/v1/batches/{batchId}", { path: { batchId } }));
  const { list, resolve, notTaken } = useDifferences(batchId);
  const { held, hold, takeBack, sendHeld } = useHeldDecision(resolve);
  const finish = useFinish(batchId, sendHeld, () => !notTaken.isWaiting());
  const all = list.data?.items ?? noDifferences;
  const items = all.filter(
    (one) => held === undefined || differenceKey(one) !== differenceKey(held.difference),
  );
  const single = items.find(({ kind }) => kind !== "tones");
  const tones = items.filter(({ kind }) => kind === "tones");
  const grouped = single === undefined && tones.length > 1;
  const here = single ?? tones.find((one) => differenceKey(one) === cursor) ?? tones[0];

  const look = (one: Difference) => {
    setCursor(differenceKey(one));
    setLooked((before) => new Set([...before, differenceKey(one)]));
  };
  const decide = (difference: Difference, choice: Decision["choice"], value?: KeyedValue) => {
    if (choice === "neither" && value === undefined) return;
    const after = tones[tones.findIndex((one) => differenceKey(one) === differenceKey(difference)) + 1];
    if (grouped && after) look(after);
    hold({ difference, choice, value });
  };
  const decideAll = (choice: "first" | "second") => {
    const allLooked = tones.every((one) => looked.has(differenceKey(one)));
    if (!grouped || !allLooked || resolve.isPending) return;
    void sendHeld().catch(() => undefined);
    resolve.mutate(tones.map((difference) => ({ difference, choice })));
  };
  const move = (by: number) => {
    const next = grouped && here ? tones[tones.indexOf(here) + by] : undefined;
    if (next) look(next);
  };
  return {
    batch,
    list,
    left: items.length,
    tones,
    grouped,
    here,
    looked,
    held: held !== undefined,
    busy: resolve.isPending,
    finished: list.data !== undefined && items.length === 0,
    look,
    decide,
    decideAll,
    move,
    takeBack,
    finish,
    notTaken,
    isOver: isOver([list.error, resolve.error, finish.error]),
    // Who was overtaken is told which decision, and what was decided.
    error: isOvertaken(resolve.error) ? finish.error : (resolve.error ?? finish.error),
  };
};

export type Arbitration = ReturnType<typeof useArbitration>;
