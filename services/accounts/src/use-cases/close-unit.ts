import { type CommandContext, CommandRejected } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type UnitCommand, unitDecider } from "../domain/unit.ts";
import type { UnitsAccess } from "./register-unit.ts";

/** Closes a unit on a day and names its successors. Throws what `changeUnitRefusals` names. */
export const closeUnit = async (
  { commands, directory }: UnitsAccess,
  unitId: string,
  { on, successors }: Omit<DataOf<"UnitClosed">, "unitId">,
  context: CommandContext,
) => {
  for (const successor of successors) {
    if (successor === unitId || !directory.tree().units.has(successor)) {
      throw new CommandRejected("unit-unknown", {}, [{ pointer: "/successors", detail: successor }]);
    }
  }
  const command: UnitCommand = { type: "CloseUnit", unitId, on, successors };
  const handled = await commands.handle(unitDecider, unitId, command, context);
  return { handled, content: { unitId } };
};
