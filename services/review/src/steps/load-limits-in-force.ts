import type { Directory } from "@sogoc/access";
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

/**
 * The limits of the unit on a day, or of the nearest unit above that has set any. `setFor` is that
 * unit; null for the default limits.
 */
export const loadLimitsInForce = async (
  { commands, directory }: LoadLimitsDependencies,
  unitId: string,
  day: string,
): Promise<LimitsInForce> => {
  const { units } = directory.tree();
  for (let id: string | null | undefined = unitId; id; id = units.get(id)?.parentId) {
    const { state } = await commands.load(limitsDecider, id);
    const found = limitsOn(state.changes, day);
    if (found) return { ...found, setFor: id };
  }
  return { ...defaultLimits, setFor: null, setBy: noHands };
};
