import { CommandRejected } from "@sogoc/core";
import {
  coversCase,
  type Finding,
  findField,
  finding,
  foldForSearch,
  getRecordType,
  normalisedText,
} from "@sogoc/registers";
import { type BatchState, requireKeyer } from "../domain/batch.ts";
import { caseNumberFinding, parseCaseNumber } from "../domain/case-number.ts";
import { rawText } from "../domain/field-values.ts";
import { importBatchId, recordIdOf } from "../domain/identity.ts";
import { isEntryCode, rowTexts } from "../problems.ts";
import type { BookWithBatches } from "./book-lookup.ts";
import type { ImportRow } from "./import-row.ts";
import type { RowTarget } from "./judged-row.ts";
import { type RowProblem, rowError } from "./row-problem.ts";

/** For whom, and when, rows are located. */
export interface ImportContext {
  readonly recordType: string;
  readonly accountId: string;
  /** A book without any batch is not an obstacle: it gets one when the import is confirmed. */
  readonly mayOpenBatches: boolean;
  /**
   * While it is written: a batch that this import began to open before it was cut off is opened to
   * its end.
   */
  readonly importId?: string | undefined;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Where a row belongs, or why it is refused, with its book and batch as far as they are known. */
export type Located =
  | { readonly target: RowTarget }
  | {
      readonly problem: RowProblem;
      readonly bookId?: string | undefined;
      readonly batchId?: string | undefined;
    };

/**
 * Numbers are allotted first, then the batch is opened and assigned to somebody: a kill may come
 * between any two.
 */
const isHalfOpened = ({ status, firstMakers }: BatchState): boolean =>
  status === "none" || (status === "open" && firstMakers.length === 0);

const refuse = (
  row: ImportRow,
  field: string,
  { rule, messageVi, messageEn }: Pick<RowProblem, "rule" | "messageVi" | "messageEn">,
): { readonly problem: RowProblem } => ({
  problem: rowError(row, field, { rule, messageVi, messageEn, value: rawText(row.fields[field]) }),
});

/** Books of merged communes share numbers; then the office that the row names decides. */
const chooseBook = (
  row: ImportRow,
  officeField: string,
  candidates: readonly BookWithBatches[],
): BookWithBatches | undefined => {
  const [only, ...others] = candidates;
  if (others.length === 0) return only;
  const named = foldForSearch(normalisedText(row.fields[officeField]) ?? "");
  if (named === "") return undefined;
  const officeOf = ({ book }: BookWithBatches) => foldForSearch(book.registered?.office ?? "");
  const equal = candidates.filter((candidate) => officeOf(candidate) === named);
  const alike = candidates.filter(
    (candidate) => officeOf(candidate).includes(named) || named.includes(officeOf(candidate)),
  );
  const [chosen, ...rivals] = equal.length > 0 ? equal : alike;
  return rivals.length === 0 ? chosen : undefined;
};

/** The batch of a number, if this person may key in it now. */
const locateInBook = (
  row: ImportRow,
  { bookId, book, batches }: BookWithBatches,
  target: RowTarget,
  { accountId, mayOpenBatches, importId, now }: ImportContext,
): Located => {
  const { plainNumber, number } = target;
  const isWithdrawn = (batchId: string) => batches.get(batchId)?.status === "withdrawn";
  const batchIdOfImport = importId === undefined ? undefined : importBatchId(importId, bookId);
  if (batchIdOfImport !== undefined && isWithdrawn(batchIdOfImport)) {
    return { ...refuse(row, "so", rowTexts("batch-withdrawn")), bookId, batchId: batchIdOfImport };
  }
  const allotments = book.allotments.filter(({ batchId }) => !isWithdrawn(batchId));
  const allotment = allotments.findLast((one) => coversCase(one, plainNumber, number));
  const batch = allotment && batches.get(allotment.batchId);
  if (!allotment || !batch) {
    if (mayOpenBatches && allotments.length === 0) return { target };
    const refused = refuse(row, "so", {
      rule: "no-batch",
      messageVi: "Số này của sổ chưa thuộc lô nào.",
      messageEn: "This number of the book is in no batch.",
    });
    return { ...refused, bookId };
  }
  if (allotment.batchId === batchIdOfImport && isHalfOpened(batch)) return { target };
  try {
    requireKeyer(batch, accountId, now);
  } catch (error) {
    if (!(error instanceof CommandRejected) || !isEntryCode(error.code)) throw error;
    return { ...refuse(row, "so", rowTexts(error.code)), bookId, batchId: allotment.batchId };
  }
  return { target: { ...target, batchId: allotment.batchId } };
};

const bookNumberFinding = (recordType: string): Finding => {
  const field = findField(getRecordType(recordType), "quyenSo") ?? "quyenSo";
  return finding("book-number-invalid", { fields: [field] });
};

/** Where a row belongs, among the books of its number. */
export const locateRow = (
  row: ImportRow,
  candidates: readonly BookWithBatches[],
  importing: ImportContext,
): Located => {
  const { recordType } = importing;
  const { officeField } = getRecordType(recordType);
  const book = `${recordType} ${row.bookNumber}`;
  if (row.bookNumber === "") {
    return refuse(row, "quyenSo", bookNumberFinding(recordType));
  }
  if (candidates.length === 0) {
    return refuse(row, "quyenSo", {
      rule: "book-unknown",
      messageVi: `Sổ ${book} chưa được đăng ký ở đơn vị này.`,
      messageEn: `Book ${book} is not registered in this unit.`,
    });
  }
  const candidate = chooseBook(row, officeField, candidates);
  if (!candidate?.book.registered) {
    return refuse(row, officeField, {
      rule: "book-ambiguous",
      messageVi: `Có ${candidates.length} sổ ${book}; nơi đăng ký của dòng chưa cho biết là sổ nào.`,
      messageEn: `Books ${book} there are: ${candidates.length}; the row's office does not say which.`,
    });
  }
  const { bookId } = candidate;
  const { openingYear, bookNumber } = candidate.book.registered;
  const found = parseCaseNumber(row.so, openingYear);
  if (!found) return refuse(row, "so", caseNumberFinding(recordType));
  const { number, plainNumber } = found;
  const recordId = recordIdOf(bookId, number);
  const target = { recordId, bookId, bookNumber, openingYear, number, plainNumber };
  return locateInBook(row, candidate, target, importing);
};
