import { ancestorsOf, type Directory, isClosedOn, withSuccessors } from "@sogoc/access";
import { type CommandHandler, type Hands, joinHands, noHands } from "@sogoc/core";
import { defaultLimits, type LimitsSet, limitsDecider, limitsOn } from "../domain/limits.ts";

export interface LoadLimitsDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "tree">;
}

/**
 * Limits, with the unit that they were set for and whoever set them; the default ones have neither.
 */
interface LimitsOfUnit extends LimitsSet {
  readonly setFor: string | null;
}

interface LimitsInForce extends LimitsOfUnit {
  /**
   * Everybody who set limits that were compared, whoever set the strictest first: these are in
   * force because the others are laxer, which somebody may have made them.
   */
  readonly setters: Hands;
}

const byStrictness = (one: LimitsSet, other: LimitsSet): number =>
  Math.max(one.key, one.other) - Math.max(other.key, other.other) || one.key - other.key;

const strictestOf = (found: readonly (LimitsOfUnit | undefined)[]): LimitsInForce | undefined => {
  const compared = found.filter((one) => one !== undefined).sort(byStrictness);
  const [strictest] = compared;
  return strictest && { ...strictest, setters: joinHands(compared.map(({ setBy }) => setBy)) };
};

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
  const loadOwn = async (id: string): Promise<LimitsOfUnit | undefined> => {
    const { state } = await commands.load(limitsDecider, id);
    const found = limitsOn(state.changes, day);
    return found && { ...found, setFor: id };
  };
  const loadStrictest = async (ids: readonly string[]) => strictestOf(await Promise.all(ids.map(loadOwn)));
  const loadNearestAbove = async (id: string): Promise<LimitsOfUnit | undefined> => {
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
  return strictestOf(above) ?? { ...defaultLimits, setFor: null, setBy: noHands, setters: noHands };
};
