import { allPages, everyDocument, type Hands, joinHands, sharesHand } from "@sogoc/core";
import type { FieldValues } from "@sogoc/events";
import {
  type BookCounts,
  type BookRecord,
  type CaseRange,
  closingsOfOthers,
  columnsOfRegister,
  findClosing,
  getRecordType,
  isBookAccepted,
  markPremature,
  type Reconciliation,
  type ReconciliationFinding,
  reconcileBook,
  sameBooksOf,
  scannedOf,
  toBookRecord,
} from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import type { BatchStateName } from "../read-models/batch-state.ts";
import { byNumber, type RecordView } from "../read-models/records.ts";
import type { RegisteredBook } from "../steps/get-book.ts";

interface ReconciledCases extends Reconciliation {
  readonly counts: BookCounts & { readonly voided: number; readonly hasCover: boolean };
  /** Registration number by record id, so that findings can be read. */
  readonly numbers: ReadonlyMap<string, string>;
  /** When the fields of a record changed last, by its id. */
  readonly changed: ReadonlyMap<string, string>;
}

/**
 * The key columns alone: a book's numbers have four digits at most, so that all of them fit in
 * memory.
 */
const keyColumnsOf = ({ recordType, kept }: RecordView): FieldValues => {
  const { page, date, office } = columnsOfRegister(getRecordType(recordType));
  const fields: FieldValues = {};
  for (const code of [page, date, office]) {
    const value = code === undefined ? undefined : kept[code];
    if (code !== undefined && value) fields[code] = value;
  }
  return fields;
};

/** Books of the unit, type and number whose office is written otherwise and is the same. */
const listSameBooks = async ({ books }: Dependencies<"books">, { id, details }: RegisteredBook) => {
  const { unitId, recordType, bookNumber, office } = details;
  const ofNumber = await everyDocument(books, { where: { unitId, recordType, bookNumber } });
  const registered = ofNumber.flatMap(({ id: otherId, book: other }) =>
    other ? [{ id: otherId, bookNumber: other.bookNumber, office: other.office }] : [],
  );
  return sameBooksOf({ id, office }, registered);
};

/** The whole book against its inventory and its scans, as `reconcileBook` sees it. */
const reconcile = async (
  dependencies: Dependencies<"books" | "directory" | "records" | "scans">,
  book: RegisteredBook,
): Promise<ReconciledCases> => {
  const records: BookRecord[] = [];
  const numbers = new Map<string, string>();
  const changed = new Map<string, string>();
  let voided = 0;
  for await (const page of allPages(dependencies.records, {
    where: { bookId: book.id },
    orderBy: byNumber,
  })) {
    for (const row of page) {
      if (row.status === "voided") {
        voided++;
        continue;
      }
      records.push(toBookRecord({ ...row, fields: keyColumnsOf(row) }));
      numbers.set(row.id, row.number);
      changed.set(row.id, row.contentAt);
    }
  }
  const scans = await everyDocument(dependencies.scans, { where: { bookId: book.id } });
  const { files, scannedPages } = scannedOf(scans);
  const { bookNumber, openingYear } = book.details;
  const inventoried = {
    bookNumber,
    openingYear,
    expectedCases: book.expected === null ? undefined : book.expected,
    pages: book.pages === null ? undefined : book.pages,
    sameBooks: await listSameBooks(dependencies, book),
    writtenBy: { ...book.details, units: dependencies.directory.tree().units },
  };
  const { counts, findings, taken } = reconcileBook(inventoried, records, files, scannedPages);
  return {
    counts: { ...counts, voided, hasCover: scans.some(({ kind }) => kind === "cover") },
    findings,
    taken,
    numbers,
    changed,
  };
};

/** A finding with the reason with which a person closed it, and its records by number. */
export type FindingWithClosing = Omit<ReconciliationFinding, "records"> & {
  readonly closed: string | null;
  /** It may settle by itself: its numbers are being keyed, and nobody closes it before. */
  readonly awaits: boolean;
  /** It is open in a book that is accepted: no acceptance has seen it, or it was not due. */
  readonly late?: true | undefined;
  readonly records: readonly { readonly id: string; readonly number: string }[];
};

/** Numbers of a book whose cases are being keyed or mended. */
const rangesUnderWay = async (
  { batches }: Dependencies<"batches">,
  bookId: string,
): Promise<readonly CaseRange[]> => {
  const rows = await everyDocument(batches, { where: { bookId } });
  return rows
    .filter(({ state }) => state !== null && underWay.has(state))
    .map(({ opening }) => ({
      from: opening?.from ?? undefined,
      to: opening?.to ?? undefined,
      secondCases: opening?.secondCases,
    }));
};
const underWay: ReadonlySet<BatchStateName> = new Set([
  ...(["open", "assigned", "second-keying", "arbitration", "returned", "to-mend"] as const),
]);

/** Whoever accepted a batch of the book, and whoever has a hand in that. */
const acceptorsOf = ({ reviews }: RegisteredBook): Hands =>
  joinHands(
    Object.values(reviews).flatMap(({ verdict, decidedHands }) =>
      verdict === "accepted" ? [decidedHands] : [],
    ),
  );

/**
 * A book against its inventory and scans: its counts, every finding, and how many nobody has closed
 * yet.
 */
export const reconcileWithClosings = async (
  dependencies: Dependencies<"batches" | "books" | "directory" | "records" | "scans">,
  book: RegisteredBook,
) => {
  const reconciliation = await reconcile(dependencies, book);
  const { counts, numbers, changed } = reconciliation;
  const ranges = await rangesUnderWay(dependencies, book.id);
  const acceptors = acceptorsOf(book);
  const closingsThatCount = closingsOfOthers(book.details.closed, (by) => sharesHand(by, acceptors));
  const rounds = Object.values(book.reviews);
  const isAccepted = isBookAccepted(rounds, ({ verdict }) => verdict === "accepted", ranges.length);
  const isLate = isAccepted ? (true as const) : undefined;
  const findings = markPremature(reconciliation, ranges).map(
    ({ finding, isPremature }): FindingWithClosing => {
      const closed = findClosing(closingsThatCount, finding, (recordId) => changed.get(recordId));
      return {
        ...finding,
        closed: closed?.reason ?? null,
        awaits: isPremature,
        late: closed === undefined ? isLate : undefined,
        records: finding.records.map((id) => ({ id, number: numbers.get(id) ?? "" })),
      };
    },
  );
  return { counts, findings, open: findings.filter(({ closed }) => closed === null).length };
};
