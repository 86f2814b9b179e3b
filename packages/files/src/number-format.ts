import { format, getFormatDateInfo, getFormatInfo } from "numfmt";
import { fromExcelSerial } from "./excel-serial.ts";

/** Which parts of a date a cell shows. */
export interface ShownParts {
  readonly year: boolean;
  readonly month: boolean;
  readonly day: boolean;
}

/** What a number format shows: digits, perhaps with signs of its own, a date or a time of day. */
export type NumberFormat =
  /** `code` only where it makes other digits than those that are stored. */
  | { readonly kind: "number"; readonly code?: string | undefined }
  | { readonly kind: "date"; readonly shows: ShownParts }
  | { readonly kind: "time" };

export const plainNumber: NumberFormat = { kind: "number" };

const fullDate: NumberFormat = { kind: "date", shows: { year: true, month: true, day: true } };

/** ECMA-376 part 1, 18.8.30: "d-mmm" is 16, "mmm-yy" 17. */
const builtInFormats: ReadonlyMap<number, NumberFormat> = new Map<number, NumberFormat>([
  ...[14, 15, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58].map(
    (id) => [id, fullDate] as const,
  ),
  [16, { kind: "date", shows: { year: false, month: true, day: true } }],
  [17, { kind: "date", shows: { year: true, month: true, day: false } }],
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47].map((id) => [id, { kind: "time" }] as const),
]);

/** Excel takes 255 characters; what is longer is no format, and searching it would take long. */
const longestCode = 255;

/**
 * Formats that may put zeros, letters and signs to a whole number, and change nothing else of it;
 * one that groups thousands is of an amount.
 */
const wholeNumbers = new Set(["number", "general", "text"]);

/** Format of a built-in id, or of its own code such as `dd/mm/yyyy`, `yyyy` or `000000000`. */
export const readNumberFormat = (id: number, code: string | undefined): NumberFormat => {
  if (code === undefined) return builtInFormats.get(id) ?? plainNumber;
  if (code.length > longestCode) return plainNumber;
  try {
    const { year, month, day, hours, minutes, seconds } = getFormatDateInfo(code);
    // The `m` of `mm:ss` passes for a month.
    if (year || day || (month && !seconds)) return { kind: "date", shows: { year, month, day } };
    if (hours || minutes || seconds) return { kind: "time" };
    const { type, maxDecimals } = getFormatInfo(code);
    const isWhole = type === "general" || maxDecimals === 0;
    return wholeNumbers.has(type) && isWhole ? { kind: "number", code } : plainNumber;
  } catch {
    return plainNumber;
  }
};

const separatedDigits = /^\d[\d\s.,-]*$/u;
const separators = /[\s.,-]+/gu;

/** From here on a workbook's number has lost digits. */
const exactUpTo = 1e15;

/**
 * A whole number as its format shows it. Separators between digits go: `012 345 678` is one number,
 * whoever groups it how.
 */
const formatWhole = (value: number, stored: string, code: string): string => {
  try {
    const shown = format(code, value).trim();
    const text = separatedDigits.test(shown) ? shown.replace(separators, "") : shown;
    // A format that hides digits, or writes words for them, is not what somebody keyed.
    return text.replace(/\D/gu, "").includes(stored.replace("-", "")) ? text : stored;
  } catch {
    return stored;
  }
};

/** A stored number as a person sees it: no exponent, no noise after the fifteenth digit. */
export const formatNumber = (stored: string, code?: string): string => {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return stored;
  const plain = formatPlain(stored, value);
  const isWhole = Number.isInteger(value) && Math.abs(value) < exactUpTo;
  return isWhole && code !== undefined ? formatWhole(value, plain, code) : plain;
};

const formatPlain = (stored: string, value: number): string => {
  if (/^\d+$/u.test(stored)) return stored;
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? value.toFixed(0) : BigInt(value).toString();
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  return text.includes("e") ? rounded.toFixed(20).replace(/0+$/u, "") : text;
};

const pad = (value: number) => String(value).padStart(2, "0");

/** `HH:mm` of a serial's fraction. */
export const formatTimeCell = (stored: string): string | undefined => {
  const serial = Number(stored);
  if (!Number.isFinite(serial) || serial < 0) return undefined;
  const minutes = Math.round((serial - Math.floor(serial)) * 24 * 60) % (24 * 60);
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
};

/** `dd.MM.yyyy` of an ISO date, or only the parts that the cell shows: nothing is invented. */
export const formatShownParts = (isoDate: string, { year, month, day }: ShownParts): string => {
  const [yyyy = "", mm = "", dd = ""] = isoDate.split("-");
  return [day ? dd : "", month ? mm : "", year ? yyyy : ""].filter((part) => part !== "").join(".");
};

/** ISO date of a stored serial. Undefined when it is no day. */
export const dayOfSerial = (stored: string, from1904: boolean): string | undefined => {
  const serial = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(serial) || serial < 0) return undefined;
  return fromExcelSerial(from1904 ? serial + 1462 : serial);
};

/** What a cell of ISO text says: a day, a time of day, or neither. */
export interface IsoCell {
  readonly day?: string | undefined;
  readonly time?: string | undefined;
}

const isoText =
  /^(?:(?<day>\d{4}-\d{2}-\d{2})(?:T|$))?(?:T?(?<time>\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(?<zone>Z|[+-]\d{2}:\d{2})?)?$/u;
/** Day 0 of the serials: what Excel writes before a time of day. */
const noDay = new Set(["1899-12-30", "1899-12-31"]);
const VIETNAM_MS = 7 * 3_600_000;

/**
 * ISO 8601 text of a cell (`t="d"`). An instant with a zone is read as the clocks of Viet Nam show
 * it.
 */
export const readIsoCell = (stored: string): IsoCell => {
  const { day, time, zone } = isoText.exec(stored.trim())?.groups ?? {};
  if (day === undefined || noDay.has(day)) return { time };
  if (time === undefined || zone === undefined) return { day, time };
  const instant = Date.parse(stored.trim());
  if (!Number.isFinite(instant)) return { day, time };
  const [local = day, clock = time] = new Date(instant + VIETNAM_MS).toISOString().split("T");
  return { day: local, time: clock.slice(0, 5) };
};
