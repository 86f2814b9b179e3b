import type { Clock } from "@sogoc/core";
import { shellWord } from "@sogoc/core";
import { readAcceptedClock } from "@sogoc/embedded";
import { watchClock as watchClockOf } from "@sogoc/host/clock-watch";

/** Holds a clock against the log of a data folder. */
export const watchClock = (
  folder: string,
  tell: (line: string) => void,
  options: { readonly clock?: Clock | undefined; readonly everyMs?: number | undefined } = {},
) =>
  watchClockOf({
    readAccepted: () => readAcceptedClock(folder),
    acceptingWith: () => `npm run sogoc -- clock accept --data ${shellWord(folder)}`,
    tell,
    clock: options.clock,
    everyMs: options.everyMs,
  });
