import type { EventStore } from "@sogoc/core";
import { type RecordedDomainEvent, upcast } from "@sogoc/events";

/** The stored events of a stream, the first one first, as today's code knows them. */
export const readEvents = async (
  store: Pick<EventStore, "readStream">,
  streamId: string,
): Promise<readonly RecordedDomainEvent[]> =>
  (await store.readStream(streamId)).map((event) => upcast(event) as unknown as RecordedDomainEvent);
