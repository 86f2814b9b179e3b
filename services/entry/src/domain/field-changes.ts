import { CommandRejected } from "@sogoc/core";
import { type FieldChange, type FieldValues, isSameValue } from "@sogoc/events";
import { problemsWithBook } from "@sogoc/registers";

/**
 * The address of a case, its number and its book: who keyed one wrong voids the record and keys it
 * again. A book number is corrected only where it differs from that of the record's book, and only
 * to that one.
 */
const fieldsOfAddress = new Set(["so", "quyenSo"]);

/**
 * Throws `value-not-storable` where the book number is not the book's, or the line of a sheet is no
 * number.
 */
export const requireValuesOfBook = (bookNumber: string, fields: FieldValues): void => {
  const problems = problemsWithBook(bookNumber, fields);
  if (problems.length > 0) throw new CommandRejected("value-not-storable", {}, problems);
};

export const requireCorrectable = (fields: readonly string[]): void => {
  for (const field of fields) {
    if (fieldsOfAddress.has(field)) throw new CommandRejected("field-not-correctable", { field });
  }
};

/** The refusal of changes whose fields have other values by now than those they were made from. */
export const staleChangeRefusal = (
  fields: FieldValues,
  changes: readonly FieldChange[],
): "value-changed-meanwhile" | undefined =>
  changes.some(({ field, before }) => !isSameValue(fields[field], before))
    ? "value-changed-meanwhile"
    : undefined;
