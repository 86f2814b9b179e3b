import type { Sessions } from "../secrets/sessions.ts";
import { type EndSessionsAccess, endSessions } from "../steps/end-sessions.ts";
import { findStandingFault, loadAccount, type StandingAccess } from "../steps/load-account.ts";

export interface EndSessionsOfEndedAccess extends EndSessionsAccess, StandingAccess {
  readonly sessions: Pick<Sessions, "accounts" | "listKept" | "end">;
}

/**
 * Ends the sessions of accounts that have come to their end or are suspended: they are refused
 * already, and none of them lives again when the account goes on.
 */
export const endSessionsOfEnded = async (access: EndSessionsOfEndedAccess): Promise<void> => {
  for (const accountId of await access.sessions.accounts()) {
    const fault = findStandingFault(access, await loadAccount(access.commands, accountId));
    if (fault === undefined) continue;
    const reason = fault === "ended" ? "account-ended" : "suspended";
    await endSessions(access, accountId, { reason, correlationId: access.newId() });
  }
};
