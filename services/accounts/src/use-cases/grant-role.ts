import { type Directory, getWorkingUnit, heldUntilAfter } from "@sogoc/access";
import {
  type Clock,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  vietnamDay,
} from "@sogoc/core";
import type { DataOf, Role } from "@sogoc/events";
import { type AccountCommand, accountDecider } from "../domain/account.ts";

export interface GrantRoleDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly clock: Clock;
  readonly directory: Pick<Directory, "tree">;
}

export const grantRoleRefusals = [
  "account-unknown",
  "administrator-above-required",
  "auditor-alone",
  "own-account",
  "reset-by-yourself",
  "role-already-granted",
  "unit-closed",
  "unit-unknown",
] as const satisfies readonly ErrorCode[];

/** A role in an area; local days, from today where no day is named. */
export type RoleWish = Omit<DataOf<"RoleGranted">, "accountId" | "from" | "heldUntil"> & {
  readonly from?: string | undefined;
};

/** Whose account it is, and whether whoever gives the role stands above it and the area. */
interface Recipient {
  readonly accountId: string;
  readonly above: boolean;
}

/**
 * Roles that decide over other people's work, books or files, or over who may: a book-keeper closes
 * findings that would stand in the way of acceptance.
 */
const deciding: ReadonlySet<Role> = new Set([
  "acceptor",
  "book-keeper",
  "checker",
  "data-manager",
  "unit-admin",
  "system-admin",
]);

/**
 * Grants a role. Who is to decide, and was made so by somebody who does not stand above, could be
 * that person under another name: for a day the account decides nothing, and those above are told.
 * Such a role begins today, so that the day is not over before the role has begun. Throws what
 * `grantRoleRefusals` names.
 */
export const grantRole = async (
  { commands, clock, directory }: GrantRoleDependencies,
  { accountId, above }: Recipient,
  { role, unitId, from = vietnamDay(clock.now()), until }: RoleWish,
  context: CommandContext,
) => {
  // Neither today nor when the role begins.
  for (const day of [vietnamDay(context.at), from]) getWorkingUnit(directory.tree(), unitId, day);
  const by = context.actor.account;
  // Who watches the administrators is chosen by those above: it would shield anybody else.
  if (role === "auditor" && accountId !== by && !above)
    throw new CommandRejected("administrator-above-required");
  const isHeld = !above && deciding.has(role);
  if (isHeld && accountId !== by && from > vietnamDay(context.at))
    throw new CommandRejected("administrator-above-required");
  const heldUntil = isHeld ? heldUntilAfter(context.at) : undefined;
  const data = { accountId, role, unitId, from, until, heldUntil };
  const command: AccountCommand = { type: "GrantRole", data, by };
  const handled = await commands.handle(accountDecider, accountId, command, context);
  return { handled, content: { accountId } };
};
