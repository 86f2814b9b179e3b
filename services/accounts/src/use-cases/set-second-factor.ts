import { type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import type { Credentials } from "../secrets/credentials.ts";
import type { SecondFactors } from "../secrets/second-factors.ts";
import { type EndSessionsAccess, endSessions } from "../steps/end-sessions.ts";
import { issueAccessToken, type OpenSession, type SessionAccess } from "../steps/issue-access-token.ts";
import { loadAccount, selfContext } from "../steps/load-account.ts";
import {
  type CurrentCodeAccess,
  currentCodeRefusals,
  requireCurrentCode,
  type SignedInFrom,
} from "../steps/require-current-code.ts";
import { requireOwnPassword } from "../steps/require-own-password.ts";

export interface SetSecondFactorAccess extends CurrentCodeAccess, EndSessionsAccess, SessionAccess {
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
  access: SetSecondFactorAccess,
  { account, session, address }: SignedInFrom,
  { password, code, currentCode }: Confirmation,
  correlationId: string,
): Promise<SetFactor> => {
  await requireOwnPassword(access.credentials, account, password);
  const fits = await access.secondFactors.fits(account, code);
  if (fits === "not-begun") throw new CommandRejected("second-factor-not-begun");
  // Before a code of the old phone is used up.
  if (!fits) throw new CommandRejected("second-factor-wrong");
  const before = await loadAccount(access.commands, account);
  await requireCurrentCode(access, before, { account, session, address, code: currentCode, correlationId });
  const recoveryCodes = await access.secondFactors.confirm(account, code);
  if (recoveryCodes === "not-begun") throw new CommandRejected("second-factor-not-begun");
  if (recoveryCodes === undefined) throw new CommandRejected("second-factor-wrong");
  const context = selfContext(access, await loadAccount(access.commands, account), correlationId);
  const set: AccountCommand = { type: "AddSecondFactor", accountId: account };
  await access.commands.handle(accountDecider, account, set, context);
  await endSessions(access, account, { reason: "second-factor-changed", correlationId }, session);
  const { principal, accessToken } = await issueAccessToken(access, account, session);
  return { principal, accessToken, recoveryCodes };
};
