import { everyDocument } from "@sogoc/core";
import { type DataOf, isRecordEvent, type Mark, type RecordedDomainEvent } from "@sogoc/events";
import { isRespelling } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { currentEvents, recordAt } from "../history/record-at.ts";
import type { LotView } from "../read-models/lots.ts";

/** What had become of a mark of an earlier round when the lot was decided. */
export type EarlierMarkOutcome = "mended" | "taken-back" | "voided" | "marked-again" | "stands";

export interface EarlierMark extends Mark {
  readonly recordId: string;
  readonly bookNumber: string;
  readonly number: string;
  /** Below 1: another batch had the case then. */
  readonly round: number;
  readonly outcome: EarlierMarkOutcome;
  /** Why it was taken back. */
  readonly because?: string | undefined;
}

/** The last check of a record in a round, with all that the round took back of earlier marks. */
export interface CheckOfRound extends Pick<DataOf<"RecordChecked">, "recordRevision" | "marks"> {
  readonly round: number;
  readonly takenBack: readonly { readonly field: string; readonly because: string }[];
}

/**
 * The outcome of marks that earlier rounds set on a record, by the record's events up to the
 * verdict: whether the field had the marked value again, also after changes or in another spelling.
 */
export const outcomesOf = (
  checks: readonly CheckOfRound[],
  events: readonly RecordedDomainEvent[],
  lastRound: number,
): readonly (Mark & Pick<EarlierMark, "round" | "outcome" | "because">)[] => {
  const now = recordAt(events);
  const valueAt = (revision: number, field: string) =>
    recordAt(events.filter((event) => isRecordEvent(event) && event.revision <= revision))?.fields[field];
  return checks
    .filter(({ round }) => round < lastRound)
    .flatMap(({ round, recordRevision, marks }) =>
      marks.map(({ field, severity, reason }) => {
        const later = checks.filter((check) => check.round > round);
        const because = later
          .flatMap(({ takenBack }) => takenBack)
          .findLast((one) => one.field === field)?.because;
        const isMarkedAgain = later.some((check) => check.marks.some((mark) => mark.field === field));
        const isAsItWas = isRespelling(valueAt(recordRevision, field), now?.fields[field]);
        const outcome = (): EarlierMarkOutcome => {
          if (isMarkedAgain) return "marked-again";
          if (because !== undefined) return "taken-back";
          if (now?.status === "voided") return "voided";
          return isAsItWas ? "stands" : "mended";
        };
        return { round, field, severity, reason, outcome: outcome(), because };
      }),
    );
};

type Checks = ReadonlyMap<string, readonly CheckOfRound[]>;

/** The last check of each record that a review looked at, told as that of a round. */
const checksOfReview = async (
  { store }: Dependencies<"store">,
  reviewId: string,
  round: number,
): Promise<ReadonlyMap<string, CheckOfRound>> => {
  const checks = new Map<string, CheckOfRound>();
  for (const { type, data } of currentEvents(await store.readStream(`review-${reviewId}`))) {
    if (type !== "RecordChecked") continue;
    const { recordId, recordRevision, marks } = data;
    const takenBack = [...(checks.get(recordId)?.takenBack ?? []), ...(data.takenBack ?? [])];
    checks.set(recordId, { round, recordRevision, marks, takenBack });
  }
  return checks;
};

const joined = (all: readonly ReadonlyMap<string, CheckOfRound>[]): Checks => {
  const byRecord = new Map<string, CheckOfRound[]>();
  for (const [recordId, check] of all.flatMap((checks) => [...checks]))
    byRecord.set(recordId, [...(byRecord.get(recordId) ?? []), check]);
  return byRecord;
};

/** The checks of a batch's rounds up to one of them, by record, the earliest round first. */
const loadChecks = async (
  dependencies: Dependencies<"batches" | "store">,
  { batchId, round: lastRound }: LotView["batches"][number],
): Promise<Checks> => {
  const rounds = Object.entries((await dependencies.batches.find(batchId))?.reviews ?? {})
    .map(([reviewId, { round }]) => ({ reviewId, round }))
    .filter(({ round }) => round <= lastRound)
    .sort((one, other) => one.round - other.round);
  return joined(
    await Promise.all(rounds.map(({ reviewId, round }) => checksOfReview(dependencies, reviewId, round))),
  );
};

/**
 * Checks by returned batches of records that were voided there and keyed again in another batch, by
 * that batch. Their rounds come before its first one: 0, -1 and so on.
 */
const loadChecksElsewhere = async (
  dependencies: Dependencies<"batches" | "records" | "store">,
  bookId: string,
): Promise<ReadonlyMap<string, Checks>> => {
  const batches = await everyDocument(dependencies.batches, { where: { bookId } });
  const returned = batches
    .flatMap(({ id: batchId, reviews }) =>
      Object.entries(reviews).map(([reviewId, review]) => ({ batchId, reviewId, ...review })),
    )
    .filter(({ status }) => status === "returned")
    .sort((one, other) => (one.since < other.since ? -1 : 1));
  const found = new Map<string, ReadonlyMap<string, CheckOfRound>[]>();
  for (const [index, { batchId, reviewId }] of returned.entries()) {
    const checks = await checksOfReview(dependencies, reviewId, index + 1 - returned.length);
    const records = await dependencies.records.findMany([...checks.keys()]);
    const moved = [...checks].filter(([id]) => (records.get(id)?.batchId ?? batchId) !== batchId);
    for (const [recordId, check] of moved) {
      const now = records.get(recordId)?.batchId ?? batchId;
      found.set(now, [...(found.get(now) ?? []), new Map([[recordId, check]])]);
    }
  }
  return new Map([...found].map(([batchId, checks]) => [batchId, joined(checks)]));
};

const together = (before: Checks | undefined, own: Checks): Checks => {
  if (!before) return own;
  const ids = new Set([...before.keys(), ...own.keys()]);
  return new Map([...ids].map((id) => [id, [...(before.get(id) ?? []), ...(own.get(id) ?? [])]]));
};

/**
 * Every mark that earlier rounds of a lot's batches, or other batches, set on cases that are in the
 * lot, with its outcome at the verdict.
 */
export const listEarlierMarks = async (
  dependencies: Dependencies<"batches" | "records" | "store">,
  lot: LotView,
): Promise<readonly EarlierMark[]> => {
  const found: EarlierMark[] = [];
  const elsewhere = new Map<string, ReadonlyMap<string, Checks>>();
  for (const batch of lot.batches) {
    const ofBook = elsewhere.get(batch.bookId) ?? (await loadChecksElsewhere(dependencies, batch.bookId));
    elsewhere.set(batch.bookId, ofBook);
    const before = ofBook.get(batch.batchId);
    if (batch.round === 1 && !before) continue;
    for (const [recordId, checks] of together(before, await loadChecks(dependencies, batch))) {
      if (!checks.some(({ round, marks }) => round < batch.round && marks.length > 0)) continue;
      const events = currentEvents(await dependencies.store.readStream(`record-${recordId}`)).filter(
        ({ metadata }) => metadata.at <= lot.decidedAt,
      );
      const row = await dependencies.records.find(recordId);
      const recordKeys = { recordId, bookNumber: batch.bookNumber, number: row?.number ?? recordId };
      found.push(...outcomesOf(checks, events, batch.round).map((mark) => ({ ...recordKeys, ...mark })));
    }
  }
  return found;
};
