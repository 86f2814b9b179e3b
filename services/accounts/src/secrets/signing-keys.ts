import type { Principal } from "@sogoc/access";
import { type Clock, DamagedSecret, type Secrets } from "@sogoc/core";
import { getInstallationKey, MAX_TOKEN_SECONDS, TOKEN_AUDIENCE, TOKEN_ISSUER } from "@sogoc/http";
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from "jose";

/**
 * Life of an access token in seconds: also how long a suspension may take to reach a service cut
 * off from the bus.
 */
export const ACCESS_TOKEN_SECONDS = MAX_TOKEN_SECONDS;

/** The first key, where programs of before rings look for the only one. */
const FIRST = "signing-key/current";
const RING = "signing-key/ring";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After that a key should sign nothing any more. */
const LIFE_MS = 90 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;
/**
 * A key is published before it signs, so that every instance and every service knows it by then.
 */
const PUBLISHED_BEFORE_MS = DAY_MS;
/**
 * How long a key that signs no more is still published: until its last token has ended, whatever
 * the clocks say.
 */
const KEPT_AFTER_MS = ACCESS_TOKEN_SECONDS * 1000 + HOUR_MS;
const POLL_MS = 10 * 60_000;
/** The clocks of two machines do not agree. */
const MOST_AHEAD_MS = 5 * 60_000;

interface RingKey {
  /** With its private part. */
  readonly jwk: JWK;
  /** Milliseconds since 1970. */
  readonly signsFrom: number;
}
/** Oldest first; never empty. */
type Ring = readonly RingKey[];

interface KnownKey {
  readonly signsFrom: number;
  readonly kid: string;
  readonly published: JWK;
  readonly privateKey: Awaited<ReturnType<typeof importJWK>>;
}

export interface SigningKeys {
  /** What tokens are verified with, as of now. */
  readonly verificationKey: JWTVerifyGetKey;
  jwks(): JSONWebKeySet;
  sign(principal: Principal): Promise<string>;
  /**
   * Makes the next key when it is time, drops those whose last token has ended, learns what other
   * instances did.
   */
  renew(): Promise<void>;
  /** When the newest key should sign no more, in milliseconds since 1970. */
  expires(): number;
  stop(): void;
}

const knownFrom = async ({ jwk, signsFrom }: RingKey): Promise<KnownKey> => {
  const { d: _, ...publicKey } = jwk;
  const kid = await calculateJwkThumbprint(publicKey);
  const published = { ...publicKey, kid, alg: "EdDSA", use: "sig" };
  return { signsFrom, kid, published, privateKey: await importJWK(jwk, "EdDSA") };
};

/** Throws `DamagedSecret` where what was stored is no key. */
const allFrom = (ring: Ring): Promise<readonly KnownKey[]> =>
  Promise.all(ring.map(knownFrom)).catch((error: unknown) => {
    throw new DamagedSecret(RING, error);
  });

const newKey = async (signsFrom: number): Promise<RingKey> => {
  const { privateKey } = await generateKeyPair("Ed25519", { extractable: true });
  return { jwk: await exportJWK(privateKey), signsFrom };
};

/**
 * A ring without the keys that a clock has made which was ahead: nobody would renew them for as
 * long as it was. Where there is no other, the oldest, which has signed meanwhile, counts as due.
 */
const withoutFuture = (ring: Ring, now: number): Ring => {
  const isOfFuture = ({ signsFrom }: RingKey) => signsFrom > now + PUBLISHED_BEFORE_MS + MOST_AHEAD_MS;
  if (!ring.some(isOfFuture)) return ring;
  const sound = ring.filter((key) => !isOfFuture(key));
  if (sound.length > 0) return sound;
  return ring.slice(0, 1).map(({ jwk }) => ({ jwk, signsFrom: now - LIFE_MS + RENEW_BEFORE_MS }));
};

/** What a ring should be at a moment; the same ring where nothing is due. */
const turned = async (stored: Ring, now: number): Promise<Ring> => {
  const ring = withoutFuture(stored, now);
  const newest = ring.at(-1)?.signsFrom ?? 0;
  const isDue = now >= newest + LIFE_MS - RENEW_BEFORE_MS;
  const kept = ring.filter((_key, place) => {
    const next = ring[place + 1];
    return next === undefined || now < next.signsFrom + KEPT_AFTER_MS;
  });
  if (isDue) return [...kept, await newKey(now + PUBLISHED_BEFORE_MS)];
  return kept.length === ring.length ? ring : kept;
};

/**
 * Puts a new key in the place of all that there are, at once: for when somebody may have copied
 * them. Tokens of before are refused as soon as every instance has read it, within ten minutes;
 * sessions go on, and get new ones.
 */
export const replaceSigningKeys = async (secrets: Secrets, clock: Clock): Promise<void> => {
  const made = await newKey(clock.now().getTime());
  await secrets.put(RING, [made]);
  await secrets.put(FIRST, made.jwk);
};

/**
 * The keys that this installation signs access tokens with, shared by all instances of the service.
 * A key that was the only one before there was a ring is the first of it.
 */
export const loadSigningKeys = async (
  secrets: Secrets,
  clock: Clock,
  warn: (message: string) => void = () => {},
): Promise<SigningKeys> => {
  const now = () => clock.now().getTime();
  await getInstallationKey(secrets, FIRST);
  const readRing = async () => (await secrets.find(RING)) as Ring | undefined;
  if ((await readRing()) === undefined) {
    const first: Ring = [{ jwk: (await secrets.find(FIRST)) as JWK, signsFrom: now() }];
    await secrets.replace(RING, undefined, first);
  }

  let known: readonly KnownKey[] = [];
  let verify: JWTVerifyGetKey = createLocalJWKSet({ keys: [] });
  const jwks = () => ({ keys: known.map(({ published }) => published) });
  const renew = async () => {
    const stored = (await readRing()) ?? [];
    const next = await turned(stored, now());
    // Of two instances that turn it at once one wins; the other reads what that one made.
    const isKept = next === stored || (await secrets.replace(RING, stored, next));
    known = await allFrom(isKept ? next : ((await readRing()) ?? []));
    verify = createLocalJWKSet(jwks());
  };
  await renew();
  // What cannot be read or written now can be ten minutes later, and weeks are left: the figures
  // tell how many.
  let warnedAt = 0;
  const look = () =>
    renew().catch((error: unknown) => {
      if (now() - warnedAt < DAY_MS) return;
      warnedAt = now();
      const kind = error instanceof Error ? error.message : "unknown";
      warn(`Không gia hạn được khóa ký phiên đăng nhập / the signing key could not be renewed: ${kind}`);
    });
  const timer = setInterval(() => void look(), POLL_MS).unref();

  const signing = (): KnownKey => {
    const found = known.findLast(({ signsFrom }) => signsFrom <= now()) ?? known[0];
    if (!found) throw new Error("There is no key to sign with.");
    return found;
  };
  return {
    verificationKey: (header, token) => verify(header, token),
    jwks,
    async sign(principal) {
      const { kid, privateKey } = signing();
      const seconds = Math.floor(now() / 1000);
      return new SignJWT({ who: principal })
        .setProtectedHeader({ alg: "EdDSA", kid })
        .setIssuer(TOKEN_ISSUER)
        .setAudience(TOKEN_AUDIENCE)
        .setSubject(principal.account)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + ACCESS_TOKEN_SECONDS)
        .sign(privateKey);
    },
    renew,
    expires: () => (known.at(-1)?.signsFrom ?? 0) + LIFE_MS,
    stop: () => clearInterval(timer),
  };
};
