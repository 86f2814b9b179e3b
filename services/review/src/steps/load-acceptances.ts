import type { EventStore } from "@sogoc/core";
import { readEvents } from "./read-events.ts";

/** A second acceptance of a book, with the packages that it rests on. */
export interface Acceptance {
  readonly at: string;
  readonly decidedBy: string;
  readonly note?: string | undefined;
  readonly packages: number;
  /** A package or another acceptance came after it, so that it is not in force now. */
  readonly overtaken?: true | undefined;
}

/**
 * Every second acceptance of a book, the first one first. `stands`: whether the last one is in
 * force.
 */
export const loadAcceptances = async (
  { store }: { readonly store: Pick<EventStore, "readStream"> },
  bookId: string,
  stands: boolean,
): Promise<readonly Acceptance[]> => {
  const events = await readEvents(store, `handover-${bookId}`);
  const accepted: Acceptance[] = [];
  let packages = 0;
  for (const event of events) {
    if (event.type === "BookHandedOver") packages++;
    if (event.type !== "HandoverAccepted") continue;
    const { decidedBy, note } = event.data;
    accepted.push({ at: event.metadata.at, decidedBy, note, packages });
  }
  return accepted.map((one, place) =>
    stands && place === accepted.length - 1 ? one : { ...one, overtaken: true },
  );
};
