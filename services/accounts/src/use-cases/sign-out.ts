import type { Sessions } from "../sessions.ts";
import { type RevokeSessionsAccess, revokeSessions } from "../steps/end-sessions.ts";

export interface SignOutAccess extends RevokeSessionsAccess {
  readonly sessions: Pick<Sessions, "end">;
}

/** Ends one session, here and for every service. */
export const signOut = async (
  access: SignOutAccess,
  { account, session }: { readonly account: string; readonly session: string },
  correlationId: string,
): Promise<void> => {
  await access.sessions.end(session);
  await revokeSessions(access, account, [session], { reason: "signed-out", correlationId });
};
