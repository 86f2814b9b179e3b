import type { Sessions } from "../secrets/sessions.ts";
import { type RevokeSessionsDependencies, revokeSessions } from "../steps/end-sessions.ts";

export interface SignOutDependencies extends RevokeSessionsDependencies {
  readonly sessions: Pick<Sessions, "end">;
}

/**
 * Ends the session that asks for it, here and for every service. Here first, other than
 * `endSessions`: the token that asks is refused as soon as the others know. After a cut in between
 * nobody could ask again, and the next sign-in of this browser would resume a session that every
 * service refuses.
 */
export const signOut = async (
  dependencies: SignOutDependencies,
  { account, session }: { readonly account: string; readonly session: string },
  correlationId: string,
): Promise<void> => {
  await dependencies.sessions.end(session);
  await revokeSessions(dependencies, account, [session], { reason: "signed-out", correlationId });
};
