import type { FieldValues } from "@sogoc/events";
import { isBlank, isIllegible } from "@sogoc/registers";

/** Values of which the paper does not say all, as their keyers have told. */
export interface UnclearValues {
  /** Read, and in doubt. */
  readonly doubtful: number;
  /** Not to be read, as a whole or in part. */
  readonly illegible: number;
  /** Left blank in the book. */
  readonly blank: number;
}

export const countUnclearValues = (records: readonly { readonly fields: FieldValues }[]): UnclearValues => {
  const values = records.flatMap(({ fields }) => Object.values(fields));
  const count = (is: (value: FieldValues[string]) => boolean) => values.filter(is).length;
  return {
    doubtful: count((value) => "doubtful" in value && value.doubtful === true),
    illegible: count(isIllegible),
    blank: count(isBlank),
  };
};

export const sumUnclearValues = (counts: readonly UnclearValues[]): UnclearValues => {
  const sum = (of: (one: UnclearValues) => number) => counts.reduce((total, one) => total + of(one), 0);
  return {
    doubtful: sum(({ doubtful }) => doubtful),
    illegible: sum(({ illegible }) => illegible),
    blank: sum(({ blank }) => blank),
  };
};
