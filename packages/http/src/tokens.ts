import { Principal } from "@sogoc/access";
import { type Clock, CommandRejected } from "@sogoc/core";
import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";

export const TOKEN_ISSUER = "sogoc-accounts";
export const TOKEN_AUDIENCE = "sogoc";

const MAX_REMEMBERED = 10_000;

/**
 * Checks an access token against the accounts service's public keys (JWKS, EdDSA only). A token found good is
 * remembered until it expires: a clerk sends the same one hundreds of times.
 */
export const createTokenVerifier = (keys: JWTVerifyGetKey, clock: Clock) => {
  const remembered = new Map<string, { readonly principal: Principal; readonly expires: number }>();

  const verify = async (token: string) => {
    const { payload } = await jwtVerify(token, keys, {
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      algorithms: ["EdDSA"],
      currentDate: clock.now(),
      requiredClaims: ["exp"],
    });
    return { principal: Principal.parse(payload["who"]), expires: (payload.exp ?? 0) * 1000 };
  };

  return async (token: string): Promise<Principal> => {
    const known = remembered.get(token);
    if (known && clock.now().getTime() < known.expires) return known.principal;
    remembered.delete(token);
    try {
      const verified = await verify(token);
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(token, verified);
      return verified.principal;
    } catch (error) {
      throw new CommandRejected(error instanceof errors.JWTExpired ? "token-expired" : "not-signed-in");
    }
  };
};
