import { type Directory, type UnitTree, withSuccessors } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  vietnamDay,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type UnitCommand, unitDecider } from "../domain/unit.ts";
import {
  type RequireAnotherAdministratorDependencies,
  withAdministratorElsewhere,
} from "../steps/require-another-administrator.ts";
import { changeUnitRefusals } from "./rename-unit.ts";

export interface CloseUnitDependencies extends RequireAnotherAdministratorDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly directory: RequireAnotherAdministratorDependencies["directory"] &
    Pick<Directory, "tree" | "unitOf">;
}

export const closeUnitRefusals = [
  ...changeUnitRefusals,
  "last-administrator",
  "successor-keeps-no-books",
  "unit-closed-before-it-was",
] as const satisfies readonly ErrorCode[];

/**
 * Throws `unit-unknown` for no unit or the closed one itself, `unit-closed` for what has ended, and
 * `successor-keeps-no-books` for a contractor that would take over from an office.
 */
const requireSuccessor = (tree: UnitTree, unitId: string, on: string, successor: string): void => {
  const unit = successor === unitId ? undefined : tree.units.get(successor);
  const about = [{ pointer: "/successors", detail: unit?.names.at(-1)?.name ?? successor }];
  if (!unit) throw new CommandRejected("unit-unknown", {}, about);
  // The books of an office go on with its successor.
  if (unit.kind === "contractor" && tree.units.get(unitId)?.kind !== "contractor")
    throw new CommandRejected("successor-keeps-no-books", {}, about);
  // What has ended by then carries nothing on, and no two carry on each other.
  const hasEnded = unit.closedOn !== undefined && unit.closedOn <= on;
  if (hasEnded || withSuccessors(tree, successor).has(unitId))
    throw new CommandRejected("unit-closed", {}, about);
};

/**
 * Closes a unit on a day and names its successors. Throws what `closeUnitRefusals` names:
 * `last-administrator` where it would end the account of the only administrator of the country.
 */
export const closeUnit = async (
  dependencies: CloseUnitDependencies,
  unitId: string,
  { on, successors }: Omit<DataOf<"UnitClosed">, "unitId">,
  context: CommandContext,
) => {
  const { commands, directory } = dependencies;
  // Those that are planned, too.
  const tree = { ...directory.tree(), day: undefined };
  for (const successor of successors) requireSuccessor(tree, unitId, on, successor);
  const from = tree.units.get(unitId)?.from;
  if (from !== undefined && on < from) throw new CommandRejected("unit-closed-before-it-was", { from });
  const day = vietnamDay(context.at);
  const command: UnitCommand = { type: "CloseUnit", unitId, on, successors, day };
  const close = () => commands.handle(unitDecider, unitId, command, context);
  const endsAccounts = tree.units.get(unitId)?.kind === "contractor" && successors.length === 0;
  const handled = endsAccounts
    ? await withAdministratorElsewhere(dependencies, { unitId, on: on < day ? day : on }, close)
    : await close();
  return { handled, content: { unitId } };
};
