import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import {
  type RequireAnotherAdministratorDependencies,
  withAnotherAdministrator,
} from "../steps/require-another-administrator.ts";

export interface RevokeRoleDependencies extends RequireAnotherAdministratorDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
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
  const command: AccountCommand = { type: "RevokeRole", accountId, by: context.actor.account, ...wish };
  const revoke = () => dependencies.commands.handle(accountDecider, accountId, command, context);
  const handled =
    wish.role === "system-admin"
      ? await withAnotherAdministrator(dependencies, accountId, revoke)
      : await revoke();
  return { handled, content: { accountId } };
};
