import type { Sessions } from "../secrets/sessions.ts";

/** A session as its owner is shown it. */
export interface OwnSession {
  readonly session: string;
  /** ISO moments; when it began is not known of one from before this was kept. */
  readonly startedAt: string | undefined;
  readonly usedAt: string;
  readonly browser: string | undefined;
  /** The one that asks. */
  readonly current: boolean;
}

const momentOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Where an account is signed in, the session that was used last first. */
export const listSessions = async (
  sessions: Pick<Sessions, "list">,
  { account, session: current }: { readonly account: string; readonly session: string },
): Promise<readonly OwnSession[]> =>
  (await sessions.list(account)).map(({ session, startedAt, usedAt, browser }) => ({
    session,
    startedAt: startedAt === undefined ? undefined : momentOf(startedAt),
    usedAt: momentOf(usedAt),
    browser,
    current: session === current,
  }));
