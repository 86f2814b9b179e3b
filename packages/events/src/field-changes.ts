import type { FieldChange, FieldValue, FieldValues, FindingAnswer } from "./values.ts";

/** Both come from JSON of one schema, whose keys stand in one order inside a value. */
export const isSameValue = (one: FieldValue | undefined, other: FieldValue | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** A change without `after` takes the field away: it was never keyed. */
export const applyChanges = (fields: FieldValues, changes: readonly FieldChange[]): FieldValues => {
  const next: FieldValues = { ...fields };
  for (const { field, after } of changes) {
    if (after) next[field] = after;
    else delete next[field];
  }
  return next;
};

/** A change from one value to another; a side where the field is not keyed is left out. */
export const fieldChange = (
  field: string,
  { before, after }: { readonly before: FieldValue | undefined; readonly after: FieldValue | undefined },
): FieldChange => {
  const change: { field: string; before?: FieldValue; after?: FieldValue } = { field };
  if (before) change.before = before;
  if (after) change.after = after;
  return change;
};

/**
 * The answers that are good after changes: one that was given for a value is none for another that
 * took its place.
 */
export const answersAfter = <Answer extends FindingAnswer>(
  answers: readonly Answer[],
  changes: readonly FieldChange[],
): readonly Answer[] => {
  const changed = new Set(
    changes.filter(({ before, after }) => !isSameValue(before, after)).map(({ field }) => field),
  );
  return answers.filter(({ fields }) => !fields.some((field) => changed.has(field)));
};

/** An answer to a finding, with who gave it, and when. */
export interface GivenAnswer extends FindingAnswer {
  /** An account. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Answers as one event brings them. */
export const givenAnswers = (
  answers: readonly FindingAnswer[] | undefined,
  by: string,
  at: string,
): readonly GivenAnswer[] => (answers ?? []).map((one) => ({ ...one, by, at }));
