import { requireWorkingUnit } from "@sogoc/access";
import { type CommandContext, vietnamDay } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type UnitCommand, unitDecider } from "../domain/unit.ts";
import type { RegisterUnitDependencies } from "./register-unit.ts";

/** Makes a unit the lead of an area for a time. Throws what `changeUnitRefusals` names. */
export const designateLeadUnit = async (
  { commands, directory }: RegisterUnitDependencies,
  unitId: string,
  wish: Omit<DataOf<"LeadUnitDesignated">, "unitId">,
  context: CommandContext,
) => {
  const day = vietnamDay(context.at);
  requireWorkingUnit(directory.tree(), wish.areaId, day);
  const command: UnitCommand = { type: "DesignateLeadUnit", data: { unitId, ...wish }, day };
  const handled = await commands.handle(unitDecider, unitId, command, context);
  return { handled, content: { unitId } };
};
