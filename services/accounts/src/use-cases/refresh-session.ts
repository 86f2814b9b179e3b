import { CommandRejected } from "@sogoc/core";
import type { Sessions } from "../secrets/sessions.ts";
import { type RevokeSessionsDependencies, revokeSessions } from "../steps/end-sessions.ts";
import { type FindAccountFaultDependencies, findAccountFault, loadAccount } from "../steps/load-account.ts";

export interface RefreshSessionDependencies extends RevokeSessionsDependencies, FindAccountFaultDependencies {
  readonly sessions: Pick<Sessions, "refresh" | "end">;
}

/** A session that goes on. */
export interface RenewedSession {
  readonly account: string;
  readonly session: string;
  /** Undefined where the one that came stays good. */
  readonly refreshToken: string | undefined;
}

/**
 * Renews a session by its refresh token. A token that was used before ends its session, and so does
 * the end of its account. Throws `session-refused`.
 */
export const refreshSession = async (
  dependencies: RefreshSessionDependencies,
  token: string,
  correlationId: string,
): Promise<RenewedSession> => {
  const refreshed = await dependencies.sessions.refresh(token);
  if (refreshed.outcome === "unknown") throw new CommandRejected("session-refused");
  const { account, session } = refreshed;
  const state = await loadAccount(dependencies.commands, account);
  if (refreshed.outcome === "reused") {
    await revokeSessions(dependencies, account, [session], { reason: "token-reused", correlationId });
    throw new CommandRejected("session-refused");
  }
  const fault = findAccountFault(dependencies, state);
  if (fault !== undefined) {
    const reason = fault === "ended" ? "account-ended" : "suspended";
    await revokeSessions(dependencies, account, [session], { reason, correlationId });
    await dependencies.sessions.end(session);
    throw new CommandRejected("session-refused");
  }
  const refreshToken = refreshed.outcome === "rotated" ? refreshed.token : undefined;
  return { account, session, refreshToken };
};
