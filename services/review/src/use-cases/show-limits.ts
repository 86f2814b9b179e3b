import { limitsDecider } from "../domain/limits.ts";
import { type LimitsAccess, loadLimitsInForce } from "../steps/load-limits-in-force.ts";

/** The limits in force for a unit on a day, and every change that was made for the unit itself. */
export const showLimits = async (access: LimitsAccess, unitId: string, day: string) => {
  const inForce = await loadLimitsInForce(access, unitId, day);
  const { state, revision } = await access.commands.load(limitsDecider, unitId);
  const changes = state.changes.map(({ level, key, other, from, reason, changedBy }) => ({
    level,
    key,
    other,
    from,
    reason,
    changedBy,
  }));
  return { inForce, changes, revision };
};
