import { createHash, randomBytes } from "node:crypto";
import type { Clock, Secrets } from "@sogoc/core";

const SESSION_HOURS = 12;
/** Two tabs may refresh at the same moment; the loser's token is not a theft. */
const GRACE_MS = 30_000;

interface StoredSession {
  readonly account: string;
  readonly current: string;
  readonly previous: string;
  readonly rotatedAt: number;
  readonly expires: number;
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
  start(session: string, account: string): Promise<string>;
  refresh(token: string): Promise<Refreshed>;
  end(session: string): Promise<void>;
  /** Removes those that have expired; answers how many. */
  sweep(): Promise<number>;
  openOf(account: string, except?: string): Promise<readonly string[]>;
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * Rotating refresh tokens `<session>.<secret>`; only digests are stored. A token used twice ends
 * its session.
 */
export const createSessions = (secrets: Secrets, clock: Clock): Sessions => {
  const keyOf = (session: string) => `session/${session}`;
  const find = async (session: string) => (await secrets.find(keyOf(session))) as StoredSession | undefined;
  const newSecret = () => randomBytes(32).toString("base64url");

  return {
    async start(session, account) {
      const secret = newSecret();
      const now = clock.now().getTime();
      const stored: StoredSession = {
        account,
        current: digest(secret),
        previous: "",
        rotatedAt: now,
        expires: now + SESSION_HOURS * 3_600_000,
      };
      await secrets.put(keyOf(session), stored);
      return `${session}.${secret}`;
    },

    async refresh(token) {
      const [session = "", secret = ""] = token.split(".");
      const stored = await find(session);
      const now = clock.now().getTime();
      if (!stored || now > stored.expires) return { outcome: "unknown" };
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
    },

    end: (session) => secrets.remove(keyOf(session)),

    async sweep() {
      const now = clock.now().getTime();
      let swept = 0;
      for (const key of await secrets.keys("session/")) {
        const stored = (await secrets.find(key)) as StoredSession | undefined;
        // When a session ends is said when it begins: one that has ended is never renewed
        // meanwhile.
        if (!stored || now <= stored.expires) continue;
        await secrets.remove(key);
        swept++;
      }
      return swept;
    },

    async openOf(account, except) {
      const open: string[] = [];
      for (const key of await secrets.keys("session/")) {
        const session = key.slice("session/".length);
        if (session !== except && (await find(session))?.account === account) open.push(session);
      }
      return open;
    },
  };
};

const SWEEP_EVERY_MS = 3_600_000;

/**
 * Sweeps at once and every hour; what cannot be swept now is there in an hour, and lets nobody in
 * meanwhile.
 */
export const sweepSessions = (sessions: Pick<Sessions, "sweep">): { readonly stop: () => void } => {
  const sweep = () => void sessions.sweep().catch(() => {});
  sweep();
  const timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
  return { stop: () => clearInterval(timer) };
};
