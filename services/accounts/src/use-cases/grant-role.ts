import { type Directory, requireWorkingUnit } from "@sogoc/access";
import {
  type Clock,
  type CommandContext,
  type CommandHandler,
  type ErrorCode,
  vietnamDay,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type AccountCommand, accountDecider } from "../domain/account.ts";

export interface GrantRoleAccess {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly clock: Clock;
  readonly directory: Pick<Directory, "tree">;
}

export const grantRoleRefusals = [
  "account-unknown",
  "own-account",
  "role-already-granted",
  "unit-closed",
  "unit-unknown",
] as const satisfies readonly ErrorCode[];

/** A role in an area; local days, from today where no day is named. */
export type RoleWish = Omit<DataOf<"RoleGranted">, "accountId" | "from"> & {
  readonly from?: string | undefined;
};

/** Grants a role. Throws what `grantRoleRefusals` names. */
export const grantRole = async (
  { commands, clock, directory }: GrantRoleAccess,
  accountId: string,
  { role, unitId, from = vietnamDay(clock.now()), until }: RoleWish,
  context: CommandContext,
) => {
  requireWorkingUnit(directory.tree(), unitId, vietnamDay(context.at));
  const by = context.actor.account;
  const command: AccountCommand = { type: "GrantRole", data: { accountId, role, unitId, from, until }, by };
  const handled = await commands.handle(accountDecider, accountId, command, context);
  return { handled, content: { accountId } };
};
