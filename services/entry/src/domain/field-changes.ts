import { CommandRejected } from "@sogoc/core";
import { type FieldChange, type FieldValues, isSameValue } from "@sogoc/events";
import { problemsWithBook } from "@sogoc/registers";

/**
 * Number and book make the record's identity: who got them wrong voids the record and keys it
 * again. Where the book's number is another than its book's, only that one is put there.
 */
const identityFields = new Set(["so", "quyenSo"]);

/**
 * Throws `value-not-storable` for values that are the book's to say, and are not what it says: its
 * number, and the line of a sheet.
 */
export const requireValuesOfBook = (bookNumber: string, fields: FieldValues): void => {
  const problems = problemsWithBook(bookNumber, fields);
  if (problems.length > 0) throw new CommandRejected("value-not-storable", {}, problems);
};

export const requireCorrectable = (fields: readonly string[]): void => {
  for (const field of fields) {
    if (identityFields.has(field)) throw new CommandRejected("field-not-correctable", { field });
  }
};

/** Why changes no longer fit: a value is not what they were made for. */
export const staleChangeRefusal = (
  fields: FieldValues,
  changes: readonly FieldChange[],
): "value-changed-meanwhile" | undefined =>
  changes.some(({ field, before }) => !isSameValue(fields[field], before))
    ? "value-changed-meanwhile"
    : undefined;
