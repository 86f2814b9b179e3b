import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { Secrets } from "@sogoc/core";
import { PASSWORD_PREFIX, passwordName } from "@sogoc/events";
import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { findWhole } from "./damaged-secrets.ts";

/** What one argon2id hash costs: KiB of memory, passes over it, lanes. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
const recommended: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Each takes 19 MiB and a thread of the four that files are read with, too; the rest of the process
// must go on.
const MOST_AT_ONCE = 2;
const MOST_WAITING = 200;

export interface Credentials {
  set(accountId: string, password: string): Promise<void>;
  /** Only where there is none yet; answers whether it was this one that was stored. */
  setFirst(accountId: string, password: string): Promise<boolean>;
  /**
   * Only in the place of `current`: what somebody else set meanwhile stays. Answers whether it was
   * stored.
   */
  change(accountId: string, current: string, next: string): Promise<boolean>;
  exist(accountId: string): Promise<boolean>;
  /** Whether anybody has one. */
  existAny(): Promise<boolean>;
  /**
   * Takes the same time whether or not the account exists. One that the disk has damaged matches
   * nothing: its owner is refused as with a wrong one, and gets another from an administrator.
   */
  matches(accountId: string | undefined, password: string): Promise<boolean>;
}

/** Password hashes (argon2id), kept out of the event log. */
export const createCredentials = async (
  secrets: Secrets,
  cost: PasswordCost = recommended,
): Promise<Credentials> => {
  const nobody = await hash(randomBytes(16).toString("hex"), cost);
  const hashing = createConcurrencyLimit(MOST_AT_ONCE, MOST_WAITING);
  const hashOf = (password: string) => hashing(() => hash(password.normalize("NFC"), cost));
  const fits = (stored: string, password: string) => hashing(() => verify(stored, password.normalize("NFC")));
  return {
    async set(accountId, password) {
      await secrets.put(passwordName(accountId), await hashOf(password));
    },
    setFirst: async (accountId, password) =>
      secrets.replace(passwordName(accountId), undefined, await hashOf(password)),
    async change(accountId, current, next) {
      const stored = await findWhole(secrets, passwordName(accountId));
      if (typeof stored !== "string" || !(await fits(stored, current))) return false;
      return secrets.replace(passwordName(accountId), stored, await hashOf(next));
    },
    existAny: async () => (await secrets.keys(PASSWORD_PREFIX)).length > 0,
    // Looked for by its name: one that the disk has damaged is there, and is made anew by a reset.
    exist: async (accountId) =>
      (await secrets.keys(passwordName(accountId))).includes(passwordName(accountId)),
    async matches(accountId, password) {
      const stored = accountId === undefined ? undefined : await findWhole(secrets, passwordName(accountId));
      const good = await fits(typeof stored === "string" ? stored : nobody, password);
      return good && typeof stored === "string";
    },
  };
};
