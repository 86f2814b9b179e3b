import { type Directory, getWorkingUnit } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  type ErrorCode,
  type Secrets,
  uuidFrom,
  vietnamDay,
  withoutExpectation,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import { accountIdOf } from "../domain/account-id.ts";
import type { Credentials } from "../secrets/credentials.ts";
import { temporaryPasswordFor } from "../secrets/temporary-passwords.ts";

export interface OpenAccountDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly directory: Pick<Directory, "tree">;
  readonly credentials: Pick<Credentials, "setFirst">;
  readonly secrets: Secrets;
}

export const openAccountRefusals = [
  "account-exists",
  "contract-required",
  "unit-closed",
  "unit-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * Opens an account with a temporary password, which is answered: whoever opens it has chosen that,
 * and has a hand in what is done with it for a day. Each step finds what an earlier try has done.
 * Throws what `openAccountRefusals` names.
 */
export const openAccount = async (
  dependencies: OpenAccountDependencies,
  wish: Omit<DataOf<"AccountOpened">, "accountId">,
  context: CommandContext,
) => {
  const { commands, directory, credentials, secrets } = dependencies;
  const accountId = accountIdOf(wish.signInName);
  const unit = getWorkingUnit(directory.tree(), wish.unitId, vietnamDay(context.at));
  const open: AccountCommand = { type: "OpenAccount", data: { accountId, ...wish }, unitKind: unit.kind };
  await commands.handle(accountDecider, accountId, open, context);
  const { commandId } = context;
  const temporaryPassword = await temporaryPasswordFor(secrets, { commandId, accountId });
  // A password that was changed since an earlier try stays.
  await credentials.setFirst(accountId, temporaryPassword);
  const changed: AccountCommand = {
    type: "RecordPasswordChange",
    accountId,
    temporary: true,
    openedBy: context.actor.account,
    openedAt: context.at.toISOString(),
  };
  const handled = await commands.handle(accountDecider, accountId, changed, {
    ...withoutExpectation(context),
    commandId: uuidFrom(commandId, "first-password"),
  });
  return { handled, content: { accountId, temporaryPassword } };
};
