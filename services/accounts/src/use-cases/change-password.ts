import { heldUntilAfter } from "@sogoc/access";
import { type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import type { Credentials } from "../secrets/credentials.ts";
import { isGuessable } from "../sign-in/password-strength.ts";
import { type EndSessionsDependencies, endSessions } from "../steps/end-sessions.ts";
import {
  type IssueAccessTokenDependencies,
  issueAccessToken,
  type OpenSession,
} from "../steps/issue-access-token.ts";
import { loadAccount, selfContext } from "../steps/load-account.ts";

export interface ChangePasswordDependencies extends EndSessionsDependencies, IssueAccessTokenDependencies {
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
  dependencies: ChangePasswordDependencies,
  { account, session }: { readonly account: string; readonly session: string },
  { currentPassword, newPassword }: PasswordChange,
  correlationId: string,
): Promise<OpenSession> => {
  const state = await loadAccount(dependencies.commands, account);
  const { signInName = "", displayName = "" } = state.opened ?? {};
  if (newPassword === currentPassword || (await isGuessable(newPassword, [signInName, displayName]))) {
    throw new CommandRejected("password-too-weak");
  }
  if (!(await dependencies.credentials.change(account, currentPassword, newPassword))) {
    throw new CommandRejected("password-wrong");
  }
  await endSessions(dependencies, account, { reason: "password-changed", correlationId }, session);
  const at = dependencies.clock.now();
  const changed: AccountCommand = {
    type: "RecordPasswordChange",
    accountId: account,
    temporary: false,
    after: state.passwordChanges,
    at: at.toISOString(),
    heldUntil: heldUntilAfter(at),
  };
  const context = selfContext(dependencies, state, correlationId);
  await dependencies.commands.handle(accountDecider, account, changed, context);
  return issueAccessToken(dependencies, account, session);
};
