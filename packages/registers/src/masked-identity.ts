import type { FieldValue, FieldValues } from "./field-value.ts";
import { columnsOfRegister } from "./record-type.ts";
import type { RecordType } from "./record-type-schema.ts";

const SHOWN = 3;

/** `079085001234` as `•••••••••234`: enough to tell one paper from another beside it. */
const masked = (text: string): string => {
  const signs = [...text];
  return signs
    .map((sign, at) => (at < signs.length - SHOWN && /[\p{L}\p{N}]/u.test(sign) ? "•" : sign))
    .join("");
};

const maskedValue = (value: FieldValue): FieldValue => {
  if ("blank" in value) return value;
  if ("illegible" in value)
    return value.raw === undefined ? value : { illegible: value.illegible, raw: masked(value.raw) };
  return value.doubtful ? { raw: masked(value.raw), doubtful: true } : { raw: masked(value.raw) };
};

/**
 * The values as a list shows them: numbers of identity papers and personal numbers by their last
 * signs. For whoever looks for a case and not into it; never stored, never sent back.
 */
export const withMaskedIdentity = (recordType: RecordType, fields: FieldValues): FieldValues => {
  const shown: FieldValues = { ...fields };
  for (const { code, type } of recordType.fields) {
    const value = fields[code];
    if (type === "idNumber" && value) shown[code] = maskedValue(value);
  }
  return shown;
};

/** Values of a case: those that it has, or had. */
export interface ValuesOfCase {
  readonly recordType: RecordType;
  readonly fields: FieldValues;
}

const signsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]/gu) ?? [];

/** The number in a text, however it is spaced there, and not as a part of a longer one. */
const quotationOf = (signs: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{N})${signs.join("[^\\p{L}\\p{N}]{0,3}")}(?!\\p{N})`, "giu");

/**
 * Masks a text as a list shows it: a finding, a reason or a note may quote numbers of identity
 * papers of these cases.
 */
export const quotationMask = (cases: readonly ValuesOfCase[]): ((text: string) => string) => {
  const numbers = new Map<string, readonly string[]>();
  for (const { recordType, fields } of cases)
    for (const { code, type } of recordType.fields) {
      const value = fields[code];
      if (type !== "idNumber" || !value || "blank" in value) continue;
      for (const text of [value.raw, "value" in value ? value.value : undefined]) {
        const signs = signsIn(text ?? "");
        if (signs.length > SHOWN) numbers.set(signs.join(""), signs);
      }
    }
  // The longest first: one may be a part of another.
  const quotations = [...numbers.values()]
    .sort((one, other) => other.length - one.length)
    .map((signs) => quotationOf(signs));
  return (text) => quotations.reduce((shown, quotation) => shown.replace(quotation, masked), text);
};

/** The values that name a case, and no other: number, date of registration, and its own people. */
export const namingFields = (recordType: RecordType, fields: FieldValues): FieldValues => {
  const { number, date } = columnsOfRegister(recordType);
  const shown: FieldValues = {};
  for (const code of [number, date, ...recordType.subjectFields]) {
    const value = code === undefined ? undefined : fields[code];
    if (code !== undefined && value) shown[code] = value;
  }
  return shown;
};
