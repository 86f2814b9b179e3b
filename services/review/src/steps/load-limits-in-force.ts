import { ancestorsOf, type Directory, isClosedOn, withSuccessors } from "@sogoc/access";
import { type CommandHandler, noHands } from "@sogoc/core";
import { defaultLimits, type LimitsSet, limitsDecider, limitsOn } from "../domain/limits.ts";

export interface LoadLimitsDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "tree">;
}

/**
 * Limits, with the unit that they were set for and whoever set them; the default ones have neither.
 */
interface LimitsInForce extends LimitsSet {
  readonly setFor: string | null;
}

const byStrictness = (one: LimitsSet, other: LimitsSet): number =>
  Math.max(one.key, one.other) - Math.max(other.key, other.other) || one.key - other.key;

/**
 * The limits of the unit on a day, or of the nearest unit above that has set any. `setFor` is that
 * unit; null for the default limits. Of a unit that was closed, whose limits nobody can set any
 * more, they are those of whoever took its books over; where these have set none, its own last
 * ones, and then those of the nearest units above. Of several the strictest hold: dividing a unit
 * makes no limit laxer.
 */
export const loadLimitsInForce = async (
  { commands, directory }: LoadLimitsDependencies,
  unitId: string,
  day: string,
): Promise<LimitsInForce> => {
  const tree = directory.tree();
  const loadOwn = async (id: string): Promise<LimitsInForce | undefined> => {
    const { state } = await commands.load(limitsDecider, id);
    const found = limitsOn(state.changes, day);
    return found && { ...found, setFor: id };
  };
  const loadStrictest = async (ids: readonly string[]): Promise<LimitsInForce | undefined> => {
    const found = await Promise.all(ids.map(loadOwn));
    return found.filter((one) => one !== undefined).sort(byStrictness)[0];
  };
  const loadNearestAbove = async (id: string): Promise<LimitsInForce | undefined> => {
    for (const above of ancestorsOf(tree, id).slice(1)) {
      const found = await loadOwn(above);
      if (found) return found;
    }
    return undefined;
  };
  const all = unitId === "" ? [] : [...withSuccessors(tree, unitId)];
  const isClosed = (id: string) => isClosedOn({ closedOn: tree.units.get(id)?.closedOn }, day);
  const working = all.filter((id) => !isClosed(id));
  const set = (await loadStrictest(working)) ?? (await loadStrictest(all.filter(isClosed)));
  if (set) return set;
  const above = await Promise.all((working.length > 0 ? working : all).map(loadNearestAbove));
  const [strictest] = above.filter((one) => one !== undefined).sort(byStrictness);
  return strictest ?? { ...defaultLimits, setFor: null, setBy: noHands };
};
