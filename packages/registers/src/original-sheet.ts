import { z } from "zod";
import { formatBookNumber, parseBookNumber } from "./book-number.ts";
import { FieldValue, type FieldValues, normalisedText, writtenText } from "./field-value.ts";
import { type KeyedValue, LONGEST_KEYED, toFieldValue } from "./keyed-value.ts";
import { readField } from "./normalise-field.ts";
import { formatDate, parsePartialDate } from "./partial-date.ts";
import { findField, layoutFields, mainLayout } from "./record-type.ts";
import type { Field, RecordType } from "./record-type-schema.ts";
import { formatRegistrationNumber, parseRegistrationNumber } from "./registration-number.ts";

/**
 * The sheet that stands before `DL Import` in an exported workbook and keeps what the ministry's
 * layout cannot. One row per cell whose import from `DL Import` alone would give another value than
 * the stored one, or that a reason was given for; and rows for the facts of a record of its own, as
 * many as a cell needs to hold them. `cot` is the field code, empty for the record's facts;
 * `oDLImport` is empty where `DL Import` has no such cell; `giaTri` is the `FieldValue`, `null`
 * where nothing was keyed, or a part of the record's facts:
 *
 * | quyenSo | so | cot | oDLImport | giaTri |
 * | --- | --- | --- | --- | --- |
 * | `NN/YYYY` | canonical number, `7`, `7a`, `7/2009` | code | text of the cell | JSON |
 *
 * A row counts only while the cell of `DL Import` still holds `oDLImport` (a cell mended by hand
 * wins), and only where its value is what is made of its own `raw`, and what the cell shows.
 */
export const ORIGINAL_SHEET = "So goc";

export const originalHeaders = ["quyenSo", "so", "cot", "oDLImport", "giaTri"] as const;

/** What belongs to a record but to none of its cells. */
const StoredFacts = z.strictObject({
  /** Why the number stands twice in the book. */
  duplicateReason: z.string().exactOptional(),
  /** Answers to findings, under the name that exported workbooks have for them. */
  accepted: z
    .array(
      z.strictObject({
        rule: z.string(),
        fields: z.array(z.string()),
        reason: z.string(),
        /** What the fields held: a reason is none for a cell that was changed in the file. */
        values: z.record(z.string(), FieldValue.nullable()).exactOptional(),
        /** Rows of their own say what the fields held. */
        inRows: z.literal(true).exactOptional(),
      }),
    )
    .exactOptional(),
  annotations: z
    .array(
      z.strictObject({
        text: z.string(),
        decision: z.strictObject({ number: z.string(), day: z.string(), issuedBy: z.string() }),
      }),
    )
    .exactOptional(),
});
type StoredFacts = z.infer<typeof StoredFacts>;

/** The facts of a record: `answers` are its reasons for what the rules find. */
export interface RecordSheetFacts extends Omit<StoredFacts, "accepted"> {
  readonly answers?: NonNullable<StoredFacts["accepted"]>;
}

const toFacts = ({ accepted, ...facts }: StoredFacts): RecordSheetFacts =>
  accepted === undefined ? facts : { ...facts, answers: accepted };

const toStored = ({ answers, ...facts }: RecordSheetFacts): StoredFacts =>
  answers === undefined ? facts : { ...facts, accepted: answers };

/** Which case a row of a workbook is about. */
export interface SheetPlace {
  /** `NN/YYYY` of the book as registered, YYYY its opening year. */
  readonly bookNumber: string;
  /** Canonical number that makes the case unique in its book. */
  readonly number: string;
}

/** A record on its way into a workbook. */
export interface SheetRecord extends SheetPlace {
  readonly fields: FieldValues;
  readonly facts?: RecordSheetFacts | undefined;
}

/** A row read back. `key` names the record: see `originalKey`. */
export type OriginalRow =
  | {
      readonly kind: "value";
      readonly key: string;
      readonly field: string;
      readonly cell: string;
      readonly value: FieldValue | null;
    }
  | { readonly kind: "facts"; readonly key: string; readonly facts: RecordSheetFacts }
  /** The row is none of the above; `reason` is a short English word for it. */
  | { readonly kind: "invalid"; readonly reason: "book-number" | "number" | "value" };

export type OriginalValue = Extract<OriginalRow, { kind: "value" }>;

/** Names a record inside a workbook, from the book number `NN/YYYY` and the canonical number. */
export const originalKey = (bookNumber: string, number: string): string =>
  `${bookNumber}|${number.toLowerCase()}`;

/**
 * The canonical number of a case: without the year where that is the book's opening year. Undefined
 * for no number.
 */
export const canonicalNumber = (so: string, bookNumber: string): string | undefined => {
  const parsed = parseRegistrationNumber(so);
  const opened = parseBookNumber(bookNumber)?.year;
  if (parsed === undefined) return undefined;
  const { number, suffix, year } = parsed;
  return formatRegistrationNumber({
    number,
    suffix: suffix.toLowerCase(),
    year: year === opened ? undefined : year,
  });
};

const cellText = (field: Field, record: SheetRecord): string => {
  const value = record.fields[field.code];
  if (field.type === "registerNumber") {
    // As on paper, unless that would name another case: the second of two under one number.
    const raw = writtenText(value) ?? "";
    return canonicalNumber(raw, record.bookNumber) === record.number ? raw : record.number;
  }
  if (field.type === "bookNumber") {
    const raw = writtenText(value) ?? "";
    const parsed = parseBookNumber(raw);
    return parsed !== undefined && formatBookNumber(parsed) === record.bookNumber ? raw : record.bookNumber;
  }
  const text = normalisedText(value) ?? "";
  if (field.type !== "fullDate" && field.type !== "partialDate") return text;
  const date = parsePartialDate(text);
  return date === undefined ? text : formatDate(date);
};

/**
 * The cells of a record in the main layout, in the order of its columns; an empty text is an empty
 * cell.
 */
export const ministryRow = (recordType: RecordType, record: SheetRecord): string[] =>
  layoutFields(recordType, mainLayout(recordType)).map((field) => cellText(field, record));

/** What a file may not keep as it is; such a cell is always written out. */
const fragile = /[\p{Cc}\p{Surrogate}\ufffe\uffff]/u;
/** JSON escapes what is below U+0020 and lone surrogates by itself. */
const fragileInJson = /[\u007f-\u009f\ufffe\uffff]/gu;

const toJson = (value: unknown): string => {
  const escapeSign = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(fragileInJson, escapeSign);
};

const sameValue = (a: FieldValue | undefined, b: FieldValue | undefined): boolean => {
  const text = (value: FieldValue | undefined) =>
    value && JSON.stringify(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
  return text(a) === text(b);
};

/** The facts of a record that several rows tell. */
export const joinFacts = (one: RecordSheetFacts, other: RecordSheetFacts): RecordSheetFacts => {
  const joined: { -readonly [Name in keyof RecordSheetFacts]: RecordSheetFacts[Name] } = {};
  const duplicateReason = one.duplicateReason ?? other.duplicateReason;
  const answers = [...(one.answers ?? []), ...(other.answers ?? [])];
  const annotations = [...(one.annotations ?? []), ...(other.annotations ?? [])];
  if (duplicateReason !== undefined) joined.duplicateReason = duplicateReason;
  if (answers.length > 0) joined.answers = answers;
  if (annotations.length > 0) joined.annotations = annotations;
  return joined;
};

/**
 * Characters of facts that go into one cell together. One alone has at most a reason of 2,000,
 * each written as an escape of six, and the columns that it names: 32,767 is what a cell holds.
 */
const MOST_TOGETHER = 8_000;

/** The facts in as many texts as cells need to hold them, each of them facts as well. */
const factsInCells = ({ duplicateReason, answers = [], annotations = [] }: RecordSheetFacts): string[] => {
  const parts: RecordSheetFacts[] = [
    ...(duplicateReason === undefined ? [] : [{ duplicateReason }]),
    // Rows say what the fields held: a field that many reasons name is written once.
    ...answers.map(({ rule, fields, reason }) => ({
      answers: [{ rule, fields, reason, inRows: true as const }],
    })),
    ...annotations.map((annotation) => ({ annotations: [annotation] })),
  ];
  const texts: string[] = [];
  let together: RecordSheetFacts = {};
  for (const part of parts) {
    const joined = joinFacts(together, part);
    const last = texts.length - 1;
    if (last >= 0 && toJson(toStored(joined)).length <= MOST_TOGETHER) {
      together = joined;
      texts[last] = toJson(toStored(joined));
    } else {
      together = part;
      texts.push(toJson(toStored(part)));
    }
  }
  return texts;
};

/**
 * The rows of one record for the sheet `So goc`; none where `DL Import` says everything. No cell of
 * them is longer than a workbook can hold, whatever was keyed.
 */
export const writeOriginalRows = (recordType: RecordType, record: SheetRecord): string[][] => {
  const { bookNumber, number, fields, facts = {} } = record;
  const cells = new Map(
    layoutFields(recordType, mainLayout(recordType)).map((field) => [field.code, cellText(field, record)]),
  );
  const answered = new Set((facts.answers ?? []).flatMap(({ fields: named }) => named));
  const rows: string[][] = [];
  for (const field of recordType.fields) {
    const value = fields[field.code];
    const cell = cells.get(field.code) ?? "";
    const isPlain = !fragile.test(cell) && sameValue(readField(field, cell), value);
    if (isPlain && !answered.has(field.code)) continue;
    rows.push([bookNumber, number, field.code, cell, toJson(value ?? null)]);
  }
  for (const text of factsInCells(facts)) rows.push([bookNumber, number, "", "", text]);
  return rows;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Reads a row below the header, cell by cell as `originalHeaders`; undefined for an empty row and
 * for the header.
 */
export const readOriginalRow = (cells: readonly (string | undefined)[]): OriginalRow | undefined => {
  const [bookText = "", numberText = "", field = "", cell = "", json = ""] = cells;
  if (cells.every((text) => (text ?? "").trim() === "")) return undefined;
  if (bookText === originalHeaders[0] && numberText === originalHeaders[1]) return undefined;
  const book = parseBookNumber(bookText);
  if (book === undefined) return { kind: "invalid", reason: "book-number" };
  const bookNumber = formatBookNumber(book);
  const number = canonicalNumber(numberText, bookNumber);
  if (number === undefined) return { kind: "invalid", reason: "number" };
  const key = originalKey(bookNumber, number);
  const content = parseJson(json);
  if (field.trim() === "") {
    const facts = StoredFacts.safeParse(content);
    return facts.success
      ? { kind: "facts", key, facts: toFacts(facts.data) }
      : { kind: "invalid", reason: "value" };
  }
  const value = FieldValue.nullable().safeParse(content);
  return value.success
    ? { kind: "value", key, field: field.trim(), cell, value: value.data }
    : { kind: "invalid", reason: "value" };
};

const keyedOf = (value: FieldValue): KeyedValue => {
  if ("blank" in value) return { blank: true };
  if ("illegible" in value) return { illegible: value.illegible, raw: value.raw };
  return { raw: value.raw, doubtful: value.doubtful };
};

/** Longer than anything that can be keyed. */
const isTooLong = (value: FieldValue | null): boolean =>
  value !== null && "raw" in value && (value.raw ?? "").length > LONGEST_KEYED;

/**
 * Whether a value is what this program makes of its own text, and what `DL Import` shows of it. A
 * file from outside may say otherwise: then every screen would show one text and the export
 * another.
 */
const showsItself = (recordType: RecordType, place: SheetPlace, original: OriginalValue): boolean => {
  const { cell, value } = original;
  const field = findField(recordType, original.field);
  if (!field || isTooLong(value)) return false;
  if (value !== null && !sameValue(toFieldValue(field, keyedOf(value)), value)) return false;
  const fields: FieldValues = value === null ? {} : { [field.code]: value };
  const column = layoutFields(recordType, mainLayout(recordType)).includes(field);
  const shown = column ? cellText(field, { bookNumber: place.bookNumber, number: place.number, fields }) : "";
  return shown.trim() === cell.trim();
};

/** Fields of an imported row, and what the sheet `So goc` did to them. */
export interface RestoredFields {
  readonly fields: FieldValues;
  /** Codes whose value was taken from the sheet, where the cell alone would have another. */
  readonly taken: readonly string[];
  /** Codes for which the sheet has a value that its cell does not show; the cell's own is kept. */
  readonly contradicted: readonly string[];
}

/**
 * Puts the values that `So goc` keeps for a row in place of those of its cells. `cellOf` gives the
 * text of the row's cell in `DL Import`, empty where the sheet has no such column.
 */
export const restoreOriginals = (
  recordType: RecordType,
  place: SheetPlace,
  fields: FieldValues,
  originals: readonly OriginalValue[],
  cellOf: (field: string) => string,
): RestoredFields => {
  const restored: FieldValues = { ...fields };
  const taken: string[] = [];
  const contradicted: string[] = [];
  for (const original of originals) {
    const { field, cell, value } = original;
    if (cellOf(field).trim() !== cell.trim()) continue;
    if (!showsItself(recordType, place, original)) {
      contradicted.push(field);
      continue;
    }
    if (sameValue(restored[field], value ?? undefined)) continue;
    taken.push(field);
    if (value === null) delete restored[field];
    else restored[field] = value;
  }
  return { fields: restored, taken, contradicted };
};
