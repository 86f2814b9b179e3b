import { type CommandContext, type CommandHandler, type ErrorCode, vietnamDay } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type UnitCommand, unitDecider } from "../domain/unit.ts";

/** What every change of a unit refuses. */
export const changeUnitRefusals = ["unit-unknown", "unit-closed"] as const satisfies readonly ErrorCode[];

/** Gives a unit another name from a day on. Throws what `changeUnitRefusals` names. */
export const renameUnit = async (
  commands: Pick<CommandHandler, "handle">,
  unitId: string,
  { name, from }: Omit<DataOf<"UnitRenamed">, "unitId">,
  context: CommandContext,
) => {
  const command: UnitCommand = { type: "RenameUnit", unitId, name, from, day: vietnamDay(context.at) };
  const handled = await commands.handle(unitDecider, unitId, command, context);
  return { handled, content: { unitId } };
};
