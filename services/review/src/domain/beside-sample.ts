import type { Hands } from "@sogoc/core";
import type { BatchPolicy, DataOf } from "@sogoc/events";
import { isOnePersonsWord, type KeyedTwice } from "./agreed-by-two.ts";
import type { ShareLimits } from "./batch-limits.ts";
import { type EarlierCheck, type EarlierMark, isNotMended, type MarkedRecord } from "./mark-state.ts";
import type { MarkStep } from "./mark-steps.ts";

/**
 * What is left of earlier rounds of a batch, and of rounds of other batches for cases that are in
 * this batch now: a case that was voided can be keyed again in another batch.
 */
export interface EarlierRounds {
  /** The last check of each record that was looked at. */
  readonly checks: ReadonlyMap<string, EarlierCheck>;
  /** Those of them that marked something. */
  readonly marked: ReadonlyMap<string, EarlierCheck>;
  /** Every field that any round marked, by record, with what later rounds found. */
  readonly marks: ReadonlyMap<string, readonly EarlierMark[]>;
  /** Records that any round marked, even if a later round found them right. */
  readonly onceMarked: ReadonlySet<string>;
  /**
   * Running numbers of records that another batch marked, or was to check and did not, and that
   * were then voided. A record of this batch under such a number may stand for the voided one.
   */
  readonly goneElsewhere: ReadonlySet<number>;
  /**
   * Records that an earlier round had in its sample, or was to check beside it, and that nobody has
   * checked since: a batch may be returned before all of it was checked.
   */
  readonly notLookedAt: {
    readonly sampled: ReadonlySet<string>;
    readonly beside: ReadonlySet<string>;
  };
  /** Records that another scan shows since their last check. */
  readonly overtaken?: ReadonlySet<string> | undefined;
  /**
   * Where a round was returned because its limits were laxer than its unit's: the limits that later
   * rounds must at least meet, and all records that were drawn so far, which stay in the sample.
   */
  readonly stricter?: { readonly limits: ShareLimits; readonly drawn: ReadonlySet<string> } | undefined;
  /** What every round, including the present one, did with marks, the oldest first. */
  readonly steps: readonly MarkStep[];
  /** Whoever checked anything of it. */
  readonly checkers: Hands;
  /**
   * When the round began that accepted everything except its marks, if no full round came after it.
   * Whoever mends these could have changed other records since then.
   */
  readonly mendingSince: string | undefined;
}

/** A record as the rules of what to check ask about it. */
export interface CheckedRecord extends MarkedRecord, KeyedTwice {
  readonly id: string;
  readonly sortNumber: number;
  /** When, and in which revision, its keyers last gave a value, or an answer to a finding. */
  readonly saidAt: string;
  readonly saidRevision: number;
  readonly voided?: { readonly revision: number } | undefined;
}

/** The records of a batch: those that are entered, and those that were voided. */
export interface BatchRecords<Checked extends CheckedRecord = CheckedRecord> {
  readonly entered: readonly Checked[];
  readonly voided: readonly Checked[];
  /** Whether the batch is keyed twice, by its policy. */
  readonly keying: BatchPolicy["keying"];
}

/**
 * Whether the last check found the record right as it is now: with its present values and answers,
 * voided or not, and beside the scan that shows it now.
 */
const isFoundRight = (
  { checks, overtaken }: EarlierRounds,
  { id, saidRevision, voided }: CheckedRecord,
): boolean => {
  const check = checks.get(id);
  if (!check || check.marks.length > 0 || overtaken?.has(id)) return false;
  return check.recordRevision >= (voided?.revision ?? saidRevision);
};

/**
 * Whether a field that an earlier round marked has the value that was marked, and nobody has said
 * why that is right.
 */
const isAsMarked = ({ marks }: EarlierRounds, record: CheckedRecord): boolean =>
  (marks.get(record.id) ?? []).some((mark) => isNotMended(mark, record));

/**
 * The entered records that a mending round checks: those with marks, those that were changed or
 * answered since mending began and that nobody has found right since, and those that were found
 * right beside a scan that has been replaced.
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

/** Whether an earlier round was to check the record, and nobody has checked it since. */
const wasAskedFor = ({ notLookedAt: { sampled, beside } }: EarlierRounds, id: string): boolean =>
  sampled.has(id) || beside.has(id);

/**
 * The records to check besides the sample; undefined where there are none. These are: records that
 * an earlier round was to check and did not; records with a field that has its marked value again;
 * unless they were last found right as they are now, records that were ever checked, records keyed
 * under the number of a voided record that was marked or to be checked, and, in a batch that is
 * keyed twice, records that one person alone stands for (`isOnePersonsWord`); and in every round
 * the voided records that nobody has found right, since no sample contains them. Voiding a record
 * does not settle its marks: a person says that they are settled.
 */
export const besideSample = (
  { entered, voided, keying }: BatchRecords,
  sample: readonly string[],
  earlier: EarlierRounds,
): string[] | undefined => {
  const { checks, onceMarked, goneElsewhere } = earlier;
  const sampled = new Set(sample);
  const goneHere = voided.flatMap(({ id, sortNumber }) =>
    onceMarked.has(id) || wasAskedFor(earlier, id) ? [sortNumber] : [],
  );
  const gone = new Set([...goneElsewhere, ...goneHere]);
  const isChangedSinceRight = (record: CheckedRecord) =>
    checks.has(record.id) && !isFoundRight(earlier, record);
  const isInPlaceOfGone = (record: CheckedRecord) =>
    gone.has(record.sortNumber) && !isFoundRight(earlier, record);
  const isUnseenWordOfOne = (record: CheckedRecord) =>
    isOnePersonsWord(keying, record) && !isFoundRight(earlier, record);
  const beside = [
    ...entered.filter(
      (record) =>
        wasAskedFor(earlier, record.id) ||
        isChangedSinceRight(record) ||
        isAsMarked(earlier, record) ||
        isInPlaceOfGone(record) ||
        isUnseenWordOfOne(record),
    ),
    ...voided.filter((record) => !isFoundRight(earlier, record)),
  ];
  const again = beside.flatMap(({ id }) => (sampled.has(id) ? [] : [id]));
  return again.length === 0 ? undefined : again;
};

/**
 * Everything that an open round looks at by these rules: what it has drawn, or what has changed
 * while it was mended, and what is to be checked besides. A round that an earlier version opened
 * may have asked for less.
 */
export const casesWanted = (
  records: BatchRecords,
  { sample, fixesOnly }: Pick<DataOf<"ReviewOpened">, "sample" | "fixesOnly">,
  earlier: EarlierRounds,
): readonly string[] => {
  const { mendingSince } = earlier;
  const drawn =
    fixesOnly && mendingSince !== undefined
      ? changedWhileMending(records.entered, mendingSince, earlier).map(({ id }) => id)
      : sample;
  return [...drawn, ...(besideSample(records, drawn, earlier) ?? [])];
};

/**
 * Whether `casesWanted` of a full round may hold an entered record that the round has not drawn.
 * Where it may not, nobody has to read all records of the batch to know.
 */
export const mayWantMore = (
  keying: BatchPolicy["keying"],
  { checks, notLookedAt: { sampled, beside }, goneElsewhere }: EarlierRounds,
): boolean => keying !== "single" || checks.size + sampled.size + beside.size + goneElsewhere.size > 0;
