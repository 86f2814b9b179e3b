import { vietnamDay } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { disagreements, EARLIEST_KEYING } from "../figures/disagreements.ts";
import { outcomeOf, policyEstimates, SAME_MISREADING } from "../figures/keying-policy.ts";

interface EstimateAsked {
  readonly scope: readonly string[];
  readonly recordType: string;
}

/** What each keying policy would cost and leave wrong, by all that was keyed twice so far. */
export const estimateKeyingPolicy = async (
  dependencies: Dependencies<"batches" | "clock" | "directory" | "freshness" | "secondKeyings">,
  { scope, recordType }: EstimateAsked,
) => {
  const freshness = await dependencies.freshness(["batches", "secondKeyings"]);
  const period = { from: EARLIEST_KEYING, to: vietnamDay(dependencies.clock.now()) };
  const { records, fields } = await disagreements(dependencies, { scope, recordType, ...period });
  const items = [...policyEstimates(recordType, fields)];
  const { differing, first, second, neither } = outcomeOf(fields);
  const decided = first + second + neither;
  return { records, differing, decided, items, assumedAlike: SAME_MISREADING, freshness };
};
