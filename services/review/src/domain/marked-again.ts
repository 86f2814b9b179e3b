import { applyChanges, type FieldChange, type Mark } from "@sogoc/events";
import { type EarlierMark, isNotMended, type MarkedRecord } from "./mark-state.ts";

/** A check of a record by a round of a batch. */
export interface CheckOfRound {
  readonly round: number;
  readonly by: string;
  readonly at: string;
  readonly recordRevision: number;
  readonly marks: readonly Mark[];
}

/** A value that a round marked wrong, and that a change brings back. */
export interface BroughtBack extends Mark {
  readonly round: number;
  readonly markedBy: string;
  readonly markedAt: string;
}

/** The record after changes, with the values before them among its earlier ones. */
const changedBy = (
  record: MarkedRecord & { readonly revision: number },
  changes: readonly FieldChange[],
): MarkedRecord => {
  const earlierValues = { ...record.earlierValues };
  for (const { field } of changes)
    earlierValues[field] = [
      ...(earlierValues[field] ?? []),
      { until: record.revision + 1, value: record.fields[field] },
    ];
  return { ...record, fields: applyChanges(record.fields, changes), earlierValues };
};

/**
 * The values that changes bring back, in whatever spelling, although a round marked them wrong and
 * nobody took the mark back; each with the last round that marked it, and by whom.
 */
export const broughtBackBy = (
  record: MarkedRecord & { readonly revision: number },
  changes: readonly FieldChange[],
  marks: readonly EarlierMark[],
  checks: readonly CheckOfRound[],
): readonly BroughtBack[] => {
  const changed = new Set(changes.map(({ field }) => field));
  const after = changedBy(record, changes);
  const back = marks.filter((mark) => changed.has(mark.field) && isNotMended(mark, after));
  return back.flatMap(({ field, severity, reason }) => {
    const check = checks.findLast((one) =>
      one.marks.some((mark) => mark.field === field && mark.reason === reason),
    );
    return check
      ? [{ field, severity, reason, round: check.round, markedBy: check.by, markedAt: check.at }]
      : [];
  });
};
