import { heldUntilAfter } from "@sogoc/access";
import { type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import type { Credentials } from "../secrets/credentials.ts";
import { isGuessable } from "../sign-in/password-strength.ts";
import { type EndSessionsAccess, endSessions } from "../steps/end-sessions.ts";
import { issueAccessToken, type OpenSession, type SessionAccess } from "../steps/issue-access-token.ts";
import { loadAccount, selfContext } from "../steps/load-account.ts";

export interface ChangePasswordAccess extends EndSessionsAccess, SessionAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly credentials: Pick<Credentials, "change">;
}

/** `rate-limited` is said by the route. */
export const changePasswordRefusals = [
  "password-too-weak",
  "password-wrong",
  "rate-limited",
] as const satisfies readonly ErrorCode[];

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/**
 * Changes the password of whoever is signed in, and ends their other sessions. Throws what
 * `changePasswordRefusals` names.
 */
export const changePassword = async (
  access: ChangePasswordAccess,
  { account, session }: { readonly account: string; readonly session: string },
  { currentPassword, newPassword }: PasswordChange,
  correlationId: string,
): Promise<OpenSession> => {
  const state = await loadAccount(access.commands, account);
  const { signInName = "", displayName = "" } = state.opened ?? {};
  if (newPassword === currentPassword || (await isGuessable(newPassword, [signInName, displayName]))) {
    throw new CommandRejected("password-too-weak");
  }
  if (!(await access.credentials.change(account, currentPassword, newPassword))) {
    throw new CommandRejected("password-wrong");
  }
  await endSessions(access, account, { reason: "password-changed", correlationId }, session);
  const at = access.clock.now();
  const changed: AccountCommand = {
    type: "RecordPasswordChange",
    accountId: account,
    temporary: false,
    after: state.passwordChanges,
    at: at.toISOString(),
    heldUntil: heldUntilAfter(at),
  };
  const context = selfContext(access, state, correlationId);
  await access.commands.handle(accountDecider, account, changed, context);
  return issueAccessToken(access, account, session);
};
