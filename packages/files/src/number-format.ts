import { fromExcelSerial } from "./excel-serial.ts";

/**
 * What a number format shows: a plain number, one with leading zeros, or the parts of a date that
 * it names.
 */
export type NumberFormat =
  | { readonly kind: "number"; readonly digits: number }
  | { readonly kind: "date"; readonly shows: "day" | "month" | "year" | "time" };

export const plainNumber: NumberFormat = { kind: "number", digits: 0 };

const builtInDates: ReadonlyMap<number, "day" | "month" | "time"> = new Map([
  ...[14, 15, 16, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58].map(
    (id) => [id, "day"] as const,
  ),
  [17, "month"],
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47].map((id) => [id, "time"] as const),
]);

/** Excel takes 255 characters; what is longer is no format, and searching it would take long. */
const longestCode = 255;

/** Format of a built-in id, or of its own code such as `dd/mm/yyyy`, `yyyy` or `000000000`. */
export const readNumberFormat = (id: number, code: string | undefined): NumberFormat => {
  if (code === undefined) {
    const shows = builtInDates.get(id);
    return shows === undefined ? plainNumber : { kind: "date", shows };
  }
  if (code.length > longestCode) return plainNumber;
  if (/^0{2,20}$/u.test(code)) return { kind: "number", digits: code.length };
  const [first = ""] = code.split(";");
  const letters = first
    .replace(/"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]/giu, "")
    .replace(/general/giu, "")
    .toLowerCase();
  if (/d/u.test(letters)) return { kind: "date", shows: "day" };
  if (/y/u.test(letters)) return { kind: "date", shows: /m/u.test(letters) ? "month" : "year" };
  if (/[hs]/u.test(letters)) return { kind: "date", shows: "time" };
  return plainNumber;
};

/** A stored number as it was typed: no exponent, no noise after the fifteenth digit. */
export const formatNumber = (stored: string, digits = 0): string => {
  if (/^\d+$/u.test(stored)) return stored.padStart(digits, "0");
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return stored;
  if (Number.isInteger(value)) {
    const text = Math.abs(value) < 1e21 ? value.toFixed(0) : BigInt(value).toString();
    return text.padStart(digits, "0");
  }
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  return text.includes("e") ? rounded.toFixed(20).replace(/0+$/u, "") : text;
};

const timeOfDay = (serial: number): string => {
  const minutes = Math.round((serial - Math.floor(serial)) * 24 * 60) % (24 * 60);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
};

/**
 * `dd.MM.yyyy`, or only the parts that the cell shows: nothing is invented. Undefined when it is no
 * day.
 */
export const formatDateCell = (
  stored: string,
  shows: "day" | "month" | "year" | "time",
  from1904: boolean,
): string | undefined => {
  const serial = Number(stored);
  if (!Number.isFinite(serial) || serial < 0) return undefined;
  if (shows === "time") return timeOfDay(serial);
  const iso = fromExcelSerial(from1904 ? serial + 1462 : serial);
  const [year, month, day] = iso?.split("-") ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (shows === "year") return year;
  return shows === "month" ? `${month}.${year}` : `${day}.${month}.${year}`;
};
