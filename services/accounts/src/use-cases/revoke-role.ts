import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import {
  type RequireAnotherAdministratorDependencies,
  requireAnotherAdministrator,
} from "../steps/require-another-administrator.ts";

export interface RevokeRoleDependencies extends RequireAnotherAdministratorDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
}

export const revokeRoleRefusals = [
  "account-unknown",
  "administrator-above-required",
  "last-administrator",
  "own-account",
  "role-not-granted",
] as const satisfies readonly ErrorCode[];

/** Takes a role away. Throws what `revokeRoleRefusals` names. */
export const revokeRole = async (
  dependencies: RevokeRoleDependencies,
  accountId: string,
  wish: Omit<DataOf<"RoleRevoked">, "accountId">,
  context: CommandContext,
) => {
  if (wish.role === "system-admin") requireAnotherAdministrator(dependencies, accountId);
  const command: AccountCommand = { type: "RevokeRole", accountId, by: context.actor.account, ...wish };
  const handled = await dependencies.commands.handle(accountDecider, accountId, command, context);
  return { handled, content: { accountId } };
};
