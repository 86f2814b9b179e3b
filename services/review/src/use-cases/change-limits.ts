import type { AcceptanceLimits } from "@sogoc/acceptance";
import { type Directory, requireWorkingUnit } from "@sogoc/access";
import { type CommandContext, type CommandHandler, type ErrorCode, vietnamDay } from "@sogoc/core";
import { limitsDecider } from "../domain/limits.ts";

interface ChangeLimitsDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly directory: Pick<Directory, "tree">;
}

export interface LimitsChange extends AcceptanceLimits {
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly reason: string;
}

export const changeLimitsRefusals = [
  "limits-for-the-past",
  "unit-closed",
  "unit-unknown",
] as const satisfies readonly ErrorCode[];

/** Sets a unit's acceptance limits from a day on. Throws what `changeLimitsRefusals` names. */
export const changeLimits = async (
  { commands, directory }: ChangeLimitsDependencies,
  unitId: string,
  { level, key, other, from, reason }: LimitsChange,
  context: CommandContext,
) => {
  requireWorkingUnit(directory.tree(), unitId, vietnamDay(context.at));
  const data = { unitId, level, key, other, from, reason, changedBy: context.actor.account };
  const command = { data, today: vietnamDay(context.at) };
  return { handled: await commands.handle(limitsDecider, unitId, command, context), content: {} };
};
