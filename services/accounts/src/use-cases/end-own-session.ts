import { CommandRejected, type ErrorCode } from "@sogoc/core";
import type { Sessions } from "../secrets/sessions.ts";
import { type RevokeSessionsDependencies, revokeSessions } from "../steps/end-sessions.ts";

export interface EndOwnSessionDependencies extends RevokeSessionsDependencies {
  readonly sessions: Pick<Sessions, "list" | "end">;
}

export const endOwnSessionRefusals = ["not-found"] as const satisfies readonly ErrorCode[];

/**
 * Ends a session that its owner has left open elsewhere, for every service at once. Throws what
 * `endOwnSessionRefusals` names.
 */
export const endOwnSession = async (
  dependencies: EndOwnSessionDependencies,
  account: string,
  session: string,
  correlationId: string,
): Promise<void> => {
  const own = await dependencies.sessions.list(account);
  if (!own.some((one) => one.session === session)) throw new CommandRejected("not-found");
  await revokeSessions(dependencies, account, [session], { reason: "ended-by-owner", correlationId });
  await dependencies.sessions.end(session);
};
