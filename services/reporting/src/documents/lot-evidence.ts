import { everyDocument } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { BookView } from "../read-models/book-view.ts";
import type { CheckView } from "../read-models/checks.ts";
import type { LotView } from "../read-models/lots.ts";
import type { RecordView } from "../read-models/records.ts";
import { type EarlierMark, listEarlierMarks } from "./earlier-marks.ts";

/** A case as minutes name it: by its book and number, never by a person's name. */
export interface SampledCase extends Pick<RecordView, "bookNumber" | "number"> {
  readonly recordId: string;
}

export interface LotEvidence {
  /** In the order of the books. */
  readonly sample: readonly SampledCase[];
  readonly checks: readonly CheckView[];
  /** What earlier rounds of its batches marked, and what had become of it. */
  readonly earlier: readonly EarlierMark[];
  /** Books of batches that were not accepted with the lot: something came up after the verdict. */
  readonly keptBack: readonly string[];
  /** Findings of its books that were closed before the verdict, each with the book it is of. */
  readonly closed: readonly ({ readonly bookId: string; readonly bookNumber: string } & NonNullable<
    BookView["book"]
  >["closed"][number])[];
}

/**
 * Everything besides the verdict that a lot's minutes show. Made of events, and of read models that
 * are made of them alone.
 */
export const lotEvidence = async (
  dependencies: Dependencies<"batches" | "books" | "checks" | "records" | "store">,
  lot: LotView,
): Promise<LotEvidence> => {
  const checks: CheckView[] = [];
  for (const { reviewId } of lot.batches) {
    checks.push(...(await everyDocument(dependencies.checks, { where: { reviewId } })));
  }
  const records = await dependencies.records.findMany(lot.sampled);
  const sample = lot.sampled
    .map((recordId) => {
      const row = records.get(recordId);
      return {
        recordId,
        bookNumber: row?.bookNumber ?? "",
        number: row?.number ?? recordId,
        sortNumber: row?.sortNumber ?? 0,
      };
    })
    .sort(
      (a, b) =>
        a.bookNumber.localeCompare(b.bookNumber) ||
        a.sortNumber - b.sortNumber ||
        a.number.localeCompare(b.number),
    )
    .map(({ sortNumber: _, ...one }) => one);
  const books = await dependencies.books.findMany([...new Set(lot.batches.map(({ bookId }) => bookId))]);
  const closed = [...books.values()].flatMap(({ id: bookId, book }) =>
    book
      ? book.closed
          .filter(({ at }) => at <= lot.decidedAt)
          .map((one) => ({ bookId, bookNumber: book.bookNumber, ...one }))
      : [],
  );
  const batches = await dependencies.batches.findMany(lot.batches.map(({ batchId }) => batchId));
  const keptBack = lot.batches
    .filter(({ batchId, reviewId }) => batches.get(batchId)?.reviews[reviewId]?.keptBack)
    .map(({ bookNumber }) => bookNumber);
  return { sample, checks, closed, keptBack, earlier: await listEarlierMarks(dependencies, lot) };
};
