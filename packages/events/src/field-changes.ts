import type { FieldChange, FieldValue, FieldValues } from "./values.ts";

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
