import type { Principal } from "@sogoc/access";
import {
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { createTokenVerifier, TOKEN_AUDIENCE, TOKEN_ISSUER } from "./tokens.ts";

const who: Principal = { account: "a-1", name: "Nam", unitId: "u-1", grants: [], session: "s-1" };
const START = Date.parse("2026-03-01T00:00:00Z");
const seconds = START / 1000;

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let own: Keys;
let foreign: Keys;
let now = START;
let verify: (token: string) => ReturnType<ReturnType<typeof createTokenVerifier>>;
/** Accounts that were opened, as the service knows. */
const opened = new Set(["a-1"]);
const directory = { displayName: (account: string) => (opened.has(account) ? "Nam" : undefined) };

beforeAll(async () => {
  own = await generateKeyPair("Ed25519", { extractable: true });
  foreign = await generateKeyPair("Ed25519", { extractable: true });
  const jwk = { ...(await exportJWK(own.publicKey)), kid: "k-1", alg: "EdDSA", use: "sig" };
  const verifier = createTokenVerifier(createLocalJWKSet({ keys: [jwk] }), { now: () => new Date(now) });
  verify = (token) => verifier(token, directory);
});

const claims = (other: JWTPayload = {}): JWTPayload => ({
  who,
  iss: TOKEN_ISSUER,
  aud: TOKEN_AUDIENCE,
  iat: seconds,
  exp: seconds + 300,
  ...other,
});
const sign = (payload: JWTPayload, key: Keys["privateKey"] | Uint8Array = own.privateKey, alg = "EdDSA") =>
  new SignJWT(payload).setProtectedHeader({ alg, kid: "k-1" }).sign(key);
const outcome = (token: string): Promise<string> =>
  verify(token).then(
    ({ account }) => account,
    (error: { code?: string }) => error.code ?? "unknown",
  );

describe("the token verifier", () => {
  it("takes a good token, again and again, until it expires", async () => {
    now = START;
    const token = await sign(claims());
    expect(await verify(token)).toEqual({ ...who, expires: START + 300_000 });
    now = START + 299_000;
    expect(await outcome(token)).toBe("a-1");
    now = START + 300_000;
    expect(await outcome(token)).toBe("token-expired");
    now = START;
  });

  it("takes none of tomorrow that it found good while the clock was ahead", async () => {
    now = START + 365 * 24 * 3_600_000;
    const ahead = now / 1000;
    const token = await sign(claims({ iat: ahead, exp: ahead + 300 }));
    expect(await outcome(token)).toBe("a-1");
    now = START;
    expect(await outcome(token)).toBe("not-signed-in");
  });

  it("tells an expired token from a wrong one", async () => {
    expect(await outcome(await sign(claims({ exp: seconds - 1 })))).toBe("token-expired");
    expect(await outcome(await sign(claims({ exp: seconds - 1 }), foreign.privateKey))).toBe("not-signed-in");
  });

  it("refuses another issuer or audience, and a token without end", async () => {
    expect(await outcome(await sign(claims({ iss: "somebody" })))).toBe("not-signed-in");
    expect(await outcome(await sign(claims({ aud: "elsewhere" })))).toBe("not-signed-in");
    const { exp: _, ...endless } = claims();
    expect(await outcome(await sign(endless))).toBe("not-signed-in");
  });

  it("refuses a token that is good for longer than any that is given out, or is of tomorrow", async () => {
    const thirtyYears = 30 * 365 * 86_400;
    for (const odd of [
      { exp: seconds + thirtyYears },
      { exp: seconds + 301 },
      { iat: seconds + 86_400, exp: seconds + 86_500 },
    ]) {
      expect(await outcome(await sign(claims(odd))), JSON.stringify(odd)).toBe("not-signed-in");
    }
    const { iat: _, ...undated } = claims();
    expect(await outcome(await sign(undated))).toBe("not-signed-in");
    // A minute ahead is how the clocks of two machines go.
    expect(await outcome(await sign(claims({ iat: seconds + 30, exp: seconds + 330 })))).toBe("a-1");
  });

  it("refuses an account that was never opened, and waits for one that was opened a moment ago", async () => {
    const of = (account: string) => sign(claims({ who: { ...who, account } }));
    expect(await outcome(await of("nobody"))).toBe("not-signed-in");
    const late = outcome(await of("a-2"));
    opened.add("a-2");
    expect(await late).toBe("a-2");
  });

  it("refuses another key, no signature, and a signature made with what is public", async () => {
    expect(await outcome(await sign(claims(), foreign.privateKey))).toBe("not-signed-in");
    expect(await outcome(new UnsecuredJWT(claims()).encode())).toBe("not-signed-in");
    const jwk = await exportJWK(own.publicKey);
    for (const secret of [
      Buffer.from(String(jwk.x), "base64url"),
      Buffer.from(await exportSPKI(own.publicKey)),
    ]) {
      expect(await outcome(await sign(claims(), secret, "HS256"))).toBe("not-signed-in");
    }
  });

  it("refuses changed content and what is no token", async () => {
    const [head = "", body = "", signature = ""] = (await sign(claims())).split(".");
    const other = Buffer.from(JSON.stringify(claims({ who: { ...who, account: "admin" } }))).toString(
      "base64url",
    );
    for (const token of [
      `${head}.${other}.${signature}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      "",
      "x",
      "...",
    ]) {
      expect(await outcome(token)).toBe("not-signed-in");
    }
  });

  it("refuses a well-signed token that does not say who it is", async () => {
    for (const odd of [undefined, "nam", { ...who, grants: "all" }, { ...who, more: true }]) {
      expect(await outcome(await sign(claims({ who: odd })))).toBe("not-signed-in");
    }
  });
});
