import { read } from "../../api/requests.ts";
import { findDraft, newCaseDraft } from "../../ui/keying/drafts.ts";
import { fromStored, type KeyedFields, nextCase } from "../../ui/keying/keyed-fields.ts";
import { type KnownNumbers, nextFreeNumber, nextSecondCase, numberAfter } from "./next-number.ts";

/** Where a register says which office keeps it; one of them, by its kind. */
const officeColumns = new Set(["noiDangKy", "noiCap"]);

interface OpenedBatch {
  readonly id: string;
  readonly bookId: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly records: number;
  /** Only second cases of these numbers. */
  readonly secondCases?: true | undefined;
}

const findLastCase = async (batchId: string): Promise<KeyedFields | undefined> => {
  const query = { last: true, limit: 1 };
  const { items } = await read("/api/entry/v1/batches/{batchId}/records", { path: { batchId }, query });
  if (!items[0]) return undefined;
  // A list shows identity numbers in part; what ditto copies must be whole.
  const path = { recordId: items[0].id };
  return fromStored((await read("/api/entry/v1/records/{recordId}", { path })).fields);
};

const findOffice = async (bookId: string): Promise<string> =>
  (await read("/api/entry/v1/books/{bookId}", { path: { bookId } })).office;

interface OpeningCase {
  readonly fields: KeyedFields;
  /**
   * The last case of the batch, for ditto; undefined where there is none, or the server is away.
   */
  readonly previous: Promise<KeyedFields | undefined>;
}

/**
 * The first contents of the form: what was being typed on this computer; else the values that
 * follow from the last case of the batch, whoever keyed it, with the next free number; else the
 * first number and the book's office. All of it waits for confirmation.
 */
export const openingCase = async (
  batch: OpenedBatch,
  columns: readonly { readonly code: string }[],
  numbers: Promise<KnownNumbers>,
): Promise<OpeningCase> => {
  const { id, bookId, from = 1, records } = batch;
  const last = records > 0 ? findLastCase(id) : Promise.resolve(undefined);
  const previous = last.catch(() => undefined);
  const draft = await findDraft(newCaseDraft(id));
  // It is there at once; what ditto copies may come later.
  if (draft) return { fields: draft, previous };
  const known = await numbers;
  // Of second cases the first ones of the numbers are there: what is keyed here carries a letter.
  const first = batch.secondCases
    ? nextSecondCase(0, batch, known)
    : nextFreeNumber(String(from + records - 1), batch, known);
  const plain = nextCase({}, first);
  try {
    const before = await last;
    if (before) {
      const number = numberAfter(before["so"]?.text ?? "", batch, known);
      return { fields: nextCase(before, number), previous };
    }
    const column = columns.find(({ code }) => officeColumns.has(code));
    const office = column && {
      [column.code]: { text: await findOffice(bookId), ditto: true, seen: "from-book" as const },
    };
    return { fields: { ...plain, ...office }, previous };
  } catch {
    // The desk opens all the same when the server is away.
    return { fields: plain, previous };
  }
};
