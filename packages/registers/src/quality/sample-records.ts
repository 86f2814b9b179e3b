import type { FieldValue, FieldValues } from "../field-value.ts";
import { normaliseField } from "../normalise-field.ts";
import { findField } from "../record-type.ts";
import type { RecordType } from "../record-type-schema.ts";
import { getRecordType } from "../record-types.ts";

/** Cells as keyed; undefined takes a cell away, an object is a stored value as it is. */
export type Cells = Record<string, string | FieldValue | undefined>;

/** Field values of a sample with some cells changed. */
export const sampleFields = (type: string, changes: Cells = {}): FieldValues => {
  const recordType: RecordType = getRecordType(type);
  const fields: FieldValues = {};
  for (const [code, cell] of Object.entries({ ...recordType.sample, ...changes })) {
    const field = findField(recordType, code);
    if (cell === undefined || field === undefined) continue;
    const value = typeof cell === "string" ? normaliseField(field, cell).value : cell;
    if (value !== undefined) fields[code] = value;
  }
  return fields;
};
