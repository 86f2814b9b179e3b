import type { Sessions } from "../secrets/sessions.ts";
import { type EndSessionsDependencies, endSessions } from "../steps/end-sessions.ts";
import { type FindAccountFaultDependencies, findAccountFault, loadAccount } from "../steps/load-account.ts";

export interface EndSessionsOfEndedDependencies
  extends EndSessionsDependencies,
    FindAccountFaultDependencies {
  readonly sessions: Pick<Sessions, "accounts" | "listKept" | "end">;
}

/**
 * Ends the sessions of accounts that have come to their end or are suspended: they are refused
 * already, and none of them lives again when the account goes on.
 */
export const endSessionsOfEnded = async (dependencies: EndSessionsOfEndedDependencies): Promise<void> => {
  for (const accountId of await dependencies.sessions.accounts()) {
    const fault = findAccountFault(dependencies, await loadAccount(dependencies.commands, accountId));
    if (fault === undefined) continue;
    const reason = fault === "ended" ? "account-ended" : "suspended";
    await endSessions(dependencies, accountId, { reason, correlationId: dependencies.newId() });
  }
};
