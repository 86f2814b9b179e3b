import { type Directory, isClosedOn } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  uuidFrom,
  vietnamDay,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type UnitCommand, unitDecider } from "../domain/unit.ts";

export interface RegisterUnitDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly directory: Pick<Directory, "tree">;
}

export const registerUnitRefusals = [
  "unit-closed",
  "unit-exists",
  "unit-parent-invalid",
] as const satisfies readonly ErrorCode[];

/** Registers a unit below its parent. Throws what `registerUnitRefusals` names. */
export const registerUnit = async (
  { commands, directory }: RegisterUnitDependencies,
  unit: Omit<DataOf<"UnitRegistered">, "unitId">,
  context: CommandContext,
) => {
  const { kind, code, parentId, name, from } = unit;
  const unitId = uuidFrom("unit", kind, parentId ?? "", code ?? name, from);
  const parent = parentId === null ? undefined : directory.tree().units.get(parentId);
  const today = vietnamDay(context.at);
  // Neither today nor when it begins.
  if (parent && [today, from].some((day) => isClosedOn(parent, day)))
    throw new CommandRejected("unit-closed");
  const command: UnitCommand = { type: "RegisterUnit", data: { unitId, ...unit }, parentKind: parent?.kind };
  const handled = await commands.handle(unitDecider, unitId, command, context);
  return { handled, content: { unitId } };
};
