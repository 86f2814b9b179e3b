import type { FieldValues } from "@sogoc/events";
import { isBlank, isDoubtful, isIllegible } from "@sogoc/registers";

/** Values that the paper leaves unclear, as their keyers said. */
export interface UnclearValues {
  /** Read, and in doubt. */
  readonly doubtful: number;
  /** Not to be read, as a whole or in part. */
  readonly illegible: number;
  /** Left blank in the book. */
  readonly blank: number;
}

export const unclearKinds = [
  "doubtful",
  "illegible",
  "blank",
] as const satisfies readonly (keyof UnclearValues)[];
type UnclearKind = (typeof unclearKinds)[number];

const isOfKind: Readonly<Record<UnclearKind, (value: FieldValues[string]) => boolean>> = {
  doubtful: isDoubtful,
  illegible: isIllegible,
  blank: isBlank,
};

export const countUnclearValues = (records: readonly { readonly fields: FieldValues }[]): UnclearValues => {
  const values = records.flatMap(({ fields }) => Object.values(fields));
  const count = (kind: UnclearKind) => values.filter(isOfKind[kind]).length;
  return { doubtful: count("doubtful"), illegible: count("illegible"), blank: count("blank") };
};

interface UnclearRecord {
  readonly id: string;
  readonly number: string;
  readonly fields: FieldValues;
}

/** Each unclear value with its kind, in the order of records and of their fields. */
export const unclearValuesOf = (records: readonly UnclearRecord[]) =>
  records.flatMap(({ id: recordId, number, fields }) =>
    Object.entries(fields).flatMap(([field, value]) =>
      unclearKinds.filter((kind) => isOfKind[kind](value)).map((kind) => ({ recordId, number, field, kind })),
    ),
  );

export const sumUnclearValues = (counts: readonly UnclearValues[]): UnclearValues => {
  const sum = (of: (one: UnclearValues) => number) => counts.reduce((total, one) => total + of(one), 0);
  return {
    doubtful: sum(({ doubtful }) => doubtful),
    illegible: sum(({ illegible }) => illegible),
    blank: sum(({ blank }) => blank),
  };
};
