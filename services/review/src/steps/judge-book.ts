import type { Directory } from "@sogoc/access";
import {
  CommandRejected,
  digestOfLines,
  everyDocument,
  type Hands,
  joinHands,
  noHands,
  sharesHand,
} from "@sogoc/core";
import type { LotBookCounts } from "@sogoc/events";
import {
  type BookCounts,
  type Closing,
  closingsOfOthers,
  findClosing,
  isBookAccepted,
  isSecondCase,
  markPremature,
  type ReconciliationFinding,
  reconcileBook,
  sameBooksOf,
  scannedOf,
  toBookRecord,
} from "@sogoc/registers";
import { type CasesNotKeyed, casesNotKeyed } from "../domain/cases-not-keyed.ts";
import type { StatedValue } from "../domain/stated-values.ts";
import type { SeenOfBook } from "../domain/verdict-version.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import { type BookReader, type BookView, type CountedValue, countedValues } from "../read-models/books.ts";
import { byNumber, type RecordReader } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import type { ScanReader, ScanView } from "../read-models/scans.ts";
import { statedBatches, statedValuesOf } from "./stated-values-of-book.ts";

export interface BookReaders {
  readonly books: BookReader;
  readonly records: RecordReader;
  readonly scans: ScanReader;
  readonly keyedBatches: BatchKeyingReader;
  readonly reviews: ReviewReader;
  readonly directory: Pick<Directory, "tree">;
}

/** Books of the same unit, type and number, of whatever office. */
const listOfNumber = (books: BookReader, book: BookView): Promise<readonly BookView[]> => {
  const { unitId, recordType, bookNumber } = book;
  return everyDocument(books, { where: { unitId, recordType, bookNumber } });
};

/** The rounds of the book's batches, and everybody who has a hand in the acceptance of one. */
const getVerdicts = async (reviews: ReviewReader, bookId: string) => {
  const ofBook = await everyDocument(reviews, { where: { bookId } });
  const acceptors = joinHands(
    ofBook.map(({ status, decidedHands = noHands }) => (status === "accepted" ? decidedHands : noHands)),
  );
  return { acceptors, rounds: ofBook };
};

/** Added to a finding that only somebody closed who accepted a batch of the book. */
const closedByAcceptor = {
  vi: "Người đã nghiệm thu lô của sổ này tự ghi lý do nên chưa được tính: một người khác, không nghiệm thu lô nào của sổ, xem và ghi lại.",
  en: "Whoever gave the reason has accepted a batch of this book, so it does not count: somebody else, who has accepted none of it, looks and says so again.",
};

/**
 * Added to a finding of a book that is accepted. It was not there, or was premature, at the
 * acceptance: otherwise the gate would have stopped it.
 */
const cameUpAfter = {
  vi: "Khi sổ được nghiệm thu thì chưa có chỗ này, hoặc chưa đến lúc phải xử lý.",
  en: "When the book was accepted, this was not there, or not due yet.",
};

const inWords = (
  { rule, messageVi, messageEn }: OpenBookFinding,
  added: readonly (typeof cameUpAfter)[],
): OpenBookFinding => ({
  rule,
  messageVi: [messageVi, ...added.map(({ vi }) => vi)].join(" "),
  messageEn: [messageEn, ...added.map(({ en }) => en)].join(" "),
});

/**
 * Counts of the inventory that were changed by somebody who accepted a batch of the book, as open
 * findings: a changed count can remove a finding, just as closing it does.
 */
const recountedByAcceptors = (
  { counted }: Pick<BookView, "counted">,
  acceptors: Hands,
): readonly OpenBookFinding[] =>
  countedValues.flatMap((value) => {
    const hands = counted[value];
    return hands && sharesHand(hands, acceptors) ? [recounted[value]] : [];
  });

const recounted: Readonly<Record<CountedValue, OpenBookFinding>> = {
  expectedCases: {
    rule: "cases-expected-differ",
    messageVi:
      "Số trường hợp của sổ do người đã nghiệm thu lô của sổ này sửa: một người khác, không nghiệm thu lô nào của sổ, đếm và ghi lại.",
    messageEn:
      "How many cases the book has was changed by somebody who accepted a batch of it: somebody else, who has accepted none of it, counts and says so again.",
  },
  pages: {
    rule: "pages-differ",
    messageVi:
      "Số trang của sổ do người đã nghiệm thu lô của sổ này sửa: một người khác, không nghiệm thu lô nào của sổ, đếm và ghi lại.",
    messageEn:
      "How many pages the book has was changed by somebody who accepted a batch of it: somebody else, who has accepted none of it, counts and says so again.",
  },
};

/**
 * A number that changes with the book's details, its cover and the scan of the whole book, and
 * whenever a finding that is due comes, goes or is closed. Premature findings and scans of single
 * cases are left out: they would change it with every case that is scanned or keyed.
 */
const digestOfBook = (
  { office, pages, expectedCases, note }: BookView,
  scans: readonly ScanView[],
  due: readonly FindingWithClosing[],
  bookFindings: readonly OpenBookFinding[],
): number => {
  const details = JSON.stringify([office, pages, expectedCases, note]);
  const ofWholeBook = scans
    .filter(({ kind }) => kind !== "case")
    .map(({ sha256, version }) => JSON.stringify([sha256, version]))
    .sort();
  const findings = due.map(({ finding: { rule, subject }, closing }) =>
    JSON.stringify([rule, subject, closing?.reason, closing?.by]),
  );
  const open = bookFindings.map(({ rule, messageVi }) => JSON.stringify([rule, messageVi]));
  return Number.parseInt(digestOfLines([details, ...ofWholeBook, ...findings, ...open]).slice(0, 8), 16);
};

interface JudgedBook {
  /** What a verdict on the book's cases must have seen of it. */
  readonly seen: SeenOfBook;
  readonly counts: LotBookCounts & Pick<BookCounts, "ownNumbers">;
  /** Everybody who closed a finding that persists: an acceptance rests on their statements. */
  readonly closers: Hands;
  /** It also rests on what findings come of, or not, beside the cases. */
  readonly statedValues: readonly StatedValue[];
  /** Cases of the inventory that are not keyed yet, by where they belong. */
  readonly outstanding: CasesNotKeyed | undefined;
  /** The open findings, in words. */
  readonly bookFindings: readonly OpenBookFinding[];
  /** Findings that persist and were closed, with the reason. */
  readonly closedFindings: readonly ClosedBookFinding[];
  /** The cases that all these are about: the words of a finding quote them. */
  readonly quoted: readonly string[];
}

interface FindingWithClosing {
  readonly finding: ReconciliationFinding;
  readonly closing: Closing | undefined;
}

interface OpenBookFinding {
  readonly rule: string;
  readonly messageVi: string;
  readonly messageEn: string;
}

interface ClosedBookFinding extends OpenBookFinding {
  readonly reason: string;
  /** Account of whoever closed it, where that is known. */
  readonly by: string | undefined;
}

interface BookJudging {
  /** Whether premature findings count as well. */
  readonly includePremature?: boolean | undefined;
}

/**
 * The five counts of a book, and its open findings: those that are due and that nobody closed with
 * a reason. Premature findings, which may settle while the rest of the book is keyed, count only
 * with `includePremature`, when the book is judged as it is to go out. A closing does not count if
 * it was made only by somebody who accepted a batch of the book. Throws `read-model-behind` where
 * this service has not heard of the book.
 */
export const judgeBook = async (
  { books, records: recordModel, scans: scanModel, keyedBatches, reviews, directory }: BookReaders,
  bookId: string,
  { includePremature = false }: BookJudging = {},
): Promise<JudgedBook> => {
  const book = await books.find(bookId);
  if (!book) throw new CommandRejected("read-model-behind");
  const [ofNumber, records, scans, underWay, { acceptors, rounds }] = await Promise.all([
    listOfNumber(books, book),
    everyDocument(recordModel, {
      where: { bookId, status: "entered" },
      orderBy: byNumber,
    }),
    everyDocument(scanModel, { where: { bookId } }),
    everyDocument(keyedBatches, { where: { bookId, underWay: 1 } }),
    getVerdicts(reviews, bookId),
  ]);
  const rows = records.map(toBookRecord);
  const { files, scannedPages } = scannedOf(scans);
  const scansVersion = scans.reduce((most, { version }) => Math.max(most, version), 0);
  const sameBooks = sameBooksOf(book, ofNumber);
  const writtenBy = { ...book, units: directory.tree().units };
  const reconciliation = reconcileBook({ ...book, sameBooks, writtenBy }, rows, files, scannedPages);
  const { counts } = reconciliation;
  const changed = new Map(records.map(({ id, contentAt }) => [id, contentAt]));
  const ranges = includePremature
    ? []
    : underWay.flatMap(({ opened, takenBy }) => (opened ? [{ ...opened, takenBy }] : []));
  const closingsThatCount = closingsOfOthers(book.closed, (by) => sharesHand(by, acceptors));
  const contentAt = (recordId: string) => changed.get(recordId);
  const reconciled = markPremature(reconciliation, ranges);
  const judged = reconciled.map(({ finding, isPremature }) => ({
    finding,
    isPremature,
    closing: findClosing(closingsThatCount, finding, contentAt),
    isClosedByAcceptor: findClosing(book.closed, finding, contentAt) !== undefined,
  }));
  const due = judged.filter(({ isPremature }) => !isPremature);
  const open = due.filter(({ closing }) => closing === undefined);
  const isAccepted = isBookAccepted(rounds, ({ status }) => status === "accepted", underWay.length);
  const bookFindings = [
    ...open.map(({ finding, isClosedByAcceptor }) =>
      inWords(finding, [
        ...(isAccepted ? [cameUpAfter] : []),
        ...(isClosedByAcceptor ? [closedByAcceptor] : []),
      ]),
    ),
    ...recountedByAcceptors(book, acceptors),
  ];
  const told = [...open, ...judged.filter(({ closing }) => closing !== undefined)];
  const closers = judged.flatMap(({ closing: { by, setters = [], openers } = {} }) =>
    by === undefined ? [] : [{ accounts: [by], setters, openers }],
  );
  return {
    counts: { bookId, ...counts, openFindings: bookFindings.length, office: book.office, scansVersion },
    closers: joinHands(closers),
    statedValues: [...statedValuesOf(book, ofNumber, scans), ...statedBatches(book, reconciled)],
    bookFindings,
    closedFindings: judged.flatMap(({ finding: { rule, messageVi, messageEn }, closing }) =>
      closing ? [{ rule, messageVi, messageEn, reason: closing.reason, by: closing.by }] : [],
    ),
    quoted: [...new Set(told.flatMap(({ finding }) => finding.records))],
    outstanding: casesNotKeyed(
      counts.expected,
      records.flatMap(({ number, sortNumber }) => (isSecondCase(number) ? [] : [sortNumber])),
      underWay.flatMap((batch) => batch.opened ?? []),
    ),
    seen: { digest: digestOfBook(book, scans, due, bookFindings) },
  };
};
