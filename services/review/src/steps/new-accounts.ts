import type { RecordView } from "../read-models/records.ts";
import type { ReviewView } from "../read-models/reviews.ts";

/** An account that was opened shortly before something was done with it, and by whom. */
export interface NewAccount {
  readonly of: string;
  readonly by: string;
}

/**
 * The accounts that were new when these records were made or these reviews checked, each once with
 * whoever opened it: somebody who opens several accounts may be using all of them.
 */
export const newAccountsOf = (
  records: readonly Pick<RecordView, "resets">[],
  reviews: readonly Pick<ReviewView, "checks">[],
): readonly NewAccount[] => {
  const made = records.flatMap(({ resets }) => resets.filter(({ opened }) => opened));
  const checked = reviews
    .flatMap(({ checks }) => Object.values(checks))
    .flatMap(({ by: of, hands }) => (hands?.openers ?? []).map((by) => ({ of, by })));
  const found = [...made, ...checked].map(({ of, by }): NewAccount => ({ of, by }));
  return [...new Map(found.map((one) => [`${one.of} ${one.by}`, one])).values()];
};
