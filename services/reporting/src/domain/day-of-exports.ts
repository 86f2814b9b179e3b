import type { Decider } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";

/**
 * The number of cases that one person may export in a day alone, of all books together: two books'
 * worth of partial exports. Ordinary work needs fewer; somebody who takes more takes an area piece
 * by piece.
 */
export const MOST_OF_DAY = 40;

type DayEvent = EventOf<"RecordsOfDayTaken">;

/**
 * Counts the different records that one person takes in a day, whatever books they are of; refuses
 * when they are more than one person takes alone. Stream `taking-<id>`, the id made of the account
 * and the day: its revision makes this one count.
 */
export const dayOfExportsDecider: Decider<ReadonlySet<string>, DayEvent, DayEvent> = {
  category: "taking",
  initialState: () => new Set(),
  decide: (event, taken) => (new Set([...taken, ...event.data.recordIds]).size > MOST_OF_DAY ? [] : [event]),
  evolve: (taken, { data }) => new Set([...taken, ...data.recordIds]),
};
