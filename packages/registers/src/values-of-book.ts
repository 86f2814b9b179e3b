import { formatBookNumber, parseBookNumber } from "./book-number.ts";
import { type FieldValue, isWritten } from "./field-value.ts";

/** Fields that the book answers: no page asks for them, and nobody says them freely. */
export const BOOK_FIELD = "quyenSo";
export const LINE_FIELD = "STT";

/** Whether a value names this book, however it is written: `1/2008` is `01/2008`. */
export const isOfBook = (bookNumber: string, value: FieldValue | undefined): boolean => {
  if (value === undefined || !isWritten(value) || value.doubtful) return false;
  const parsed = parseBookNumber(value.value ?? value.raw);
  return parsed !== undefined && formatBookNumber(parsed) === bookNumber;
};

/**
 * Whether a case holds another number than its book's, as some from before that was refused do: the
 * one field that the book answers in which something can be wrong.
 */
export const hasOtherBookNumber = (
  bookNumber: string,
  fields: Readonly<Record<string, FieldValue | undefined>>,
): boolean => fields[BOOK_FIELD] !== undefined && !isOfBook(bookNumber, fields[BOOK_FIELD]);

/** Whether a value may stand for the line of a sheet: a number, or none. */
export const isLineNumber = (value: FieldValue | undefined): boolean =>
  value === undefined ||
  "blank" in value ||
  (isWritten(value) && !value.doubtful && /^\d{1,10}$/u.test(value.raw.trim()));

/** Whether a change puts the book's own number where another stood: the only one that it takes. */
export const mendsBookNumber = (
  {
    field,
    before,
    after,
  }: {
    readonly field: string;
    readonly before?: FieldValue | undefined;
    readonly after?: FieldValue | undefined;
  },
  bookNumber: string,
): boolean => field === BOOK_FIELD && !isOfBook(bookNumber, before) && isOfBook(bookNumber, after);

/** What of these values is not the book's to have, in words, as problems of a refusal. */
export const problemsWithBook = (
  bookNumber: string,
  fields: Readonly<Record<string, FieldValue | undefined>>,
): { readonly pointer: string; readonly detail: string; readonly detailEn: string }[] => {
  const book = fields[BOOK_FIELD];
  return [
    ...(book === undefined || isOfBook(bookNumber, book)
      ? []
      : [
          {
            pointer: `/fields/${BOOK_FIELD}`,
            detail: `Quyển số là của sổ: ${bookNumber}. Trường hợp của quyển khác thì nhập ở quyển đó.`,
            detailEn: `The book's number is its own: ${bookNumber}. A case of another book is keyed there.`,
          },
        ]),
    ...(isLineNumber(fields[LINE_FIELD])
      ? []
      : [
          {
            pointer: `/fields/${LINE_FIELD}`,
            detail: "Số thứ tự (STT) chỉ là số.",
            detailEn: "The line number (STT) is a number only.",
          },
        ]),
  ];
};
