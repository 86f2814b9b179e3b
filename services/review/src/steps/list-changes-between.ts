import type { EventStore } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { readEvents } from "./read-events.ts";

type Changes = DataOf<"RecordCorrected">["changes"];

/** The changes of a record's fields after one revision and up to another, in their order. */
export const listChangesBetween = async (
  { store }: { readonly store: Pick<EventStore, "readStream"> },
  recordId: string,
  after: number,
  until: number,
): Promise<Changes> => {
  const events = await readEvents(store, `record-${recordId}`);
  return events
    .filter(({ revision }) => revision > after && revision <= until)
    .flatMap((event) => (event.type === "RecordCorrected" ? event.data.changes : []));
};
