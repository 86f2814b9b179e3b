import {
  type FieldValues,
  hasOtherBookNumber,
  isBlank,
  isIllegible,
  keyFields,
  type RecordType,
  writtenText,
} from "@sogoc/registers";

/** No clerk keys it, and no page shows it. */
const LINE_NUMBER = "STT";

/**
 * How many fields of a case somebody checks: those that its book type requires, and others in which
 * something is keyed, read with doubt or not at all. An optional field counts the same left out or
 * said to be blank: who keys could let more fields be wrong by saying so of each. What the book
 * answers is left out, since nothing can be wrong there, unless the case holds another number.
 */
export const countFieldsToCheck = (
  recordType: RecordType,
  fields: FieldValues,
  bookNumber: string,
): number => {
  const { book } = keyFields(recordType);
  const isKeyed = (code: string): boolean => {
    const value = fields[code];
    if (value === undefined || isBlank(value)) return false;
    return isIllegible(value) || (writtenText(value) ?? "").trim() !== "";
  };
  const showsBook = hasOtherBookNumber(bookNumber, fields);
  const shown = recordType.fields.filter(({ code }) => (code !== book || showsBook) && code !== LINE_NUMBER);
  return shown.filter(({ code, required }) => required || isKeyed(code)).length;
};
