const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

let last = { number: 0, text: "1970-01-01" };

/**
 * The calendar day in Viet Nam, ISO `yyyy-MM-dd`: contracts and offices live by it, not by UTC. The
 * clock has been seven hours ahead of UTC all year round since 1975. Asked several times a request,
 * so the last answer is kept.
 */
export const localDay = (moment: Date): string => {
  const number = Math.floor((moment.getTime() + OFFSET_MS) / DAY_MS);
  if (number !== last.number) {
    last = { number, text: new Date(number * DAY_MS).toISOString().slice(0, 10) };
  }
  return last.text;
};
