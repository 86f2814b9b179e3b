import { CommandRejected } from "@sogoc/core";
import { type FieldChange, type FieldValues, isSameValue } from "@sogoc/events";

/**
 * Number and book make the record's identity: who got them wrong voids the record and keys it
 * again.
 */
const identityFields = new Set(["so", "quyenSo"]);

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
