import {
  columnsOfRegister,
  type FieldValues,
  hasOtherBookNumber,
  isBlank,
  isIllegible,
  type RecordType,
  saysNothing,
  writtenText,
} from "@sogoc/registers";

/** No clerk keys it, and no page shows it. */
const LINE_NUMBER = "STT";

/**
 * How many fields of a case somebody checks: those that its book type requires, and all others in
 * which something is keyed, in doubt or illegible. An optional field that is keyed as blank does
 * not count, just as one that was left out, nor one that holds but a zero or dashes: otherwise
 * keyers could raise the count, and with it the number of tolerated errors. The book's number is
 * not counted, since it cannot be wrong in one case, unless the case holds another number.
 */
export const countFieldsToCheck = (
  recordType: RecordType,
  fields: FieldValues,
  bookNumber: string,
): number => {
  const { book } = columnsOfRegister(recordType);
  const isKeyed = (code: string): boolean => {
    const value = fields[code];
    if (value === undefined || isBlank(value)) return false;
    return isIllegible(value) || !saysNothing(writtenText(value) ?? "");
  };
  const showsBook = hasOtherBookNumber(bookNumber, fields);
  const shown = recordType.fields.filter(({ code }) => (code !== book || showsBook) && code !== LINE_NUMBER);
  return shown.filter(({ code, required }) => required || isKeyed(code)).length;
};
