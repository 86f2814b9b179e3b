import type { Principal } from "@sogoc/access";
import type { Clock, Secrets } from "@sogoc/core";
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from "@sogoc/http";
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from "jose";

/** Life of an access token in seconds: also how long a suspension may take to reach a service cut off from the bus. */
export const ACCESS_TOKEN_SECONDS = 300;

const KEY = "signing-key/current";

export interface SigningKeys {
  readonly jwks: JSONWebKeySet;
  sign(principal: Principal): Promise<string>;
}

/** The EdDSA key pair of this installation, made once and kept with the secrets. */
export const loadSigningKeys = async (secrets: Secrets, clock: Clock): Promise<SigningKeys> => {
  if ((await secrets.find(KEY)) === undefined) {
    const { privateKey } = await generateKeyPair("Ed25519", { extractable: true });
    await secrets.replace(KEY, undefined, await exportJWK(privateKey));
  }
  const jwk = (await secrets.find(KEY)) as JWK;
  const { d: _, ...publicPart } = jwk;
  const kid = await calculateJwkThumbprint(publicPart);
  const key = await importJWK(jwk, "EdDSA");
  return {
    jwks: { keys: [{ ...publicPart, kid, alg: "EdDSA", use: "sig" }] },
    sign: (principal) => {
      const now = Math.floor(clock.now().getTime() / 1000);
      return new SignJWT({ who: principal })
        .setProtectedHeader({ alg: "EdDSA", kid })
        .setIssuer(TOKEN_ISSUER)
        .setAudience(TOKEN_AUDIENCE)
        .setSubject(principal.account)
        .setIssuedAt(now)
        .setExpirationTime(now + ACCESS_TOKEN_SECONDS)
        .sign(key);
    },
  };
};
