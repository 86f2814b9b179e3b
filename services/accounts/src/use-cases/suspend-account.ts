import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { accountDecider } from "../domain/account.ts";
import type { Sessions } from "../sessions.ts";
import { type AdministratorsAccess, requireAnotherAdministrator } from "./require-another-administrator.ts";

export interface SuspendAccountAccess extends AdministratorsAccess {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly sessions: Pick<Sessions, "openOf" | "end">;
}

export const suspendAccountRefusals = [
  "account-unknown",
  "own-account",
  "last-administrator",
] as const satisfies readonly ErrorCode[];

/** Suspends an account and ends its sessions. Throws what `suspendAccountRefusals` names. */
export const suspendAccount = async (
  access: SuspendAccountAccess,
  accountId: string,
  reason: string,
  context: CommandContext,
) => {
  const { commands, sessions } = access;
  requireAnotherAdministrator(access, accountId);
  const command = { type: "SuspendAccount", accountId, by: context.actor.account, reason } as const;
  const handled = await commands.handle(accountDecider, accountId, command, context);
  for (const session of await sessions.openOf(accountId)) await sessions.end(session);
  return { handled, content: { accountId } };
};
