import { type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import type { Credentials } from "../secrets/credentials.ts";
import type { SecondFactors } from "../secrets/second-factors.ts";
import { type EndSessionsDependencies, endSessions } from "../steps/end-sessions.ts";
import {
  type IssueAccessTokenDependencies,
  issueAccessToken,
  type OpenSession,
} from "../steps/issue-access-token.ts";
import { loadAccount, selfContext } from "../steps/load-account.ts";
import {
  currentCodeRefusals,
  type RequireCurrentCodeDependencies,
  requireCurrentCode,
  type SignedInFrom,
} from "../steps/require-current-code.ts";
import { requireOwnPassword } from "../steps/require-own-password.ts";

export interface SetSecondFactorDependencies
  extends RequireCurrentCodeDependencies,
    EndSessionsDependencies,
    IssueAccessTokenDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly credentials: Pick<Credentials, "matches">;
  readonly secondFactors: Pick<SecondFactors, "confirm" | "fits" | "use">;
}

/** `rate-limited` is said by the route. */
export const setSecondFactorRefusals = [
  ...currentCodeRefusals,
  "password-wrong",
  "second-factor-not-begun",
  "second-factor-wrong",
] as const satisfies readonly ErrorCode[];

interface Confirmation {
  readonly password: string;
  /** The first one of the new phone. */
  readonly code: string;
  /** Of the phone that it takes the place of, or of its paper. */
  readonly currentCode?: string | undefined;
}

/** The session that goes on, and the codes for a lost phone, which are told once. */
export interface SetFactor extends OpenSession {
  readonly recoveryCodes: readonly string[];
}

/**
 * Ends the set-up with the phone's first code: from now on every sign-in asks for one. Sessions
 * that were begun without it end, but for this one. Where there is one already, a code of that is
 * asked for. Throws what `setSecondFactorRefusals` names.
 */
export const setSecondFactor = async (
  dependencies: SetSecondFactorDependencies,
  { account, session, address }: SignedInFrom,
  { password, code, currentCode }: Confirmation,
  correlationId: string,
): Promise<SetFactor> => {
  await requireOwnPassword(dependencies.credentials, account, password);
  const fits = await dependencies.secondFactors.fits(account, code);
  if (fits === "not-begun") throw new CommandRejected("second-factor-not-begun");
  // Before a code of the old phone is used up.
  if (!fits) throw new CommandRejected("second-factor-wrong");
  const before = await loadAccount(dependencies.commands, account);
  await requireCurrentCode(dependencies, before, {
    account,
    session,
    address,
    code: currentCode,
    correlationId,
  });
  const recoveryCodes = await dependencies.secondFactors.confirm(account, code);
  if (recoveryCodes === "not-begun") throw new CommandRejected("second-factor-not-begun");
  if (recoveryCodes === undefined) throw new CommandRejected("second-factor-wrong");
  const context = selfContext(dependencies, await loadAccount(dependencies.commands, account), correlationId);
  const set: AccountCommand = { type: "AddSecondFactor", accountId: account };
  await dependencies.commands.handle(accountDecider, account, set, context);
  await endSessions(dependencies, account, { reason: "second-factor-changed", correlationId }, session);
  const open = await issueAccessToken(dependencies, account, session);
  return { ...open, recoveryCodes };
};
