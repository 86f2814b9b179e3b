import { applyRules, getRecordType, type KeyedValue, toFieldValues, writtenText } from "@sogoc/registers";
import { createGenerator } from "@sogoc/synthetic";

export const BOOK_YEAR = 2006;

/** `01/2006` for the first book. */
export const bookNumberOf = (book: number): string => `${String(book + 1).padStart(2, "0")}/${BOOK_YEAR}`;

/**
 * Births as a clerk would key them into a book of that year, without their number, none of which
 * any rule warns of: a warning would ask for a reason.
 */
export const cleanBirths = (): Record<string, KeyedValue>[] => {
  const type = getRecordType("KS");
  const births: Record<string, KeyedValue>[] = [];
  for (const { bookNumber, paper } of createGenerator(6).generateRows(3_000)) {
    if (!bookNumber.endsWith(`/${BOOK_YEAR}`)) continue;
    const { so: _so, quyenSo: _book, ...values } = paper;
    const keyed: Record<string, KeyedValue> = {};
    for (const [code, value] of Object.entries(values)) {
      const raw = writtenText(value);
      if (raw !== undefined) keyed[code] = { raw };
    }
    const { fields } = toFieldValues(type, { ...keyed, so: { raw: "1" }, quyenSo: { raw: bookNumber } });
    const book = { quyenSo: bookNumber, openingYear: BOOK_YEAR };
    if (applyRules({ recordType: type, fields, book }).every(({ severity }) => severity === "info")) {
      births.push(keyed);
    }
  }
  return births;
};
