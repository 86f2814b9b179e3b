import { CommandRejected, everyDocument } from "@sogoc/core";
import type { Mark } from "@sogoc/events";
import type { ReviewReader } from "../read-models/reviews.ts";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";

/** What the rounds of a batch before this one have left. */
export interface EarlierRounds {
  /** Records whose last check marked something, with these marks. */
  readonly marked: ReadonlyMap<string, readonly Mark[]>;
  /**
   * Where the last round accepted all but its marks: when it began. Whoever mends them could have
   * changed other records since.
   */
  readonly fixesSince: string | undefined;
}

/**
 * What earlier rounds left. Throws `read-model-behind` where one of them is not at hand with its
 * verdict yet: a batch is not handed in again before.
 */
export const getEarlierRounds = async (
  reviews: ReviewReader,
  batchId: string,
  round: number,
): Promise<EarlierRounds> => {
  if (round === 1) return { marked: new Map(), fixesSince: undefined };
  const earlier = (await everyDocument(reviews, { where: { batchId } }))
    .filter((review) => review.round < round)
    .sort((one, other) => one.round - other.round);
  const last = earlier.at(-1);
  if (last?.round !== round - 1 || last.status === "open") throw new CommandRejected("read-model-behind");
  const checks = new Map(earlier.flatMap((review) => Object.entries(review.checks)));
  return {
    marked: new Map(
      [...checks].flatMap(([recordId, { marks }]) => (marks.length > 0 ? [[recordId, marks] as const] : [])),
    ),
    fixesSince: last.fixesOnly && last.status === "returned" ? last.openedAt : undefined,
  };
};

/** Marked records that are still there and not in the sample; undefined where there is none. */
export const besideSample = (
  records: readonly SubmittedRecord[],
  sample: readonly string[],
  marked: EarlierRounds["marked"],
): string[] | undefined => {
  const sampled = new Set(sample);
  const beside = records.flatMap(({ id }) => (marked.has(id) && !sampled.has(id) ? [id] : []));
  return beside.length === 0 ? undefined : beside;
};
