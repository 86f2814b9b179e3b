import { everyDocument, type ReaderOf } from "@sogoc/core";
import {
  countHanded,
  countSupplement,
  type HandedCounts,
  isCoverOutdated,
  type SentPackage,
  type SupplementCounts,
  type SupplementRecord,
  supplementOf,
} from "@sogoc/registers";
import type { FindSent } from "../exports/sent-packages.ts";
import type { batches as batchModel } from "../read-models/batches.ts";
import type { BookView } from "../read-models/book-view.ts";
import type { books as bookModel } from "../read-models/books.ts";
import type { HandoverView } from "../read-models/handovers.ts";
import type { records as recordModel } from "../read-models/records.ts";
import type { scans as scanModel } from "../read-models/scans.ts";

interface Supplement {
  /** What the packages that went out hold. */
  readonly sent: readonly SentPackage[];
  readonly records: readonly SupplementRecord[];
  /** Records of the package that waits for its answer. */
  readonly awaited: ReadonlySet<string>;
  /** The cover of the book is another one than that of its packages. */
  readonly coverChanged: boolean;
}

/** What of a book its packages do not hold as it is now. */
export interface Supplements {
  /** Undefined where a package cannot be read any more. */
  readonly find: (
    ledger: Pick<HandoverView, "id" | "packages" | "outstanding">,
  ) => Promise<Supplement | undefined>;
  /**
   * The supplement as counts; null where it cannot be known. It is looked for only where there may
   * be one: more is accepted than was handed over, a request has changed an accepted record, a note
   * was written, or a scan or the office was replaced.
   */
  readonly count: (
    ledger: HandoverView,
    book: Pick<BookView, "accepted" | "correctedByRequest" | "annotated" | "book">,
  ) => Promise<SupplementCounts | null>;
}

/** How many records of a book the packages have held. */
const sumHanded = ({ packages }: Pick<HandoverView, "packages">): number =>
  packages.reduce((sum, { supplement }) => sum + (supplement?.additions ?? 0), packages[0]?.records ?? 0);

const none: SupplementCounts = { additions: 0, changes: 0, withCover: 0 };

interface SupplementReaders {
  readonly batches: ReaderOf<typeof batchModel>;
  readonly books: ReaderOf<typeof bookModel>;
  readonly records: ReaderOf<typeof recordModel>;
  readonly scans: ReaderOf<typeof scanModel>;
}

export const createSupplements = (
  { batches, books, records, scans }: SupplementReaders,
  findSent: FindSent,
): Supplements => {
  const find: Supplements["find"] = async ({ id: bookId, packages, outstanding }) => {
    const office = (await books.find(bookId))?.book?.office;
    if (office === undefined) return undefined;
    const sent: SentPackage[] = [];
    for (const { manifestSha256 } of packages) {
      const found = await findSent(manifestSha256);
      if (!found) return undefined;
      sent.push(found);
    }
    const inBook = await everyDocument(records, { where: { bookId, status: "entered" } });
    const known = await batches.findMany([...new Set(inBook.map(({ batchId }) => batchId))]);
    const accepted = inBook.filter(({ batchId }) => known.get(batchId)?.state === "accepted");
    const shown = { office, scans: await everyDocument(scans, { where: { bookId } }) };
    const open = packages.at(-1)?.answer === null ? (sent.at(-1)?.records ?? []) : [];
    return {
      sent,
      records: supplementOf(accepted, shown, sent, new Set(outstanding)),
      awaited: new Set(open.map(({ recordId }) => recordId)),
      coverChanged: isCoverOutdated(shown, sent),
    };
  };
  return {
    find,
    count: async (ledger, { accepted, correctedByRequest, annotated, book }) => {
      const isShownAsSent = (book?.shownSince ?? "") <= (ledger.packages[0]?.at ?? "");
      const isWrittenAsSent = correctedByRequest + annotated === 0;
      if (accepted <= sumHanded(ledger) && isWrittenAsSent && isShownAsSent) return none;
      const found = await find(ledger);
      return found ? countSupplement(found.records, found.awaited) : null;
    },
  };
};

/** What became of the records of a book that were handed over. */
export interface HandedFigures extends HandedCounts {
  /** Refused, or not named by an answer. */
  readonly outstanding: number;
}

export const handedFiguresOf = (
  { packages, outstanding }: Pick<HandoverView, "packages" | "outstanding">,
  since?: Pick<SupplementCounts, "additions" | "changes">,
): HandedFigures => {
  const answered = packages.filter(({ answer }) => answer !== null).length;
  return {
    ...countHanded(packages, answered, outstanding.length, since),
    outstanding: outstanding.length,
  };
};
