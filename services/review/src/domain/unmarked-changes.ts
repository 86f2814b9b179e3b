import { type FieldValue, isSameValue, type RecordedDomainEvent } from "@sogoc/events";
import type { EarlierRounds } from "./beside-sample.ts";

/** A field that no round had marked, and that is another one than the last round saw. */
export interface UnmarkedChange {
  readonly field: string;
  readonly before?: FieldValue | undefined;
  readonly after?: FieldValue | undefined;
  /** Why its keyer changed it the last time, and who that was. */
  readonly reason: string;
  readonly by: string;
}

interface ChangeableRecord {
  readonly id: string;
  readonly saidAt: string;
  readonly contentRevision: number;
}

type Earlier = Pick<EarlierRounds, "checks" | "marks" | "mendingSince">;

/**
 * Whether the record may have such fields: it was changed since a round saw it, or since one was
 * accepted but for its marks.
 */
export const mayHaveUnmarkedChanges = (
  { id, saidAt, contentRevision }: ChangeableRecord,
  { checks, mendingSince }: Earlier,
): boolean => {
  const seen = checks.get(id);
  if (seen) return contentRevision > seen.recordRevision;
  // Without its marks the last round was accepted: what was in no sample was accepted as it was.
  return mendingSince !== undefined && saidAt > mendingSince;
};

/**
 * The changes since an earlier round checked the record, or since a round was accepted but for its
 * marks, of fields that were not marked. A value that was changed back, and a case that was keyed
 * anew since, are no change of a field.
 */
export const unmarkedChangesIn = (
  recordId: string,
  events: readonly RecordedDomainEvent[],
  { checks, marks, mendingSince = "" }: Earlier,
): readonly UnmarkedChange[] => {
  const seen = checks.get(recordId);
  const isLater = ({ revision, metadata }: RecordedDomainEvent): boolean =>
    seen ? revision > seen.recordRevision : metadata.at > mendingSince;
  const later = events.filter(isLater);
  if (later.some(({ type }) => type === "RecordEntered")) return [];
  const marked = new Set((marks.get(recordId) ?? []).map(({ field }) => field));
  const changed = new Map<string, UnmarkedChange>();
  for (const event of later) {
    if (event.type !== "RecordCorrected") continue;
    const { changes, reason, correctedBy: by } = event.data;
    for (const { field, before, after } of changes) {
      if (marked.has(field)) continue;
      const first = changed.get(field);
      changed.set(field, { field, before: first ? first.before : before, after, reason, by });
    }
  }
  return [...changed.values()].filter(({ before, after }) => !isSameValue(before, after));
};
