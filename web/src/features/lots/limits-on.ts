import type { Limits } from "./use-limits.ts";

type Figures = Pick<Limits["inForce"], "level" | "key" | "other">;

/** What holds on a day: the last that was set for it, else what is in force now. */
export const limitsOnDay = (
  { changes, inForce }: Pick<Limits, "changes" | "inForce">,
  day: string,
): Figures => changes.findLast(({ from }) => from <= day) ?? inForce;

/** Whether setting them would change nothing: the unit's own limits on that day are the same. */
export const isSame = (limits: Pick<Limits, "changes" | "inForce">, day: string, wish: Figures): boolean => {
  const own = limits.changes.findLast(({ from }) => from <= day);
  return own?.level === wish.level && own.key === wish.key && own.other === wish.other;
};
