import type { Principal } from "@sogoc/access";
import type { Clock, Secrets } from "@sogoc/core";
import { loadInstallationKey, TOKEN_AUDIENCE, TOKEN_ISSUER } from "@sogoc/http";
import { type JSONWebKeySet, SignJWT } from "jose";

/** Life of an access token in seconds: also how long a suspension may take to reach a service cut off from the bus. */
export const ACCESS_TOKEN_SECONDS = 300;

const KEY = "signing-key/current";

export interface SigningKeys {
  readonly jwks: JSONWebKeySet;
  sign(principal: Principal): Promise<string>;
}

/** The key that this installation signs access tokens with. */
export const loadSigningKeys = async (secrets: Secrets, clock: Clock): Promise<SigningKeys> => {
  const { privateKey, kid, jwks } = await loadInstallationKey(secrets, KEY);
  return {
    jwks,
    sign: (principal) => {
      const now = Math.floor(clock.now().getTime() / 1000);
      return new SignJWT({ who: principal })
        .setProtectedHeader({ alg: "EdDSA", kid })
        .setIssuer(TOKEN_ISSUER)
        .setAudience(TOKEN_AUDIENCE)
        .setSubject(principal.account)
        .setIssuedAt(now)
        .setExpirationTime(now + ACCESS_TOKEN_SECONDS)
        .sign(privateKey);
    },
  };
};
