const isoOf = (year: number, month: number, day: number): string | undefined => {
  const moment = new Date(Date.UTC(year, month - 1, day));
  const real = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day && year >= 1000;
  return real ? moment.toISOString().slice(0, 10) : undefined;
};

/** Day, month and year in this order, or year first as other programs write it. */
const shapes = [
  /^(?<day>\d{1,2})[/.\s-](?<month>\d{1,2})[/.\s-](?<year>\d{4})$/,
  /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
];

/**
 * Returns yyyy-MM-dd of a day as people type it (1/2/2026, 01022026, 1.2.2026), undefined for any
 * other text.
 */
export const parseDay = (text: string): string | undefined => {
  for (const shape of shapes) {
    const parts = shape.exec(text.trim())?.groups;
    if (parts) return isoOf(Number(parts.year), Number(parts.month), Number(parts.day));
  }
  return undefined;
};

/** Returns dd/MM/yyyy of yyyy-MM-dd; an empty text stays empty. */
export const writeDay = (iso: string): string => iso.split("-").reverse().join("/");

export type DayFault = "none" | "notADay" | "tooEarly" | "tooLate";

/** What is wrong with a typed day; an empty one is never wrong here. */
export const faultOfDay = (text: string, min?: string, max?: string): DayFault => {
  if (text.trim() === "") return "none";
  const iso = parseDay(text);
  if (iso === undefined) return "notADay";
  if (min !== undefined && min !== "" && iso < min) return "tooEarly";
  return max !== undefined && max !== "" && iso > max ? "tooLate" : "none";
};
