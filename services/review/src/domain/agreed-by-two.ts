import type { BatchPolicy } from "@sogoc/events";
import { isDoubtful, isSameReading } from "@sogoc/registers";
import { type MarkedRecord, valueAt } from "./mark-state.ts";

/** A case as its keyings left it. */
export interface KeyedTwice extends Pick<MarkedRecord, "fields" | "earlierValues"> {
  /**
   * For each field that two people keyed, the revision in which its value was last settled by more
   * than one: by two keyers alike, by an arbiter for one of them, or by whoever asked for a
   * correction and whoever approved it; null where an arbiter wrote what neither of them had.
   * Undefined where one person keyed the case.
   */
  readonly agreedIn?: AgreedIn | undefined;
}

export type AgreedIn = Readonly<Record<string, number | null>>;

/**
 * Whether one person alone stands for a value of the case that two should: it was keyed only once,
 * an arbiter wrote what neither keyer had, or a field has another reading than the one two people
 * agreed on, or is no longer in doubt as they had it. Each case of a batch that is
 * keyed once is so by its policy, and is none of these.
 */
export const isOnePersonsWord = (keying: BatchPolicy["keying"], record: KeyedTwice): boolean => {
  if (keying === "single") return false;
  if (record.agreedIn === undefined) return true;
  return Object.entries(record.agreedIn).some(([field, revision]) => {
    if (revision === null) return true;
    const [agreed, now] = [valueAt(record, field, revision), record.fields[field]];
    return !isSameReading(agreed, now) || (isDoubtful(agreed) && !isDoubtful(now));
  });
};

/** How many of these cases one person alone stands for, with a value or with all of it. */
export const countOnePersonsWord = (keying: BatchPolicy["keying"], records: readonly KeyedTwice[]): number =>
  records.filter((record) => isOnePersonsWord(keying, record)).length;
