import type { Hands } from "@sogoc/core";
import type { ShareLimits } from "./batch-limits.ts";
import { type EarlierCheck, type EarlierMark, isNotMended, type MarkedRecord } from "./mark-state.ts";
import type { MarkStep } from "./mark-steps.ts";

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
   * Running numbers under which a record of another batch was marked, or asked for and not looked
   * at, and is gone: what stands under them here may stand for it.
   */
  readonly goneElsewhere: ReadonlySet<number>;
  /**
   * Records that a round before had in its sample, or asked for beside it, and that nobody has
   * looked at since: a batch may come back before all of it was checked.
   */
  readonly notLookedAt: {
    readonly sampled: ReadonlySet<string>;
    readonly beside: ReadonlySet<string>;
  };
  /** Records that another scan shows since their last check. */
  readonly overtaken?: ReadonlySet<string> | undefined;
  /**
   * Where one came back because its limits were laxer than its unit's: by which the next ones are
   * judged at least, and everything that any round had drawn, which stays in the sample.
   */
  readonly stricter?: { readonly limits: ShareLimits; readonly drawn: ReadonlySet<string> } | undefined;
  /** What every round did with marks, the one that looks at it now included, the oldest first. */
  readonly steps: readonly MarkStep[];
  /** Whoever checked anything of it. */
  readonly checkers: Hands;
  /**
   * Where a round accepted all but its marks, and the rounds after it mended nothing else: when it
   * began. Whoever mends them could have changed other records since.
   */
  readonly mendingSince: string | undefined;
}

/** A record as the rules of what to check ask about it. */
export interface CheckedRecord extends MarkedRecord {
  readonly id: string;
  readonly sortNumber: number;
  /** When, and with which revision, its keyers last said anything of it that is checked. */
  readonly saidAt: string;
  readonly saidRevision: number;
  readonly voided?: { readonly revision: number } | undefined;
  /** Whose second keying it was. */
  readonly keyedAgainBy?: string | undefined;
}

/** The records of a batch: those that are entered, and those that were voided. */
export interface BatchRecords<Checked extends CheckedRecord = CheckedRecord> {
  readonly entered: readonly Checked[];
  readonly voided: readonly Checked[];
}

/**
 * Whether the last check saw the record as it is now, voided or not, beside the scan that shows it
 * now, with the answers to what the rules find in it, and found it right.
 */
const isFoundRight = (
  { checks, overtaken }: EarlierRounds,
  { id, saidRevision, voided }: CheckedRecord,
): boolean => {
  const check = checks.get(id);
  if (!check || check.marks.length > 0 || overtaken?.has(id)) return false;
  return check.recordRevision >= (voided?.revision ?? saidRevision);
};

/** Whether a field of it that an earlier round marked is as it was then, and nobody says why. */
const isAsMarked = ({ marks }: EarlierRounds, record: CheckedRecord): boolean =>
  (marks.get(record.id) ?? []).some((mark) => isNotMended(mark, record));

/**
 * What a mending round has to look at of the entered records: what is marked, what was changed or
 * answered since and nobody has found right, and what was found right beside another scan than the
 * one that shows it now.
 */
export const changedWhileMending = <Checked extends CheckedRecord>(
  records: readonly Checked[],
  since: string,
  earlier: EarlierRounds,
): readonly Checked[] =>
  records.filter(
    (record) =>
      earlier.marked.has(record.id) ||
      earlier.overtaken?.has(record.id) ||
      (record.saidAt > since && !isFoundRight(earlier, record)),
  );

/** Whether an earlier round asked for it, and nobody has looked at it since. */
const wasAskedFor = ({ notLookedAt: { sampled, beside } }: EarlierRounds, id: string): boolean =>
  sampled.has(id) || beside.has(id);

/**
 * What has to be looked at beside the sample; undefined where there is nothing. These are the
 * records that are still marked, voided ones too; what an earlier round asked for and nobody has
 * looked at; what was marked once and has been keyed, changed or answered since anybody found it
 * right; what came back, or was changed back to, as it was when it was marked; what was keyed under
 * the number of a record that was marked, or asked for, and is gone, from this batch or another; in
 * a batch that is keyed twice, what came after its second keying and was keyed once; and in every
 * round the voidings that nobody has found right, since no sample holds them. A mark does not go
 * away with its record: a person says that it is settled.
 */
export const besideSample = (
  { entered, voided }: BatchRecords,
  sample: readonly string[],
  earlier: EarlierRounds,
): string[] | undefined => {
  const { onceMarked, goneElsewhere } = earlier;
  const sampled = new Set(sample);
  const goneHere = voided.flatMap(({ id, sortNumber }) =>
    onceMarked.has(id) || wasAskedFor(earlier, id) ? [sortNumber] : [],
  );
  const gone = new Set([...goneElsewhere, ...goneHere]);
  const isChangedSinceRight = (record: CheckedRecord) =>
    onceMarked.has(record.id) && !isFoundRight(earlier, record);
  const isInPlaceOfGone = (record: CheckedRecord) =>
    gone.has(record.sortNumber) && !isFoundRight(earlier, record);
  const isKeyedTwice = entered.some(({ keyedAgainBy }) => keyedAgainBy !== undefined);
  const isKeyedOnceOnly = (record: CheckedRecord) =>
    isKeyedTwice && record.keyedAgainBy === undefined && !isFoundRight(earlier, record);
  const beside = [
    ...entered.filter(
      (record) =>
        wasAskedFor(earlier, record.id) ||
        isChangedSinceRight(record) ||
        isAsMarked(earlier, record) ||
        isInPlaceOfGone(record) ||
        isKeyedOnceOnly(record),
    ),
    ...voided.filter((record) => !isFoundRight(earlier, record)),
  ];
  const again = beside.flatMap(({ id }) => (sampled.has(id) ? [] : [id]));
  return again.length === 0 ? undefined : again;
};
