import { CommandRejected } from "@sogoc/core";
import type { FieldValues } from "@sogoc/events";
import { getRecordType, type KeyedValue, toFieldValues } from "@sogoc/registers";

/** Throws `field-unknown` for columns that the book type does not have. */
export const readKeyedFields = (
  recordType: string,
  keyed: Readonly<Record<string, KeyedValue>>,
): FieldValues => {
  const { fields, unknown } = toFieldValues(getRecordType(recordType), keyed);
  if (unknown.length === 0) return fields;
  const problems = unknown.slice(0, 50).map((code) => ({ pointer: `/fields/${code}`, detail: code }));
  throw new CommandRejected("field-unknown", {}, problems);
};
