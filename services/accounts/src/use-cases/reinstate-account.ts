import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";

export const reinstateAccountRefusals = [
  "account-unknown",
  "account-not-suspended",
  "administrator-above-required",
] as const satisfies readonly ErrorCode[];

/** Lets a suspended account sign in again. Throws what `reinstateAccountRefusals` names. */
export const reinstateAccount = async (
  commands: Pick<CommandHandler, "handle">,
  accountId: string,
  reason: string,
  context: CommandContext,
) => {
  const command: AccountCommand = { type: "ReinstateAccount", accountId, reason };
  const handled = await commands.handle(accountDecider, accountId, command, context);
  return { handled, content: { accountId } };
};
