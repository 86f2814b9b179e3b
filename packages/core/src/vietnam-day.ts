const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

let last = { number: 0, text: "1970-01-01" };

const millisecondsOf = (moment: Date | string): number =>
  typeof moment === "string" ? Date.parse(moment) : moment.getTime();

/**
 * The clock on a wall in Viet Nam at a moment (a `Date`, or ISO): its parts are what the `getUTC…`
 * methods answer. It has been seven hours ahead of UTC all year round since 1975.
 */
export const vietnamClock = (moment: Date | string): Date => new Date(millisecondsOf(moment) + OFFSET_MS);

/** The moment at which a clock on a wall in Viet Nam shows these parts: undoes `vietnamClock`. */
export const momentInVietnam = (clock: Date): Date => new Date(clock.getTime() - OFFSET_MS);

/**
 * The calendar day in Viet Nam, as `yyyy-MM-dd`: contracts and offices live by it, not by UTC.
 * Asked several times a request, so the last answer is kept. Throws `RangeError` for a text that is
 * no moment.
 */
export const vietnamDay = (moment: Date | string): string => {
  const number = Math.floor((millisecondsOf(moment) + OFFSET_MS) / DAY_MS);
  if (number !== last.number) {
    last = { number, text: new Date(number * DAY_MS).toISOString().slice(0, 10) };
  }
  return last.text;
};
