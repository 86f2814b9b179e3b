import { z } from "zod";
import { type FieldValue, type FieldValues, IllegibleReason, isWritten } from "./field-value.ts";
import { readField } from "./normalise-field.ts";
import { fieldsByCode } from "./record-type.ts";
import type { Field, RecordType } from "./record-type-schema.ts";

/** Characters of a text that is keyed, composed; the same for one that an import brings. */
export const LONGEST_KEYED = 2_000;

/** What a person sends for a field. The normalised value is ours to make, never the caller's. */
export const KeyedValue = z.union([
  z.strictObject({ raw: z.string().max(LONGEST_KEYED), doubtful: z.literal(true).optional() }),
  z.strictObject({ blank: z.literal(true) }),
  z.strictObject({ illegible: IllegibleReason, raw: z.string().max(LONGEST_KEYED).optional() }),
]);
export type KeyedValue = z.infer<typeof KeyedValue>;

/** Undefined where an empty text was keyed: then nothing is stored for the field. */
export const toFieldValue = (field: Field, keyed: KeyedValue): FieldValue | undefined => {
  if ("blank" in keyed) return { blank: true };
  if ("illegible" in keyed) {
    const raw = keyed.raw?.normalize("NFC").trim();
    return raw ? { illegible: keyed.illegible, raw } : { illegible: keyed.illegible };
  }
  const value = readField(field, keyed.raw);
  return isWritten(value) && keyed.doubtful ? { ...value, doubtful: true } : value;
};

/** Values by field code; `unknown` lists the codes that the record type does not have. */
export const toFieldValues = (
  recordType: RecordType,
  keyed: Readonly<Record<string, KeyedValue>>,
): { fields: FieldValues; unknown: string[] } => {
  const fields: FieldValues = {};
  const unknown: string[] = [];
  const columns = fieldsByCode(recordType);
  for (const [code, input] of Object.entries(keyed)) {
    const field = columns.get(code);
    if (!field) {
      unknown.push(code);
      continue;
    }
    const value = toFieldValue(field, input);
    if (value) fields[code] = value;
  }
  return { fields, unknown };
};
