import type { Directory } from "@sogoc/access";
import type { EventStore } from "@sogoc/core";
import { type LoadLimitsDependencies, loadLimitsInForce } from "../steps/load-limits-in-force.ts";
import { readEvents } from "../steps/read-events.ts";

/** The limits that apply to a unit on a day if it sets none itself. */
const loadLimitsAbove = async (dependencies: LoadLimitsDependencies, unitId: string, day: string) => {
  const parentId = dependencies.directory.tree().units.get(unitId)?.parentId ?? "";
  const { level, key, other } = await loadLimitsInForce(dependencies, parentId, day);
  return { level, key, other };
};

/**
 * The limits in force for a unit on a day, and every change that was made for the unit itself. Of
 * several changes for the same day the last one counts; the earlier ones are shown as replaced.
 */
export const showLimits = async (
  dependencies: LoadLimitsDependencies & {
    readonly directory: Pick<Directory, "displayName">;
    readonly store: Pick<EventStore, "readStream">;
  },
  unitId: string,
  day: string,
) => {
  const { level, key, other, setFor } = await loadLimitsInForce(dependencies, unitId, day);
  const events = await readEvents(dependencies.store, `limits-${unitId}`);
  // The order of the decider: by first day, of the same day the last change last.
  const made = events
    .flatMap(({ type, data, metadata }) => (type === "AcceptanceLimitsChanged" ? [{ data, metadata }] : []))
    .sort((one, other) => one.data.from.localeCompare(other.data.from));
  const changes = made.map(({ data: { unitId: _, ...change }, metadata }, index) => ({
    ...change,
    changedAt: metadata.at,
    changedByName: dependencies.directory.displayName(change.changedBy),
    replaced: made[index + 1]?.data.from === change.from,
  }));
  const [first] = made;
  const atFirst = first && (await loadLimitsAbove(dependencies, unitId, first.data.from));
  return { inForce: { level, key, other, setFor }, atFirst, changes, revision: events.length - 1 };
};
