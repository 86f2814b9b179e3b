import {
  columnsOfRegister,
  type FieldValues,
  hasOtherBookNumber,
  isPlaceholder,
  type RecordType,
  writtenText,
} from "@sogoc/registers";

/** No clerk keys it, and no page shows it. */
const LINE_NUMBER = "STT";

/**
 * How many fields of a case somebody checks: those that its book type requires, and all others that
 * hold a value, be it in doubt or in part. An optional field that is keyed as blank, or as
 * illegible altogether, does not count, just as one that was left out, nor one that holds but a
 * zero, dashes or a word for nothing: otherwise keyers could raise the count, and with it the
 * number of tolerated errors. The book's number is not counted, since it cannot be wrong in one
 * case, unless the case holds another number.
 */
export const countFieldsToCheck = (
  recordType: RecordType,
  fields: FieldValues,
  bookNumber: string,
): number => {
  const { book } = columnsOfRegister(recordType);
  const holdsValue = (code: string): boolean => !isPlaceholder(writtenText(fields[code]) ?? "");
  const showsBook = hasOtherBookNumber(bookNumber, fields);
  const shown = recordType.fields.filter(({ code }) => (code !== book || showsBook) && code !== LINE_NUMBER);
  return shown.filter(({ code, required }) => required || holdsValue(code)).length;
};
