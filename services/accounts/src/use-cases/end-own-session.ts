import { CommandRejected, type ErrorCode } from "@sogoc/core";
import type { Sessions } from "../secrets/sessions.ts";
import { type RevokeSessionsAccess, revokeSessions } from "../steps/end-sessions.ts";

export interface EndOwnSessionAccess extends RevokeSessionsAccess {
  readonly sessions: Pick<Sessions, "list" | "end">;
}

export const endOwnSessionRefusals = ["not-found"] as const satisfies readonly ErrorCode[];

/**
 * Ends a session that its owner has left open elsewhere, for every service at once. Throws what
 * `endOwnSessionRefusals` names.
 */
export const endOwnSession = async (
  access: EndOwnSessionAccess,
  account: string,
  session: string,
  correlationId: string,
): Promise<void> => {
  const own = await access.sessions.list(account);
  if (!own.some((one) => one.session === session)) throw new CommandRejected("not-found");
  await revokeSessions(access, account, [session], { reason: "ended-by-owner", correlationId });
  await access.sessions.end(session);
};
