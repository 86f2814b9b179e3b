import type { EventStore } from "@sogoc/core";
import type { RelayPlace } from "./relay-place.ts";

/**
 * The event store is not the one whose events are on the topics: an older copy of it was put back,
 * or another one. Going on, a relay would publish nothing of what is written until the log is as
 * long as before, or other events under the same places; nobody would be told.
 */
export class OtherLog extends Error {
  constructor(vi: string, en: string) {
    super(
      [
        `Sổ sự kiện không phải sổ đã phát lên Kafka: ${vi}. Không phát gì cho đến khi EventStoreDB, Kafka và MongoDB lại cùng một lúc sao lưu.`,
        `The log is not the one whose events are in Kafka: ${en}. Nothing is published until EventStoreDB, Kafka and MongoDB are of one backup again.`,
      ].join(" / "),
    );
    this.name = "OtherLog";
  }
}

/** Throws `OtherLog` where the store does not hold what was published from it. */
export const requireSameLog = async (
  store: Pick<EventStore, "head" | "eventAt">,
  { position, last }: RelayPlace,
): Promise<void> => {
  const head = await store.head();
  if (position > head)
    throw new OtherLog(
      `sổ hết ở vị trí ${head}, Kafka đã đến ${position}`,
      `it ends at position ${head}, and Kafka has come to ${position}`,
    );
  if (last && (await store.eventAt(last.position))?.metadata.hash !== last.hash)
    throw new OtherLog(
      `ở vị trí ${last.position} là sự kiện khác`,
      `another event stands at position ${last.position}`,
    );
};
