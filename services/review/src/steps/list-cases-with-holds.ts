import { everyDocument, noHands } from "@sogoc/core";
import { placesKnownBy } from "@sogoc/registers";
import type { CaseWithHolds, Hold } from "../domain/holds.ts";
import { type EarlierMark, isNotMended, marksAfterRound } from "../domain/mark-state.ts";
import { countUnanswered } from "../domain/rule-findings.ts";
import type { CaseAcceptance } from "../domain/supplement-hands.ts";
import type { BookReader } from "../read-models/books.ts";
import type { CorrectionReader } from "../read-models/corrections.ts";
import { byNumber, type RecordView } from "../read-models/records.ts";
import type { ReviewReader, ReviewView } from "../read-models/reviews.ts";
import type { RuleReaders } from "./count-unanswered-findings.ts";
import { listRoundsOfBook } from "./get-earlier-rounds.ts";

export interface HoldReaders extends RuleReaders {
  readonly books: BookReader;
  readonly corrections: CorrectionReader;
  readonly reviews: ReviewReader;
}

/** A case of a book that was not voided. */
export interface BookCase extends CaseWithHolds {
  readonly writtenRevision: number;
  /** Notes beside it by a decision. */
  readonly notes: RecordView["notes"];
  /** Undefined as long as nobody has accepted its batch. */
  readonly acceptance: CaseAcceptance | undefined;
}

const underWay = { requested: "correction-waits", approved: "correction-under-way" } as const;

/** The holds of records for which a correction was asked for, by record. */
const listRequests = async (
  corrections: CorrectionReader,
  records: readonly RecordView[],
): Promise<ReadonlyMap<string, readonly Hold[]>> => {
  const unitIds = [...new Set(records.map(({ unitId }) => unitId))];
  const status = { in: Object.keys(underWay) };
  const open = await everyDocument(corrections, { where: { unitId: { in: unitIds }, status } });
  const byRecord = Map.groupBy(open, ({ recordId }) => recordId);
  const holdsOf = (requests: typeof open) =>
    requests.flatMap((request) =>
      request.status === "requested" || request.status === "approved" ? [underWay[request.status]] : [],
    );
  return new Map([...byRecord].map(([recordId, requests]) => [recordId, holdsOf(requests)]));
};

/** The last round of each batch of a book, and every mark that rounds left on a record. */
const roundsOf = (reviews: readonly ReviewView[]) => {
  const byRound = reviews.toSorted((one, other) => one.round - other.round);
  const last = new Map(byRound.map((review) => [review.batchId, review]));
  // A voided case can be keyed again in another batch.
  const marksOn = (recordId: string) =>
    reviews.reduce<readonly EarlierMark[]>((marks, { checks }) => {
      const check = checks[recordId];
      return check ? marksAfterRound(marks, check) : marks;
    }, []);
  return { last, marksOn };
};

/** The acceptance of a batch by its last round. */
const acceptanceIn = (round: ReviewView | undefined): CaseAcceptance | undefined => {
  if (round?.status !== "accepted") return undefined;
  const { bookCounts, decidedHands = noHands } = round;
  return { scansSeen: bookCounts?.scansVersion, by: decidedHands };
};

/**
 * The cases of a book that were not voided, each with the reasons for which it is held back, if
 * any.
 */
export const listCasesWithHolds = async (
  { books, records: model, reviews, corrections, directory }: HoldReaders,
  bookId: string,
): Promise<readonly BookCase[]> => {
  const records = await everyDocument(model, {
    where: { bookId, status: "entered" },
    orderBy: byNumber,
  });
  const { last, marksOn } = roundsOf(await listRoundsOfBook(reviews, bookId));
  const requests = await listRequests(corrections, records);
  const waiting = (await books.find(bookId))?.waiting ?? [];
  const toExchange = new Set(waiting.flatMap(({ what, number }) => (what === "case" ? [number] : [])));
  const places = placesKnownBy(directory.tree().units);
  const standsAsMarked = (record: RecordView): boolean =>
    marksOn(record.id).some((mark) => isNotMended(mark, record));
  return records.map((record) => {
    const status = last.get(record.batchId)?.status;
    const batch = status === "returned" ? "returned" : "not-accepted";
    const asked = requests.get(record.id) ?? [];
    const why: readonly (readonly [boolean, Hold])[] = [
      [status !== "accepted", batch],
      [asked.includes("correction-waits"), "correction-waits"],
      [asked.includes("correction-under-way"), "correction-under-way"],
      [toExchange.has(record.number), "exchange-waits"],
      [standsAsMarked(record), "mark-not-mended"],
      [countUnanswered([record], places) > 0, "finding-open"],
    ];
    const { id: recordId, number, writtenRevision, notes } = record;
    return {
      recordId,
      number,
      writtenRevision,
      notes,
      acceptance: acceptanceIn(last.get(record.batchId)),
      why: why.flatMap(([stands, hold]) => (stands ? [hold] : [])),
    };
  });
};
