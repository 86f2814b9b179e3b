import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { dataOf, entryApi } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { dropOutgoing, listOutgoing, type OutgoingRecord, putOutgoing, type Trouble } from "./drafts.ts";

export interface Saving {
  /** Cases kept here that the server has not acknowledged. */
  readonly waiting: number;
  /** Cases that the server refused after the form had gone on; kept here until the clerk opens them again. */
  readonly refused: readonly OutgoingRecord[];
  readonly offline: boolean;
  readonly lastSaved: string | undefined;
  /** Resolves with what the server has against the case; undefined when it is safe, here or there. */
  readonly save: (record: OutgoingRecord) => Promise<Trouble | undefined>;
  readonly drop: (key: string) => Promise<void>;
}

const RETRY_MS = 2_000;
/** A clerk does not wait longer than this for the server; the case is safe here and goes on its way. */
const PATIENCE_MS = 1_500;

const sendAgain = async (
  record: OutgoingRecord,
  { recordId, number }: { recordId: string; number: string },
) => {
  const path = { batchId: record.batchId, recordId };
  const call = entryApi.POST("/api/entry/v1/batches/{batchId}/records/{recordId}/key-again", {
    params: { path, header: { "idempotency-key": record.key } },
    body: { fields: record.fields },
  });
  await dataOf(call);
  return { number };
};

const sendFirst = (record: OutgoingRecord) =>
  dataOf(
    entryApi.POST("/api/entry/v1/batches/{batchId}/records", {
      params: { path: { batchId: record.batchId }, header: { "idempotency-key": record.key } },
      body: {
        fields: record.fields,
        accepted: [...record.accepted],
        ...(record.scanId === undefined ? {} : { scanId: record.scanId }),
        ...(record.duplicate === undefined ? {} : { duplicate: record.duplicate }),
      },
    }),
  );

const send = (record: OutgoingRecord): Promise<{ number: string }> =>
  record.again ? sendAgain(record, record.again) : sendFirst(record);

/** No answer, or none that says anything about the case: it stays in the outbox. */
const mayPass = (status: number): boolean =>
  status === 0 || status === 401 || status === 429 || status >= 500;

/** Saves on this computer first, then on the server; what could not be sent is sent again until it is acknowledged. */
export const useSaving = (batchId: string): Saving => {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  const [refused, setRefused] = useState<readonly OutgoingRecord[]>([]);
  const [offline, setOffline] = useState(false);
  const [lastSaved, setLastSaved] = useState<string>();
  const underway = useRef(new Set<string>());

  const count = useCallback(async () => {
    const kept = await listOutgoing(batchId);
    setWaiting(kept.filter((record) => !record.refused).length);
    setRefused(kept.filter((record) => record.refused));
  }, [batchId]);

  const deliver = useCallback(
    async (record: OutgoingRecord): Promise<Trouble | undefined> => {
      underway.current.add(record.key);
      try {
        const { number } = await send(record);
        await dropOutgoing(record.key);
        setOffline(false);
        setLastSaved(number);
        for (const queryKey of [["batch", batchId], ["cases"], ["second-keying", batchId]])
          void client.invalidateQueries({ queryKey });
        return undefined;
      } catch (error) {
        const { status, code, title, titleEn, errors = [] } = problemOf(error);
        setOffline(status === 0 || status >= 500);
        return mayPass(status) ? undefined : { code, title, titleEn, errors };
      } finally {
        underway.current.delete(record.key);
        await count();
      }
    },
    [batchId, client, count],
  );

  useEffect(() => {
    let running = false;
    const again = async () => {
      if (running) return;
      running = true;
      for (const record of await listOutgoing(batchId)) {
        if (record.refused || underway.current.has(record.key)) continue;
        const trouble = await deliver(record);
        if (trouble) await putOutgoing({ ...record, refused: trouble });
      }
      await count();
      running = false;
    };
    void again();
    const timer = setInterval(() => void again(), RETRY_MS);
    return () => clearInterval(timer);
  }, [batchId, count, deliver]);

  return {
    waiting,
    refused,
    offline,
    lastSaved,
    async save(record) {
      await putOutgoing(record);
      if (offline) {
        await count();
        return undefined;
      }
      const delivery = deliver(record);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<"late">((resolve) => {
        timer = setTimeout(() => resolve("late"), PATIENCE_MS);
      });
      const answer = await Promise.race([delivery, late]);
      clearTimeout(timer);
      if (answer === "late") {
        void delivery.then(async (trouble) => {
          if (trouble) await putOutgoing({ ...record, refused: trouble });
          await count();
        });
        return undefined;
      }
      if (answer) await dropOutgoing(record.key);
      await count();
      return answer;
    },
    async drop(key) {
      await dropOutgoing(key);
      await count();
    },
  };
};
