import { vietnamDay } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { countWorkByDay, dayBefore, weekOf, workByWeekOf } from "../figures/pace.ts";

interface WeeksAsked {
  readonly scope: readonly string[];
  /** How many, the current one included. */
  readonly weeks: number;
}

/** Work by week, each named by its Monday; the current one is not over. */
export const listWeeks = async (
  dependencies: Dependencies<"checks" | "clock" | "days" | "freshness">,
  { scope, weeks }: WeeksAsked,
) => {
  const today = vietnamDay(dependencies.clock.now());
  const from = dayBefore(weekOf(today), (weeks - 1) * 7);
  const freshness = await dependencies.freshness(["days", "checks"]);
  return { items: [...workByWeekOf(await countWorkByDay(dependencies, scope, from, today))], freshness };
};
