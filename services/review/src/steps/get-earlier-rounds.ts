import { CommandRejected, everyDocument } from "@sogoc/core";
import {
  type EarlierCheck,
  type EarlierMark,
  isNotMended,
  marksAfterRound,
} from "../domain/mark-standing.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";
import type { ReviewReader, ReviewView } from "../read-models/reviews.ts";

/**
 * What the rounds of a batch before this one have left, and what rounds of other batches have left
 * on cases that are in this one now: a case that was voided can be keyed again elsewhere.
 */
export interface EarlierRounds {
  /** The last check of each record that was looked at. */
  readonly checks: ReadonlyMap<string, EarlierCheck>;
  /** Those of them that marked something. */
  readonly marked: ReadonlyMap<string, EarlierCheck>;
  /** Every field that any round marked, by record, with what later rounds say of it. */
  readonly marks: ReadonlyMap<string, readonly EarlierMark[]>;
  /** Records that any round marked, also where a later one found them right. */
  readonly onceMarked: ReadonlySet<string>;
  /**
   * Running numbers under which a record of another batch was marked and is gone: what stands under
   * them here may stand in its place.
   */
  readonly goneElsewhere: ReadonlySet<number>;
  /** Whoever checked anything of it. */
  readonly checkers: ReadonlySet<string>;
  /**
   * Where a round accepted all but its marks, and the rounds after it mended nothing else: when it
   * began. Whoever mends them could have changed other records since.
   */
  readonly fixesSince: string | undefined;
}

/** The records of a batch: those that stand, and those that were voided. */
export interface BatchRecords {
  readonly entered: readonly RecordView[];
  readonly voided: readonly RecordView[];
}

const isFixing = ({ fixesOnly, status }: ReviewView): boolean => fixesOnly === true && status === "returned";

/** A batch and a round of it. */
export interface RoundOfBatch {
  readonly batchId: string;
  readonly bookId: string;
  readonly round: number;
}

export interface RoundReaders {
  readonly reviews: ReviewReader;
  readonly records: RecordReader;
}

/** As they were opened; what was opened in one moment by the round. */
const inTime = (one: ReviewView, other: ReviewView): number => {
  if (one.openedAt !== other.openedAt) return one.openedAt < other.openedAt ? -1 : 1;
  return one.round - other.round;
};

/** The rounds of all batches of a book, those of a batch one after the other. */
export const listRoundsOfBook = async (
  reviews: ReviewReader,
  bookId: string,
): Promise<readonly ReviewView[]> => (await everyDocument(reviews, { where: { bookId } })).toSorted(inTime);

/**
 * The rounds of a batch before this one. Throws `read-model-behind` where one of them is not at
 * hand with its verdict yet: a batch is not handed in again before.
 */
const ownRounds = (
  ofBook: readonly ReviewView[],
  { batchId, round }: RoundOfBatch,
): readonly ReviewView[] => {
  const own = ofBook
    .filter((review) => review.batchId === batchId && review.round < round)
    .sort((one, other) => one.round - other.round);
  const last = own.at(-1);
  if (round > 1 && (last?.round !== round - 1 || last.status === "open"))
    throw new CommandRejected("read-model-behind");
  return own;
};

const isWrong = ({ marks }: EarlierCheck): boolean => marks.length > 0;

type CheckOfRecord = readonly [recordId: string, check: ReviewView["checks"][string]];

/**
 * What other batches of the book have left to this one: their checks of marked records that are in
 * it now, and the numbers of marked records that are gone.
 */
const fromElsewhere = async (
  records: RecordReader,
  ofBook: readonly ReviewView[],
  batchId: string,
): Promise<{ readonly checks: readonly CheckOfRecord[]; readonly gone: ReadonlySet<number> }> => {
  const checks = ofBook
    .filter((review) => review.batchId !== batchId)
    .flatMap((review) => Object.entries(review.checks));
  const marked = new Set(checks.flatMap(([recordId, check]) => (isWrong(check) ? [recordId] : [])));
  const known = await records.findMany([...marked]);
  const isHere = (recordId: string) => known.get(recordId)?.batchId === batchId;
  const gone = [...known.values()].filter((record) => record.status === "voided" && !isHere(record.id));
  return {
    checks: checks.filter(([recordId]) => isHere(recordId)),
    gone: new Set(gone.map(({ sortNumber }) => sortNumber)),
  };
};

/** What earlier rounds left, where the rounds of the book are at hand. */
export const getEarlierRoundsAmong = async (
  ofBook: readonly ReviewView[],
  { records }: Pick<RoundReaders, "records">,
  batch: RoundOfBatch,
): Promise<EarlierRounds> => {
  const own = ownRounds(ofBook, batch);
  const elsewhere = await fromElsewhere(records, ofBook, batch.batchId);
  const everyCheck: readonly CheckOfRecord[] = [
    // A record has left the other batch before it came into this one.
    ...elsewhere.checks,
    ...own.flatMap((review) => Object.entries(review.checks)),
  ];
  const checks = new Map<string, EarlierCheck>(everyCheck);
  const marks = new Map<string, readonly EarlierMark[]>();
  for (const [recordId, check] of everyCheck)
    marks.set(recordId, marksAfterRound(marks.get(recordId) ?? [], check));
  // A round that came back before all of it was looked at leaves the rest to the next one.
  const lastWhole = own.findLastIndex((review) => !isFixing(review));
  return {
    checks,
    marked: new Map([...checks].filter(([, check]) => isWrong(check))),
    marks: new Map([...marks].filter(([, ofRecord]) => ofRecord.length > 0)),
    onceMarked: new Set(everyCheck.flatMap(([recordId, check]) => (isWrong(check) ? [recordId] : []))),
    goneElsewhere: elsewhere.gone,
    checkers: new Set(everyCheck.map(([, { by }]) => by)),
    fixesSince: own[lastWhole + 1]?.openedAt,
  };
};

/** What earlier rounds left. Throws `read-model-behind`. */
export const getEarlierRounds = async (readers: RoundReaders, batch: RoundOfBatch): Promise<EarlierRounds> =>
  getEarlierRoundsAmong(await listRoundsOfBook(readers.reviews, batch.bookId), readers, batch);

/**
 * Whether the last check saw the record as it is now, voided or not, with the answers to what the
 * rules find in it, and found it right.
 */
const isFoundRight = ({ checks }: EarlierRounds, { id, saidRevision, voided }: RecordView): boolean => {
  const check = checks.get(id);
  if (!check || check.marks.length > 0) return false;
  return check.recordRevision >= (voided?.revision ?? saidRevision);
};

/** Whether a field of it that an earlier round marked is as it was then, and nobody says why. */
const isAsMarked = ({ marks }: EarlierRounds, record: RecordView): boolean =>
  (marks.get(record.id) ?? []).some((mark) => isNotMended(mark, record));

/**
 * What a round of fixes has to look at of the records that stand: what is marked, and what was
 * changed or answered since and nobody has found right.
 */
export const changedByFixes = (
  records: readonly RecordView[],
  since: string,
  earlier: EarlierRounds,
): readonly RecordView[] =>
  records.filter(
    (record) => earlier.marked.has(record.id) || (record.saidAt > since && !isFoundRight(earlier, record)),
  );

/**
 * What has to be looked at beside the sample; undefined where there is nothing. These are the
 * records that are still marked, voided ones too; what was marked once and has been keyed, changed
 * or answered since anybody found it right; what came back, or was changed back to, as it was when
 * it was marked; what was keyed under the number of a marked record that is gone, from this batch
 * or another; in a batch that is keyed twice, what came after its second keying and was keyed once;
 * and in a round of fixes every voiding that nobody has looked at. A mark does not go away with its
 * record: a person says that it is settled.
 */
export const besideSample = (
  { entered, voided }: BatchRecords,
  sample: readonly string[],
  earlier: EarlierRounds,
): string[] | undefined => {
  const { marked, onceMarked, goneElsewhere, fixesSince } = earlier;
  const sampled = new Set(sample);
  const goneHere = voided.flatMap(({ id, sortNumber }) => (onceMarked.has(id) ? [sortNumber] : []));
  const gone = new Set([...goneElsewhere, ...goneHere]);
  const isChangedSinceRight = (record: RecordView) =>
    onceMarked.has(record.id) && !isFoundRight(earlier, record);
  const isInPlaceOfGone = (record: RecordView) =>
    gone.has(record.sortNumber) && !isFoundRight(earlier, record);
  const isUnseenVoiding = (record: RecordView) =>
    fixesSince !== undefined && (record.voided?.at ?? "") > fixesSince && !isFoundRight(earlier, record);
  const isKeyedTwice = entered.some(({ keyedAgainBy }) => keyedAgainBy !== undefined);
  const isKeyedOnceOnly = (record: RecordView) =>
    isKeyedTwice && record.keyedAgainBy === undefined && !isFoundRight(earlier, record);
  const beside = [
    ...entered.filter(
      (record) =>
        isChangedSinceRight(record) ||
        isAsMarked(earlier, record) ||
        isInPlaceOfGone(record) ||
        isKeyedOnceOnly(record),
    ),
    ...voided.filter((record) => marked.has(record.id) || isUnseenVoiding(record)),
  ];
  const again = beside.flatMap(({ id }) => (sampled.has(id) ? [] : [id]));
  return again.length === 0 ? undefined : again;
};
