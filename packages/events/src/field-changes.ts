import type { FieldChange, FieldValues } from "./values.ts";

/** A change without `after` takes the field away: it was never keyed. */
export const applyChanges = (fields: FieldValues, changes: readonly FieldChange[]): FieldValues => {
  const next: FieldValues = { ...fields };
  for (const { field, after } of changes) {
    if (after) next[field] = after;
    else delete next[field];
  }
  return next;
};
