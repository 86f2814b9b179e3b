import { createHmac, randomBytes } from "node:crypto";
import { DamagedSecret, type Secrets } from "@sogoc/core";

const NAME = "draft-key/installation";
const BYTES = 32;

/** What the browsers of this installation seal half-keyed cases with. */
export interface DraftKeys {
  /** In base64, 256 bits; the same for an account at every sign-in. */
  keyOf(accountId: string): string;
}

/**
 * The keys that half-keyed cases are sealed with on the computers where they are keyed. A browser
 * is given that of whoever is signed in and keeps it in memory alone: whoever sits down there next
 * finds nothing to read, and the same person finds everything, after a change of password too.
 */
export const getDraftKeys = async (secrets: Secrets): Promise<DraftKeys> => {
  if ((await secrets.find(NAME)) === undefined)
    await secrets.replace(NAME, undefined, randomBytes(BYTES).toString("base64"));
  const stored = await secrets.find(NAME);
  const secret = Buffer.from(typeof stored === "string" ? stored : "", "base64");
  if (secret.length !== BYTES) throw new DamagedSecret(NAME, new Error("not 256 bits"));
  return { keyOf: (accountId) => createHmac("sha256", secret).update(accountId).digest("base64") };
};
