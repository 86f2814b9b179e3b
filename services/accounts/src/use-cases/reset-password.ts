import { heldUntilAfter } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  type Secrets,
  withoutExpectation,
} from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import type { Credentials } from "../secrets/credentials.ts";
import type { SecondFactors } from "../secrets/second-factors.ts";
import { temporaryPasswordFor } from "../secrets/temporary-passwords.ts";
import { type EndSessionsDependencies, endSessions } from "../steps/end-sessions.ts";

export interface ResetPasswordDependencies extends EndSessionsDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load" | "findHandled">;
  readonly credentials: Pick<Credentials, "set">;
  readonly secondFactors: Pick<SecondFactors, "remove">;
  readonly secrets: Secrets;
}

export const resetPasswordRefusals = [
  "account-unknown",
  "administrator-above-required",
  "own-account",
] as const satisfies readonly ErrorCode[];

interface AccountToReset {
  readonly accountId: string;
  /** Whoever resets it stands above everything that the account reaches. */
  readonly above: boolean;
  /** The phone is lost, too: the second factor goes, and is set up anew after the sign-in. */
  readonly withSecondFactor: boolean;
}

/**
 * Gives an account a new temporary password, which is answered, and ends its sessions. Whoever does
 * not stand above it could take its place: for a day it decides nothing. Throws what
 * `resetPasswordRefusals` names.
 */
export const resetPassword = async (
  dependencies: ResetPasswordDependencies,
  { accountId, above, withSecondFactor }: AccountToReset,
  context: CommandContext,
) => {
  const { commands, credentials, secrets } = dependencies;
  const { commandId, correlationId } = context;
  // Whoever has but the session would take the account with it: one's own password is changed with
  // the old one, and a lost phone is another administrator's to put right.
  if (accountId === context.actor.account) throw new CommandRejected("own-account");
  const temporaryPassword = await temporaryPasswordFor(secrets, { commandId, accountId });
  const content = { accountId, temporaryPassword };
  const before = await commands.findHandled(accountDecider, accountId, context);
  if (before) return { handled: before, content };
  // The event comes last: cut off before it, the same request does all of it again; once it is
  // there, all was done.
  await credentials.set(accountId, temporaryPassword);
  if (withSecondFactor) await dependencies.secondFactors.remove(accountId);
  await endSessions(dependencies, accountId, { reason: "password-changed", correlationId });
  const heldUntil = above ? undefined : heldUntilAfter(context.at);
  const resetBy = context.actor.account;
  const command: AccountCommand = {
    type: "RecordPasswordChange",
    accountId,
    temporary: true,
    resetBy,
    resetAt: context.at.toISOString(),
    heldUntil,
    secondFactorRemovedBy: withSecondFactor ? resetBy : undefined,
  };
  const handled = await commands.handle(accountDecider, accountId, command, withoutExpectation(context));
  return { handled, content };
};
