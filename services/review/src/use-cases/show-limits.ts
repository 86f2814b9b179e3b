import type { Directory } from "@sogoc/access";
import { limitsDecider } from "../domain/limits.ts";
import { type LoadLimitsDependencies, loadLimitsInForce } from "../steps/load-limits-in-force.ts";

/**
 * The limits in force for a unit on a day, and every change that was made for the unit itself: of
 * one day the last word counts, and those before it are told as replaced.
 */
export const showLimits = async (
  dependencies: LoadLimitsDependencies & { readonly directory: Pick<Directory, "displayName"> },
  unitId: string,
  day: string,
) => {
  const { level, key, other, setFor } = await loadLimitsInForce(dependencies, unitId, day);
  const { state, revision } = await dependencies.commands.load(limitsDecider, unitId);
  const changes = state.changes.map(({ unitId: _, setters: _setters, ...change }, index) => ({
    ...change,
    changedByName: dependencies.directory.displayName(change.changedBy),
    replaced: state.changes[index + 1]?.from === change.from,
  }));
  return { inForce: { level, key, other, setFor }, changes, revision };
};
