import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import type { KeyedValue } from "../../ui/keying/keyed-fields.ts";
import {
  type Decision,
  type Difference,
  decidingOf,
  differenceKey,
  useDifferences,
  useHeldDecision,
} from "./use-differences.ts";

const noDifferences: readonly Difference[] = [];

/**
 * Ends an arbitration in which all is decided. What is held back goes out before, and what is on
 * its way is waited for: the list is empty once a decision was made, not when it has arrived.
 */
const useFinish = (batchId: string, sendHeld: () => Promise<void>) => {
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const { mutate, isPending, error } = useMutation({
    scope: decidingOf(batchId),
    mutationFn: () =>
      send("post", "/api/entry/v1/batches/{batchId}/finish-arbitration", { path: { batchId } }),
    onSuccess: async () => {
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
  const finish = useFinish(batchId, sendHeld);
  const all = list.data?.items ?? noDifferences;
  const items = all.filter((one) => held === undefined || differenceKey(one) !== differenceKey(held));
  const single = items.find(({ kind }) => kind !== "tones");
  const tones = items.filter(({ kind }) => kind === "tones");
  const grouped = single === undefined && tones.length > 1;
  const here = single ?? tones.find((one) => differenceKey(one) === cursor) ?? tones[0];

  const look = (one: Difference) => {
    setCursor(differenceKey(one));
    setLooked((before) => new Set([...before, differenceKey(one)]));
  };
  const decide = (
    { recordId, revision, field }: Difference,
    choice: Decision["choice"],
    value?: KeyedValue,
  ) => {
    if (choice === "neither" && value === undefined) return;
    const after =
      tones[tones.findIndex((one) => differenceKey(one) === differenceKey({ recordId, field })) + 1];
    if (grouped && after) look(after);
    hold({ recordId, revision, field, choice, value });
  };
  const decideAll = (choice: "first" | "second") => {
    const allLooked = tones.every((one) => looked.has(differenceKey(one)));
    if (!grouped || !allLooked || resolve.isPending) return;
    void sendHeld().catch(() => undefined);
    resolve.mutate(tones.map(({ recordId, revision, field }) => ({ recordId, revision, field, choice })));
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
    error: resolve.error ?? finish.error,
  };
};

export type Arbitration = ReturnType<typeof useArbitration>;
