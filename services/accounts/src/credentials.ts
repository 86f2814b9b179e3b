import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { Secrets } from "@sogoc/core";

// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const MINIMUM_PASSWORD_LENGTH = 10;

export interface Credentials {
  set(accountId: string, password: string): Promise<void>;
  /** Only where there is none yet; answers whether it was this one that was stored. */
  setFirst(accountId: string, password: string): Promise<boolean>;
  exist(accountId: string): Promise<boolean>;
  /** Takes the same time whether or not the account exists. */
  matches(accountId: string | undefined, password: string): Promise<boolean>;
}

/** Password hashes (argon2id), kept out of the event log. */
export const createCredentials = async (secrets: Secrets): Promise<Credentials> => {
  const nobody = await hash(randomBytes(16).toString("hex"), cost);
  const keyOf = (accountId: string) => `password/${accountId}`;
  const hashOf = (password: string) => hash(password.normalize("NFC"), cost);
  return {
    async set(accountId, password) {
      await secrets.put(keyOf(accountId), await hashOf(password));
    },
    setFirst: async (accountId, password) =>
      secrets.replace(keyOf(accountId), undefined, await hashOf(password)),
    exist: async (accountId) => (await secrets.find(keyOf(accountId))) !== undefined,
    async matches(accountId, password) {
      const stored = accountId === undefined ? undefined : await secrets.find(keyOf(accountId));
      const good = await verify(typeof stored === "string" ? stored : nobody, password.normalize("NFC"));
      return good && typeof stored === "string";
    },
  };
};

const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** A first password that can be read over the telephone: about 59 bits, no look-alike letters. */
export const newTemporaryPassword = (): string =>
  [...randomBytes(12)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join("")
    .replace(/(.{4})(?=.)/g, "$1-");
