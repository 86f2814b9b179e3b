import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { dataOf, entryApi } from "../../api/client.ts";
import { type FieldProblem, problemOf } from "../../api/problem.ts";
import { dropOutgoing, listOutgoing, type OutgoingRecord, putOutgoing } from "./drafts.ts";

export interface Saving {
  /** Cases kept here that the server has not acknowledged. */
  readonly waiting: number;
  readonly offline: boolean;
  readonly lastSaved: string | undefined;
  /** Resolves with the problems that the server has with the case; undefined when it is safe, here or there. */
  readonly save: (
    record: OutgoingRecord,
  ) => Promise<{ code: string; title: string; titleEn: string; errors: readonly FieldProblem[] } | undefined>;
}

const RETRY_MS = 3_000;

const send = (record: OutgoingRecord) =>
  dataOf(
    entryApi.POST("/api/entry/v1/batches/{batchId}/records", {
      params: { path: { batchId: record.batchId }, header: { "idempotency-key": record.key } },
      body: {
        fields: record.fields,
        accepted: [...record.accepted],
        ...(record.scanId === undefined ? {} : { scanId: record.scanId }),
      },
    }),
  );

/** Saves on this computer first, then on the server; what could not be sent is sent again until it is acknowledged. */
export const useSaving = (batchId: string): Saving => {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  const [offline, setOffline] = useState(false);
  const [lastSaved, setLastSaved] = useState<string>();

  const count = useCallback(async () => setWaiting((await listOutgoing(batchId)).length), [batchId]);

  const deliver = useCallback(
    async (record: OutgoingRecord): Promise<Awaited<ReturnType<Saving["save"]>>> => {
      try {
        const { number } = await send(record);
        await dropOutgoing(record.key);
        setOffline(false);
        setLastSaved(number);
        void client.invalidateQueries({ queryKey: ["batch", batchId] });
        return undefined;
      } catch (error) {
        const problem = problemOf(error);
        if (problem.status === 0 || problem.status >= 500) {
          setOffline(true);
          return undefined;
        }
        await dropOutgoing(record.key);
        const { code, title, titleEn, errors = [] } = problem;
        return { code, title, titleEn, errors };
      } finally {
        await count();
      }
    },
    [batchId, client, count],
  );

  useEffect(() => {
    const again = async () => {
      for (const record of await listOutgoing(batchId)) await deliver(record);
    };
    void again();
    const timer = setInterval(() => void again(), RETRY_MS);
    return () => clearInterval(timer);
  }, [batchId, deliver]);

  return {
    waiting,
    offline,
    lastSaved,
    async save(record) {
      await putOutgoing(record);
      return deliver(record);
    },
  };
};
