import { CommandRejected, createTurns, uuidFrom } from "@sogoc/core";
import type { FieldValues } from "@sogoc/events";
import { type Finding, foldForSearch, getRecordType, normalisedText } from "@sogoc/registers";
import { type BatchState, batchDecider, requireKeyer } from "../domain/batch.ts";
import { type BookState, bookDecider } from "../domain/book.ts";
import { findCaseNumber } from "../domain/case-number.ts";
import { recordIdOf } from "../domain/identity.ts";
import { findingsFor } from "../domain/judgement.ts";
import type { EntryParts } from "../entry-parts.ts";
import type { RecordView } from "../read-models/records.ts";
import type { ReadRow, RowProblem } from "./import-row.ts";

export interface RowJudgeOptions {
  readonly unitId: string;
  readonly recordType: string;
  readonly accountId: string;
  /** A book without any batch is not an obstacle: it gets one when the import is confirmed. */
  readonly openBatches: boolean;
  /**
   * While it is written: a batch that this import began to open before it was cut off is opened to
   * its end.
   */
  readonly importId?: string | undefined;
}

/** The batch that an import opens for a book: the same one however often it is begun. */
export const importBatchId = (importId: string, bookId: string): string =>
  uuidFrom("import-batch", importId, bookId);

/**
 * Numbers are allotted first, then the batch is opened and given to somebody: a kill may come
 * between any two.
 */
const isHalfOpened = ({ status, firstKeyers }: BatchState): boolean =>
  status === "none" || (status === "open" && firstKeyers.length === 0);

export interface RowTarget {
  readonly recordId: string;
  readonly bookId: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  /** Undefined while the batch is still to be opened. */
  readonly batchId?: string | undefined;
  readonly number: string;
  readonly plainNumber: number;
}

export interface JudgedRow extends ReadRow {
  readonly status: "good" | "refused" | "unchanged";
  readonly problems: readonly RowProblem[];
  readonly target?: RowTarget | undefined;
}

interface BookPlace {
  readonly bookId: string;
  readonly book: BookState;
  readonly batches: Map<string, BatchState>;
}

/** Both come from JSON of one schema, whose keys stand in one order inside a value. */
const sameFields = (a: FieldValues, b: FieldValues): boolean => {
  const codes = Object.keys(a);
  return (
    codes.length === Object.keys(b).length &&
    codes.every((code) => JSON.stringify(a[code]) === JSON.stringify(b[code]))
  );
};

const batchFaults: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  "batch-already-submitted": ["Lô của số này đã nộp.", "The batch of this number was submitted."],
  "batch-locked": ["Lô của số này đã nghiệm thu.", "The batch of this number was accepted."],
  "batch-not-assigned": [
    "Lô của số này chưa giao cho ai.",
    "The batch of this number is assigned to nobody.",
  ],
  "batch-assigned-to-another": [
    "Lô của số này đã giao cho người khác.",
    "The batch is assigned to someone else.",
  ],
  "batch-lease-expired": ["Thời hạn giao lô đã hết.", "The assignment has run out."],
};

/**
 * Judges rows chunk by chunk; remembers books, batches and which cases the file has named already.
 */
export const createRowJudge = (parts: EntryParts, options: RowJudgeOptions) => {
  const { commands } = parts.runtime;
  const { unitId, recordType, accountId, openBatches, importId } = options;
  const now = parts.ports.clock.now().toISOString();
  const places = new Map<string, Promise<readonly BookPlace[]>>();
  const { officeField } = getRecordType(recordType);
  const seen = new Map<string, number>();
  const turn = createTurns();

  const findPlaces = async (bookNumber: string): Promise<readonly BookPlace[]> => {
    const known = await parts.books.query({ where: { unitId, recordType, bookNumber }, limit: 50 });
    const found: BookPlace[] = [];
    for (const { id: bookId } of known.items) {
      const { state: book } = await commands.load(bookDecider, bookId);
      const batches = new Map<string, BatchState>();
      for (const { batchId } of book.allotments) {
        batches.set(batchId, (await commands.load(batchDecider, batchId)).state);
      }
      found.push({ bookId, book, batches });
    }
    return found;
  };

  const placesOf = (bookNumber: string): Promise<readonly BookPlace[]> => {
    const known = places.get(bookNumber) ?? findPlaces(bookNumber);
    places.set(bookNumber, known);
    return known;
  };

  /** Books of merged communes share numbers; then the office that the row names decides. */
  const choosePlace = (row: ReadRow, candidates: readonly BookPlace[]): BookPlace | undefined => {
    const [only, ...others] = candidates;
    if (others.length === 0) return only;
    const named = foldForSearch(normalisedText(row.fields[officeField]) ?? "");
    if (named === "") return undefined;
    const officeOf = ({ book }: BookPlace) => foldForSearch(book.registered?.office ?? "");
    const equal = candidates.filter((place) => officeOf(place) === named);
    const alike = candidates.filter(
      (place) => officeOf(place).includes(named) || named.includes(officeOf(place)),
    );
    const [chosen, ...rivals] = equal.length > 0 ? equal : alike;
    return rivals.length === 0 ? chosen : undefined;
  };

  const locate = async (row: ReadRow, problems: RowProblem[]): Promise<RowTarget | undefined> => {
    const refuse = (field: string, rule: string, messageVi: string, messageEn: string) => {
      const value = row.fields[field];
      const text = value && "raw" in value ? (value.raw ?? "") : "";
      const { sheet, row: line } = row;
      problems.push({ sheet, row: line, field, value: text, rule, severity: "error", messageVi, messageEn });
      return undefined;
    };
    if (row.bookNumber === "") {
      return refuse(
        "quyenSo",
        "book-number-invalid",
        "Quyển số phải có dạng NN/YYYY.",
        "The book number must be NN/YYYY.",
      );
    }
    const candidates = await placesOf(row.bookNumber);
    if (candidates.length === 0) {
      return refuse(
        "quyenSo",
        "book-unknown",
        `Sổ ${recordType} ${row.bookNumber} chưa được đăng ký ở đơn vị này.`,
        `Book ${recordType} ${row.bookNumber} is not registered in this unit.`,
      );
    }
    const place = choosePlace(row, candidates);
    if (!place?.book.registered) {
      return refuse(
        officeField,
        "book-ambiguous",
        `Có ${candidates.length} sổ ${recordType} ${row.bookNumber}; nơi đăng ký của dòng không khớp sổ nào.`,
        `There are ${candidates.length} books ${recordType} ${row.bookNumber}; the row's office fits none of them.`,
      );
    }
    const { bookId, book, batches } = place;
    const { openingYear, bookNumber } = place.book.registered;
    const number = findCaseNumber(row.so, openingYear);
    if (!number) {
      return refuse(
        "so",
        "registration-number-invalid",
        "Số đăng ký phải là chữ số.",
        "The registration number must be digits.",
      );
    }
    const target = {
      recordId: recordIdOf(bookId, number.text),
      bookId,
      bookNumber,
      openingYear,
      number: number.text,
      plainNumber: number.plain,
    };
    const allotment = book.allotments.find(({ from, to }) => from <= number.plain && number.plain <= to);
    const batch = allotment && batches.get(allotment.batchId);
    if (!allotment || !batch) {
      if (openBatches && book.allotments.length === 0) return target;
      return refuse(
        "so",
        "no-batch",
        "Số này của sổ chưa thuộc lô nào.",
        "This number of the book is in no batch.",
      );
    }
    const isOwn = importId !== undefined && allotment.batchId === importBatchId(importId, bookId);
    if (isOwn && isHalfOpened(batch)) return target;
    try {
      requireKeyer(batch, accountId, now);
    } catch (error) {
      const code = error instanceof CommandRejected ? error.code : "";
      const [vi, en] = batchFaults[code] ?? ["Lô không mở để nhập.", "The batch is not open."];
      return refuse("so", code, vi, en);
    }
    return { ...target, batchId: allotment.batchId };
  };

  const problemsOf = (row: ReadRow, findings: readonly Finding[]): RowProblem[] =>
    findings.flatMap((finding) => {
      if (finding.severity === "info") return [];
      const field = finding.fields[0] ?? "";
      const value = row.fields[field];
      const text = value && "raw" in value ? (value.raw ?? "") : "";
      const { rule, severity, messageVi, messageEn } = finding;
      return [{ sheet: row.sheet, row: row.row, field, value: text, rule, severity, messageVi, messageEn }];
    });

  const judge = (
    row: ReadRow,
    problems: RowProblem[],
    target: RowTarget | undefined,
    existing: RecordView | undefined,
  ): JudgedRow => {
    const { sheet, row: line } = row;
    const refused: JudgedRow = { ...row, problems, status: "refused" };
    if (!target) return refused;
    const add = (rule: string, messageVi: string, messageEn: string) =>
      problems.push({
        sheet,
        row: line,
        field: "so",
        value: target.number,
        rule,
        severity: "error" as const,
        messageVi,
        messageEn,
      });
    const earlier = seen.get(target.recordId);
    if (earlier !== undefined) {
      add(
        "duplicate-in-file",
        `Số này đã có ở dòng ${earlier} của tệp.`,
        `Row ${earlier} of the file has this number too.`,
      );
      return refused;
    }
    seen.set(target.recordId, line);
    if (existing?.status === "entered") {
      if (sameFields(existing.fields, row.fields)) return { ...row, problems, status: "unchanged", target };
      add(
        "record-exists",
        "Số này đã được nhập với nội dung khác.",
        "This number was entered with other content.",
      );
      return refused;
    }
    const findings = row.findings ?? findingsFor(recordType, row.fields, target);
    problems.push(...problemsOf(row, findings));
    const status = problems.some(({ severity }) => severity === "error") ? "refused" : "good";
    return { ...row, problems, status, target, findings };
  };

  return async (rows: readonly ReadRow[]): Promise<readonly JudgedRow[]> => {
    const located: { row: ReadRow; problems: RowProblem[]; target: RowTarget | undefined }[] = [];
    for (const row of rows) {
      await turn();
      const problems = [...row.cellProblems];
      located.push({ row, problems, target: await locate(row, problems) });
    }
    const ids = located.flatMap(({ target }) => (target ? [target.recordId] : []));
    const existing = await parts.records.findMany(ids);
    const judged: JudgedRow[] = [];
    for (const { row, problems, target } of located) {
      await turn();
      const known = target && existing.get(target.recordId);
      judged.push(judge(row, problems, target, known?.status === "unheard" ? undefined : known));
    }
    return judged;
  };
};
