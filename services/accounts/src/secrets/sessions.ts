import { createHash, randomBytes } from "node:crypto";
import type { Clock, Secrets } from "@sogoc/core";
import { findWhole } from "./damaged-secrets.ts";

const SESSION_MS = 12 * 3_600_000;
/** Characters that are kept of what a browser calls itself. */
const MOST_OF_BROWSER = 300;
/** The clocks of two machines do not agree. */
const MOST_AHEAD_MS = 5 * 60_000;
/** Two tabs may refresh at the same moment; the loser's token is not a theft. */
const GRACE_MS = 30_000;

interface StoredSession {
  readonly account: string;
  readonly current: string;
  readonly previous: string;
  /** When its owner's browser last renewed it. */
  readonly rotatedAt: number;
  readonly expires: number;
  /** Sessions from before this was kept have neither. */
  readonly startedAt?: number | undefined;
  /** What the browser calls itself. */
  readonly browser?: string | undefined;
}

/** A session as its owner is shown it; moments in milliseconds since 1970. */
export interface ListedSession {
  readonly session: string;
  readonly startedAt: number | undefined;
  readonly usedAt: number;
  readonly browser: string | undefined;
}

/** A session that goes on after its owner has given the password again. */
export interface ResumedSession {
  readonly session: string;
  /** Undefined where the one that came stays good. */
  readonly token: string | undefined;
}

export type Refreshed =
  | {
      readonly outcome: "rotated";
      readonly account: string;
      readonly session: string;
      readonly token: string;
    }
  | { readonly outcome: "kept"; readonly account: string; readonly session: string }
  | { readonly outcome: "reused"; readonly account: string; readonly session: string }
  | { readonly outcome: "unknown" };

export interface Sessions {
  start(session: string, account: string, browser?: string | undefined): Promise<string>;
  /**
   * The session of a token, where it is of this account and open; from now on it lasts as long as a
   * new one.
   */
  resume(token: string, account: string): Promise<ResumedSession | undefined>;
  refresh(token: string): Promise<Refreshed>;
  end(session: string): Promise<void>;
  /** Removes those that have expired; answers how many. */
  sweep(): Promise<number>;
  /** Those of an account that are still kept, also ones that have expired and are not swept yet. */
  listKept(account: string, except?: string): Promise<readonly string[]>;
  /** Accounts that have sessions, each once. */
  accounts(): Promise<ReadonlySet<string>>;
  /** Those of an account that have not expired, the one that was used last first. */
  list(account: string): Promise<readonly ListedSession[]>;
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

const keyOf = (session: string) => `session/${session}`;
const newSecret = () => randomBytes(32).toString("base64url");

/** One that the disk has damaged is none: whoever has it signs in again. */
const findIn = async (secrets: Secrets, session: string): Promise<StoredSession | undefined> =>
  (await findWhole(secrets, keyOf(session))) as StoredSession | undefined;

/**
 * Whether a session is open. One that was begun or renewed in the future, by a clock that was
 * ahead, is none: it would last for as long as that was.
 */
const isOpen = ({ startedAt = 0, rotatedAt, expires }: StoredSession, now: number): boolean =>
  now <= expires &&
  Math.max(startedAt, rotatedAt) <= now + MOST_AHEAD_MS &&
  expires <= now + SESSION_MS + MOST_AHEAD_MS;

const refreshWith =
  (secrets: Secrets, clock: Clock) =>
  async (token: string): Promise<Refreshed> => {
    const [session = "", secret = ""] = token.split(".");
    const stored = await findIn(secrets, session);
    const now = clock.now().getTime();
    if (!stored || !isOpen(stored, now)) return { outcome: "unknown" };
    const { account } = stored;
    const given = digest(secret);
    if (given === stored.current) {
      const fresh = newSecret();
      const next = { ...stored, current: digest(fresh), previous: given, rotatedAt: now };
      if (await secrets.replace(keyOf(session), stored, next)) {
        return { outcome: "rotated", account, session, token: `${session}.${fresh}` };
      }
      return { outcome: "kept", account, session };
    }
    if (given === stored.previous && now - stored.rotatedAt < GRACE_MS)
      return { outcome: "kept", account, session };
    await secrets.remove(keyOf(session));
    return { outcome: "reused", account, session };
  };

/** The sessions of one account, those that have expired and are not swept yet included. */
const ofAccount = async (secrets: Secrets, account: string) => {
  const found: (readonly [session: string, stored: StoredSession])[] = [];
  for (const key of await secrets.keys("session/")) {
    const session = key.slice("session/".length);
    const stored = await findIn(secrets, session);
    if (stored?.account === account) found.push([session, stored]);
  }
  return found;
};

/**
 * Rotating refresh tokens `<session>.<secret>`; only digests are stored. A token used twice ends
 * its session.
 */
export const createSessions = (secrets: Secrets, clock: Clock): Sessions => {
  const refresh = refreshWith(secrets, clock);
  return {
    async start(session, account, browser) {
      const secret = newSecret();
      const now = clock.now().getTime();
      const stored: StoredSession = {
        account,
        current: digest(secret),
        previous: "",
        rotatedAt: now,
        expires: now + SESSION_MS,
        startedAt: now,
        browser: browser?.slice(0, MOST_OF_BROWSER),
      };
      await secrets.put(keyOf(session), stored);
      return `${session}.${secret}`;
    },

    async resume(token, account) {
      const [session = ""] = token.split(".");
      const before = await findIn(secrets, session);
      if (before?.account !== account) return undefined;
      const refreshed = await refresh(token);
      if (refreshed.outcome !== "rotated" && refreshed.outcome !== "kept") return undefined;
      const stored = await findIn(secrets, session);
      if (!stored) return undefined;
      // Where another window renews it at this moment, its end stays: the next time sets it anew.
      await secrets.replace(keyOf(session), stored, {
        ...stored,
        expires: clock.now().getTime() + SESSION_MS,
      });
      return { session, token: refreshed.outcome === "rotated" ? refreshed.token : undefined };
    },

    refresh,

    end: (session) => secrets.remove(keyOf(session)),

    async sweep() {
      const now = clock.now().getTime();
      let swept = 0;
      for (const key of await secrets.keys("session/")) {
        const stored = await findIn(secrets, key.slice("session/".length));
        // When a session ends is said when it begins: one that has ended is never renewed
        // meanwhile. One that is not there any more, or damaged, has ended too.
        if (stored && isOpen(stored, now)) continue;
        await secrets.remove(key);
        swept++;
      }
      return swept;
    },

    async accounts() {
      const found = new Set<string>();
      for (const key of await secrets.keys("session/")) {
        const stored = await findIn(secrets, key.slice("session/".length));
        if (stored) found.add(stored.account);
      }
      return found;
    },

    listKept: async (account, except) =>
      (await ofAccount(secrets, account)).map(([session]) => session).filter((session) => session !== except),

    async list(account) {
      const now = clock.now().getTime();
      return (await ofAccount(secrets, account))
        .filter(([, stored]) => isOpen(stored, now))
        .map(([session, { startedAt, rotatedAt: usedAt, browser }]) => ({
          session,
          startedAt,
          usedAt,
          browser,
        }))
        .sort((one, other) => other.usedAt - one.usedAt);
    },
  };
};

const SWEEP_EVERY_MS = 3_600_000;

/**
 * Sweeps at once and every hour, then calls `endOthers`; what cannot be swept now is there in an
 * hour, and lets nobody in meanwhile.
 */
export const sweepSessions = (
  sessions: Pick<Sessions, "sweep">,
  endOthers: () => Promise<void>,
): { readonly stop: () => void } => {
  const sweep = () =>
    void sessions
      .sweep()
      .then(endOthers)
      .catch(() => {});
  sweep();
  const timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
  return { stop: () => clearInterval(timer) };
};
