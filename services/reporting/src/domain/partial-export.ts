import type { Decider } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";
import { amountsToBook } from "./amounts-to-book.ts";

export type PartialExportEvent = EventOf<"FewRecordsTaken" | "LookUpSheetTaken">;

interface PartialExportState {
  readonly taken: readonly PartialExportEvent[];
}

export interface PartialExport {
  /** What comes of it where it is no book. */
  readonly event: PartialExportEvent;
  /** Exported before this was kept. */
  readonly before: Iterable<string>;
  /** What was exported earlier than this counts no more. */
  readonly since: string;
  readonly inBook: number;
}

const recordsIn = ({ type, data }: PartialExportEvent): readonly string[] =>
  type === "FewRecordsTaken" ? data.recordIds : [data.recordId];

/**
 * Counts records exported from a book within seven days, a few at a time or as sheets of paper,
 * whoever exports them; refuses when they amount to the book. Stream `taking-<id>`, the id made of
 * the book. A sheet of a case that was exported before adds nothing, and that of the first case is
 * no book, however small the book is. The stream's revision makes this one count, however many ask
 * at once and wherever.
 */
export const partialExportDecider: Decider<PartialExportState, PartialExport, PartialExportEvent> = {
  category: "taking",
  initialState: () => ({ taken: [] }),

  decide({ event, before, since, inBook }, { taken }): PartialExportEvent[] {
    const counting = taken.filter(({ data }) => data.takenAt >= since).flatMap(recordsIn);
    const known = new Set([...before, ...counting]);
    const all = new Set([...known, ...recordsIn(event)]);
    const isOneSheet = event.type === "LookUpSheetTaken" && (all.size === 1 || all.size === known.size);
    return isOneSheet || !amountsToBook(all.size, inBook) ? [event] : [];
  },

  evolve: ({ taken }, event) => ({ taken: [...taken, event] }),
};
