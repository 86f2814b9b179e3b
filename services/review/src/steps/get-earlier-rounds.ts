import { CommandRejected, everyDocument } from "@sogoc/core";
import {
  type EarlierCheck,
  type EarlierMark,
  isNotMended,
  marksAfterRound,
} from "../domain/mark-standing.ts";
import type { ReviewReader, ReviewView } from "../read-models/reviews.ts";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";

/** What the rounds of a batch before this one have left. */
export interface EarlierRounds {
  /** The last check of each record that was looked at. */
  readonly checks: ReadonlyMap<string, EarlierCheck>;
  /** Those of them that marked something. */
  readonly marked: ReadonlyMap<string, EarlierCheck>;
  /** Every field that any round marked, by record, with what later rounds say of it. */
  readonly marks: ReadonlyMap<string, readonly EarlierMark[]>;
  /** Records that any round marked, also where a later one found them right. */
  readonly onceMarked: ReadonlySet<string>;
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
  readonly entered: readonly SubmittedRecord[];
  readonly voided: readonly SubmittedRecord[];
}

const nothingBefore: EarlierRounds = {
  checks: new Map(),
  marked: new Map(),
  marks: new Map(),
  onceMarked: new Set(),
  checkers: new Set(),
  fixesSince: undefined,
};

const isFixing = ({ fixesOnly, status }: ReviewView): boolean => fixesOnly === true && status === "returned";

/**
 * What earlier rounds left. Throws `read-model-behind` where one of them is not at hand with its
 * verdict yet: a batch is not handed in again before.
 */
export const getEarlierRounds = async (
  reviews: ReviewReader,
  batchId: string,
  round: number,
): Promise<EarlierRounds> => {
  if (round === 1) return nothingBefore;
  const earlier = (await everyDocument(reviews, { where: { batchId } }))
    .filter((review) => review.round < round)
    .sort((one, other) => one.round - other.round);
  const last = earlier.at(-1);
  if (last?.round !== round - 1 || last.status === "open") throw new CommandRejected("read-model-behind");
  const everyCheck = earlier.flatMap((review) => Object.entries(review.checks));
  const checks = new Map<string, EarlierCheck>(everyCheck);
  const marks = new Map<string, readonly EarlierMark[]>();
  for (const [recordId, check] of everyCheck)
    marks.set(recordId, marksAfterRound(marks.get(recordId) ?? [], check));
  const wrong = (check: EarlierCheck) => check.marks.length > 0;
  // A round that came back before all of it was looked at leaves the rest to the next one.
  const lastWhole = earlier.findLastIndex((review) => !isFixing(review));
  return {
    checks,
    marked: new Map([...checks].filter(([, check]) => wrong(check))),
    marks: new Map([...marks].filter(([, ofRecord]) => ofRecord.length > 0)),
    onceMarked: new Set(everyCheck.flatMap(([recordId, check]) => (wrong(check) ? [recordId] : []))),
    checkers: new Set(earlier.flatMap((review) => Object.values(review.checks).map(({ by }) => by))),
    fixesSince: earlier[lastWhole + 1]?.openedAt,
  };
};

/** Whether the last check saw the record as it is now, voided or not, and found it right. */
const isFoundRight = (
  { checks }: EarlierRounds,
  { id, contentRevision, voided }: SubmittedRecord,
): boolean => {
  const check = checks.get(id);
  if (!check || check.marks.length > 0) return false;
  return check.recordRevision >= (voided?.revision ?? contentRevision);
};

/** Whether a field of it that an earlier round marked is as it was then, and nobody says why. */
const isAsMarked = ({ marks }: EarlierRounds, record: SubmittedRecord): boolean =>
  (marks.get(record.id) ?? []).some((mark) => isNotMended(mark, record));

/**
 * What a round of fixes has to look at of the records that stand: what is marked, and what was
 * changed since and nobody has found right.
 */
export const changedByFixes = (
  records: readonly SubmittedRecord[],
  since: string,
  earlier: EarlierRounds,
): readonly SubmittedRecord[] =>
  records.filter(
    (record) => earlier.marked.has(record.id) || (record.changedAt > since && !isFoundRight(earlier, record)),
  );

/**
 * What has to be looked at beside the sample; undefined where there is nothing. These are the
 * records that are still marked, voided ones too; what came back, or was changed back to, as it was
 * when it was marked; what was keyed under the number of a marked record that is gone; and in a
 * round of fixes every voiding that nobody has looked at. A mark does not go away with its record:
 * a person says that it is settled.
 */
export const besideSample = (
  { entered, voided }: BatchRecords,
  sample: readonly string[],
  earlier: EarlierRounds,
): string[] | undefined => {
  const { marked, onceMarked, fixesSince } = earlier;
  const sampled = new Set(sample);
  const gone = new Set(voided.flatMap(({ id, sortNumber }) => (onceMarked.has(id) ? [sortNumber] : [])));
  const isInPlaceOfGone = (record: SubmittedRecord) =>
    gone.has(record.sortNumber) && !isFoundRight(earlier, record);
  const isUnseenVoiding = (record: SubmittedRecord) =>
    fixesSince !== undefined && (record.voided?.at ?? "") > fixesSince && !isFoundRight(earlier, record);
  const beside = [
    ...entered.filter(
      (record) => marked.has(record.id) || isAsMarked(earlier, record) || isInPlaceOfGone(record),
    ),
    ...voided.filter((record) => marked.has(record.id) || isUnseenVoiding(record)),
  ];
  const again = beside.flatMap(({ id }) => (sampled.has(id) ? [] : [id]));
  return again.length === 0 ? undefined : again;
};
