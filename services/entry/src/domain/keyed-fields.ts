import type { FieldValues } from "@sogoc/events";
import { getRecordType, type KeyedValue, toFieldValues } from "@sogoc/registers";
import { unknownFields } from "./field-values.ts";

/** Throws `field-unknown` for columns that the book type does not have. */
export const readKeyedFields = (
  recordType: string,
  keyed: Readonly<Record<string, KeyedValue>>,
): FieldValues => {
  const { fields, unknown } = toFieldValues(getRecordType(recordType), keyed);
  if (unknown.length === 0) return fields;
  throw unknownFields(unknown);
};
