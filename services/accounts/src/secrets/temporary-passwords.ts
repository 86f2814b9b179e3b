import { createHmac, randomBytes } from "node:crypto";
import type { Secrets } from "@sogoc/core";

const KEY = "temporary-passwords/key";
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * Can be read over the telephone: no look-alike letters, in groups of four. Twelve bytes make about
 * 59 bits.
 */
const spell = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, 12)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join("")
    .replace(/(.{4})(?=.)/g, "$1-");

/** A first password for a new installation. */
export const newTemporaryPassword = (): string => spell(randomBytes(12));

/**
 * Temporary passwords as a keyed digest of the command that asks for them: sent again after a crash
 * or a lost answer, the same command sets and tells the same password, and none is stored to be
 * told again. The key stays with the secrets.
 */
export const temporaryPasswordFor = async (
  secrets: Secrets,
  command: { readonly commandId: string; readonly accountId: string },
): Promise<string> => {
  if ((await secrets.find(KEY)) === undefined) {
    await secrets.replace(KEY, undefined, randomBytes(32).toString("hex"));
  }
  const key = String(await secrets.find(KEY));
  const digest = createHmac("sha256", key).update(`${command.commandId}/${command.accountId}`).digest();
  return spell(digest);
};
