import type { Clock, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import type { Sessions } from "../secrets/sessions.ts";
import { loadAccount, selfContext } from "./load-account.ts";

export interface RevokeSessionsDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface EndSessionsDependencies extends RevokeSessionsDependencies {
  readonly sessions: Pick<Sessions, "listKept" | "end">;
}

/** Why sessions end, and the request that ends them. */
export interface Ending {
  readonly reason: DataOf<"SessionRevoked">["reason"];
  readonly correlationId: string;
}

/** Ends sessions for every service at once, tokens already issued included. */
export const revokeSessions = async (
  dependencies: RevokeSessionsDependencies,
  accountId: string,
  sessionIds: readonly string[],
  { reason, correlationId }: Ending,
): Promise<void> => {
  for (const sessionId of sessionIds) {
    const state = await loadAccount(dependencies.commands, accountId);
    const command: AccountCommand = { type: "RevokeSession", data: { accountId, sessionId, reason } };
    const context = selfContext(dependencies, state, correlationId);
    await dependencies.commands.handle(accountDecider, accountId, command, context);
  }
};

/**
 * Ends an account's sessions but for `except`. The other services are told first: cut off in
 * between, it is done again.
 */
export const endSessions = async (
  dependencies: EndSessionsDependencies,
  accountId: string,
  ending: Ending,
  except?: string,
): Promise<void> => {
  const kept = await dependencies.sessions.listKept(accountId, except);
  await revokeSessions(dependencies, accountId, kept, ending);
  for (const session of kept) await dependencies.sessions.end(session);
};
