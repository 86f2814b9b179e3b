import { useEffect, useSyncExternalStore } from "react";
import { readsOf, useRefresh } from "../../api/queries.ts";
import { type OutgoingRecord, sealKept } from "./drafts.ts";
import { type Held, onAcknowledged, onOutbox, outboxNow, sendAll } from "./outbox.ts";
import { useStorageBroken } from "./storage-health.ts";

const ROUND_MS = 2_000;

export const useOutbox = () => useSyncExternalStore(onOutbox, outboxNow);

/** Sends what is kept here, whatever page is open, until the server has acknowledged all of it. */
export const useDelivery = (): void => {
  const refresh = useRefresh();
  useEffect(() => {
    void sealKept()
      .catch(() => undefined)
      .then(sendAll);
    const timer = setInterval(() => void sendAll(), ROUND_MS);
    const heed = onAcknowledged((batchId) => {
      const batch = { path: { batchId } };
      void refresh(
        readsOf("/api/entry/v1/batches/{batchId}", batch),
        readsOf("/api/entry/v1/batches/{batchId}/records"),
        readsOf("/api/entry/v1/batches/{batchId}/second-keying", batch),
      );
    });
    return () => {
      clearInterval(timer);
      heed();
    };
  }, [refresh]);
};

export interface Saving {
  /** Cases of the batch kept here that the server has not acknowledged. */
  readonly waiting: number;
  readonly refused: readonly OutgoingRecord[];
  readonly held: Held | undefined;
  /** This computer does not keep what is typed. */
  readonly broken: boolean;
  readonly lastSaved: string | undefined;
}

/** Where the cases of one batch are. */
export const useSaving = (batchId: string): Saving => {
  const { waiting, refused, held, saved } = useOutbox();
  const of = (records: readonly OutgoingRecord[]) => records.filter((record) => record.batchId === batchId);
  return {
    waiting: of(waiting).length,
    refused: of(refused),
    held,
    broken: useStorageBroken(),
    lastSaved: saved.get(batchId),
  };
};
