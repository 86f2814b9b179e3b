import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";

export const vouchForAccountRefusals = [
  "account-unknown",
  "administrator-above-required",
  "own-account",
  "reset-by-yourself",
] as const satisfies readonly ErrorCode[];

/**
 * Lets an account decide again after a reset of its password; where nothing holds it,
 * nothing changes. Throws what `vouchForAccountRefusals` names.
 */
export const vouchForAccount = async (
  commands: Pick<CommandHandler, "handle">,
  accountId: string,
  context: CommandContext,
) => {
  const command: AccountCommand = { type: "VouchForAccount", accountId, by: context.actor.account };
  const handled = await commands.handle(accountDecider, accountId, command, context);
  return { handled, content: { accountId } };
};
