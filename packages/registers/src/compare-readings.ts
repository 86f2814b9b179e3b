import { type FieldValue, isWritten } from "./field-value.ts";
import { foldForSearch, foldSpelling, unifyTonePlacement } from "./fold.ts";
import { columnsOfRegister } from "./record-type.ts";
import type { FieldType, RecordType } from "./record-type-schema.ts";

/**
 * What a second person keys again: nothing, what tells people apart (names, dates, numbers), or
 * everything.
 */
export type KeyingPolicy = "single" | "double-identity" | "double-all";

const identityTypes: ReadonlySet<FieldType> = new Set([
  "fullDate",
  "partialDate",
  "personName",
  "idNumber",
  "registerNumber",
]);

/**
 * Columns keyed twice. Number and book are not: the second keyer is given those of the first
 * keying.
 */
export const comparedFields = (recordType: RecordType, keying: KeyingPolicy): readonly string[] => {
  if (keying === "single") return [];
  const { number, book } = columnsOfRegister(recordType);
  return recordType.fields
    .filter(({ code }) => code !== number && code !== book)
    .filter(({ type }) => keying === "double-all" || identityTypes.has(type))
    .map(({ code }) => code);
};

/**
 * What two people must agree on. Capital letters, spaces and the place of a tone mark are habits of
 * typing, not readings of the paper; a field that nobody keyed and one that is blank in the book
 * say the same.
 */
const readingOf = (value: FieldValue | undefined): string => {
  if (value === undefined || "blank" in value) return "";
  const text = isWritten(value) ? (value.value ?? value.raw) : (value.raw ?? "");
  const reading = unifyTonePlacement(text).toLowerCase().replace(/\s+/gu, " ").trim();
  return isWritten(value) ? reading : `\u0000${reading}`;
};

export const isSameReading = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  readingOf(a) === readingOf(b);

const spellingOf = (value: FieldValue | undefined): string => {
  if (value === undefined || "blank" in value) return "";
  const spelling = foldSpelling(isWritten(value) ? (value.value ?? value.raw) : (value.raw ?? ""));
  return isWritten(value) ? spelling : `\u0000${spelling}`;
};

/**
 * Whether two values differ in how they are spelled at most: the same text as on paper, the same
 * value, or letters and digits that agree. Coarser than `isSameReading`: what was found wrong is
 * not put right by a full stop. Tone marks and accents tell readings apart.
 */
export const isRespelling = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  isSameReading(a, b) || spellingOf(a) === spellingOf(b) || (isWritten(a) && isWritten(b) && a.raw === b.raw);

export type DifferenceKind = "tones" | "empty" | "illegible" | "other";

/**
 * Why two readings differ: by marks above and below letters only, because one found nothing, could
 * not read it, or else.
 */
export const differenceKind = (a: FieldValue | undefined, b: FieldValue | undefined): DifferenceKind => {
  const [first, second] = [readingOf(a), readingOf(b)];
  if (first.startsWith("\u0000") || second.startsWith("\u0000")) return "illegible";
  if (first === "" || second === "") return "empty";
  return foldForSearch(first) === foldForSearch(second) ? "tones" : "other";
};

/** Compared columns in which two keyings differ, in the order given. */
export const differingFields = (
  compared: readonly string[],
  first: Readonly<Record<string, FieldValue>>,
  second: Readonly<Record<string, FieldValue>>,
): readonly string[] => compared.filter((field) => !isSameReading(first[field], second[field]));
