import { isDeepStrictEqual } from "node:util";
import type { Secrets } from "@sogoc/core";
import { CommandFailed, exitCodes } from "../exit-codes.ts";

const ALL = "";

/**
 * Throws when the target has a secret that the source has not, or another value; says nothing of
 * what it is.
 */
export const expectNoOtherSecrets = async (from: Secrets, to: Secrets): Promise<void> => {
  for (const key of await to.keys(ALL)) {
    if (isDeepStrictEqual(await from.find(key), await to.find(key))) continue;
    throw new CommandFailed(
      "Nơi đến đã có mật khẩu hoặc khóa khác / the target already holds other passwords or keys",
      exitCodes.notInOrder,
    );
  }
};

/**
 * Copies password hashes, sessions and signing keys that are missing; answers how many those were.
 */
export const copySecrets = async (from: Secrets, to: Secrets): Promise<number> => {
  const there = new Set(await to.keys(ALL));
  const missing = (await from.keys(ALL)).filter((key) => !there.has(key));
  for (const key of missing) await to.put(key, await from.find(key));
  return missing.length;
};

/** Holds both against each other; answers how many there are. */
export const verifySecrets = async (from: Secrets, to: Secrets): Promise<number> => {
  await expectNoOtherSecrets(from, to);
  const [here, there] = [await from.keys(ALL), await to.keys(ALL)];
  if (here.length !== there.length)
    throw new CommandFailed("Thiếu mật khẩu hoặc khóa / secrets are missing", exitCodes.notInOrder);
  return here.length;
};
