import {
  createCommandHandler,
  type Decider,
  type EventStore,
  type RecordedEvent,
  uuidFrom,
} from "@sogoc/core";
import { type DataOf, type EventOf, schemaOfWritten } from "@sogoc/events";

type Keyed = EventOf<"RecordEntered" | "RecordCorrected">;

/** Puts events into a stream as they are. */
const asGiven: Decider<null, readonly Keyed[], Keyed> = {
  category: "record",
  initialState: () => null,
  decide: (events) => events,
  evolve: (state) => state,
};

const AT_ONCE = 1_000;
const EVENTS_EACH = 6;

/**
 * Fills a store up to that many events with more records like one that was keyed, over the given
 * books and many days, and corrections of each, by turns, so that the log's streams are interleaved
 * as in life.
 */
export const fillStore = async (options: {
  readonly store: EventStore;
  readonly like: RecordedEvent;
  readonly places: readonly { readonly bookId: string; readonly batchId: string }[];
  readonly upTo: number;
}): Promise<void> => {
  const { store, like, places, upTo } = options;
  const model = like.data as DataOf<"RecordEntered">;
  const commands = createCommandHandler({ store, schemaOf: schemaOfWritten });
  const send = async (index: number, what: string, event: Keyed) => {
    const commandId = uuidFrom("fill", String(index), what);
    const at = new Date(Date.UTC(2026, 1, 1 + (index % 28), 2, 0, index % 60));
    const context = { actor: like.metadata.actor, at, commandId, correlationId: commandId };
    await commands.handle(asGiven, uuidFrom("filled", String(index)), [event], context);
  };
  const dataOf = (index: number): DataOf<"RecordEntered"> => ({
    ...model,
    ...places[index % places.length],
    recordId: uuidFrom("filled", String(index)),
    number: String(1 + index),
    fields: { ...model.fields, so: { raw: String(1 + index) } },
  });
  const correct = async (index: number, round: number) => {
    const { recordId, bookId, batchId, unitId, recordType, keyedBy: correctedBy } = dataOf(index);
    const changes = [{ field: "ghiChu", after: { raw: `Đối chiếu lại lần ${round}` } }];
    const place = { recordId, bookId, batchId, unitId, recordType };
    const data = { ...place, changes, reason: "Đọc lại sổ", correctedBy };
    await send(index, `correct-${round}`, { type: "RecordCorrected", data });
  };
  const start = await store.head();
  const records = Math.ceil((upTo - start) / EVENTS_EACH);
  for (let sent = 0; sent < upTo - start; sent += AT_ONCE) {
    const count = Math.min(AT_ONCE, upTo - start - sent);
    await Promise.all(
      Array.from({ length: count }, (_, which) => {
        const [index, round] = [(sent + which) % records, Math.floor((sent + which) / records)];
        return round === 0
          ? send(index, "enter", { type: "RecordEntered", data: dataOf(index) })
          : correct(index, round);
      }),
    );
  }
};
