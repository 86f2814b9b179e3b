import { vietnamDay } from "@sogoc/core";
import type { Access } from "../access.ts";
import { dayBefore, dayFigures, weekFigures, weekOf } from "../figures/pace.ts";

interface WeeksAsked {
  readonly scope: readonly string[];
  /** How many, the current one included. */
  readonly weeks: number;
}

/** Work by week, each named by its Monday; the current one is not over. */
export const listWeeks = async (
  access: Access<"checks" | "clock" | "days" | "freshness">,
  { scope, weeks }: WeeksAsked,
) => {
  const today = vietnamDay(access.clock.now());
  const from = dayBefore(weekOf(today), (weeks - 1) * 7);
  const freshness = await access.freshness(["days", "checks"]);
  return { items: [...weekFigures(await dayFigures(access, scope, from, today))], freshness };
};
