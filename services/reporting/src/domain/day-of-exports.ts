import type { Decider } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";

/**
 * The number of cases that one person may take in a day alone, as files or on paper, of all books
 * together: two books' worth of partial exports. Ordinary work needs fewer; somebody who takes more
 * takes an area piece by piece.
 */
export const MOST_OF_DAY = 40;

type DayEvent = EventOf<"RecordsOfDayTaken">;

/** Whether these records, with those of the day, are more than one person takes alone. */
export const isMoreThanADay = (
  taken: ReadonlySet<string>,
  { recordIds }: Pick<DayEvent["data"], "recordIds">,
): boolean => new Set([...taken, ...recordIds]).size > MOST_OF_DAY;

/**
 * Counts the different records that one person takes in a day, whatever books they are of; refuses
 * when they are more than one person takes alone. Stream `taking-<id>`, the id made of the account
 * and the day: its revision makes this one count. What is taken with an account in which others
 * have a hand (ADR 29) is counted with each of them: nobody can tell who took it.
 */
export const dayOfExportsDecider: Decider<ReadonlySet<string>, DayEvent, DayEvent> = {
  category: "taking",
  initialState: () => new Set(),
  decide: (event, taken) => (isMoreThanADay(taken, event.data) ? [] : [event]),
  evolve: (taken, { data }) => new Set([...taken, ...data.recordIds]),
};
