import { setTimeout as pause } from "node:timers/promises";
import { type Directory, Principal } from "@sogoc/access";
import { type Clock, CommandRejected } from "@sogoc/core";
import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { SignedIn } from "./http-ports.ts";

export const TOKEN_ISSUER = "sogoc-accounts";
export const TOKEN_AUDIENCE = "sogoc";

/**
 * No token is good for longer, whoever signed it: what is asked for later is signed anew, by then
 * with the roles held then.
 */
export const MAX_TOKEN_SECONDS = 300;

/** The clocks of two machines do not agree. */
const MOST_AHEAD_SECONDS = 60;

const MAX_REMEMBERED = 10_000;

/** A service may learn of an account a moment after another one signed its token. */
const LEARNING_TRIES = 10;
const LEARNING_PAUSE_MS = 100;

const isKnownSoon = async (account: string, directory: Pick<Directory, "displayName">): Promise<boolean> => {
  for (let attempt = 0; attempt < LEARNING_TRIES; attempt++) {
    if (directory.displayName(account) !== undefined) return true;
    await pause(LEARNING_PAUSE_MS);
  }
  return false;
};

/**
 * Checks an access token against the accounts service's public keys (JWKS, EdDSA only), and that
 * its account is one that was opened. A token found good is remembered until it expires: a clerk
 * sends the same one hundreds of times.
 */
export const createTokenVerifier = (keys: JWTVerifyGetKey, clock: Clock) => {
  const remembered = new Map<string, SignedIn & { readonly expires: number }>();

  const verify = async (token: string) => {
    const { payload } = await jwtVerify(token, keys, {
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      algorithms: ["EdDSA"],
      currentDate: clock.now(),
      requiredClaims: ["exp", "iat"],
    });
    const { exp = 0, iat = 0 } = payload;
    const isTooLong = exp - iat > MAX_TOKEN_SECONDS;
    const isOfTomorrow = iat > clock.now().getTime() / 1000 + MOST_AHEAD_SECONDS;
    if (isTooLong || isOfTomorrow) throw new CommandRejected("not-signed-in");
    return { ...Principal.parse(payload["who"]), expires: exp * 1000 };
  };

  return async (token: string, directory: Pick<Directory, "displayName">): Promise<SignedIn> => {
    const known = remembered.get(token);
    const left = (known?.expires ?? 0) - clock.now().getTime();
    // Where the clock was ahead when it was looked at, it is looked at again.
    if (known && left > 0 && left <= (MAX_TOKEN_SECONDS + MOST_AHEAD_SECONDS) * 1000) return known;
    remembered.delete(token);
    try {
      const verified = await verify(token);
      if (!(await isKnownSoon(verified.account, directory))) throw new CommandRejected("not-signed-in");
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(token, verified);
      return verified;
    } catch (error) {
      throw new CommandRejected(error instanceof errors.JWTExpired ? "token-expired" : "not-signed-in");
    }
  };
};
