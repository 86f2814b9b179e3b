import type { Decider } from "@sogoc/core";
import type { DataOf, EventOf } from "@sogoc/events";
import { amountsToBook } from "./amounts-to-book.ts";

export type TakingEvent = EventOf<"FewRecordsTaken">;

type Taken = DataOf<"FewRecordsTaken">;

interface TakingState {
  readonly taken: readonly Taken[];
}

export interface TakeFewRecords {
  readonly data: Taken;
  /** Taken before this was kept. */
  readonly before: Iterable<string>;
  /** What was taken earlier than this counts no more. */
  readonly since: string;
  readonly inBook: number;
}

/**
 * Stream `taking-<id>`, the id made of a book: what is taken of it a few records at a time, whoever
 * takes it. Nothing comes of a wish that adds up to a book with what was taken before: it is one.
 * The stream's revision makes this one count, however many ask at once and wherever.
 */
export const takingDecider: Decider<TakingState, TakeFewRecords, TakingEvent> = {
  category: "taking",
  initialState: () => ({ taken: [] }),

  decide({ data, before, since, inBook }, { taken }): TakingEvent[] {
    const counting = taken.filter(({ takenAt }) => takenAt >= since).flatMap(({ recordIds }) => recordIds);
    const all = new Set([...before, ...counting, ...data.recordIds]);
    return amountsToBook(all.size, inBook) ? [] : [{ type: "FewRecordsTaken", data }];
  },

  evolve: ({ taken }, { data }) => ({ taken: [...taken, data] }),
};
