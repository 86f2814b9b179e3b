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

/** A value that a round had marked wrong, and that a change brings back. */
export interface BroughtBack extends Mark {
  readonly round: number;
  readonly markedBy: string;
  readonly markedAt: string;
}

/** The record as changes leave it, with what the changed fields hold until then. */
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
 * What changes bring back of values that any round marked wrong, also in another spelling, and that
 * nobody has taken the mark from: each with who marked it last, and in which round.
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
