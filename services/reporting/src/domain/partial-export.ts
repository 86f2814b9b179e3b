import type { Decider } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";
import { amountsToBook } from "./amounts-to-book.ts";

export type PartialExportEvent = EventOf<"FewRecordsTaken" | "LookUpSheetTaken">;

interface PartialExportState {
  readonly taken: readonly PartialExportEvent[];
}

export interface Take {
  /** What comes of it where it is no book. */
  readonly event: PartialExportEvent;
  /** Taken before this was kept. */
  readonly before: Iterable<string>;
  /** What was taken earlier than this counts no more. */
  readonly since: string;
  readonly inBook: number;
}

const recordsIn = ({ type, data }: PartialExportEvent): readonly string[] =>
  type === "FewRecordsTaken" ? data.recordIds : [data.recordId];

/**
 * Stream `taking-<id>`, the id made of a book: what is taken of it a few records at a time, or as
 * sheets of paper, whoever takes it. Nothing comes of a wish that adds up to a book with what was
 * taken before: it is one. A sheet of a case that was taken before is nothing more of it, and that
 * of the first case is no book, however small that is. The stream's revision makes this one count,
 * however many ask at once and wherever.
 */
export const partialExportDecider: Decider<PartialExportState, Take, PartialExportEvent> = {
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
