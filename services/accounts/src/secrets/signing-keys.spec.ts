import { createInMemorySecrets } from "@sogoc/core";
import { createTokenVerifier, getInstallationKey } from "@sogoc/http";
import { createLocalJWKSet, type JSONWebKeySet, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { loadSigningKeys, replaceSigningKeys } from "./signing-keys.ts";

const DAY_MS = 24 * 3_600_000;
const START = Date.parse("2026-03-01T00:00:00Z");
const principal = { account: "a-1", name: "Nam", unitId: "u-1", grants: [], session: "s-1" };
const everybody = { displayName: () => "Nam" };

const start = (secrets = createInMemorySecrets()) => {
  let now = START;
  const clock = { now: () => new Date(now) };
  return {
    secrets,
    clock,
    load: () => loadSigningKeys(secrets, clock),
    later(days: number) {
      now += days * DAY_MS;
    },
    /** As a service that fetched these keys when they were published. */
    isTaken: (token: string, jwks: JSONWebKeySet) =>
      createTokenVerifier(createLocalJWKSet(jwks), clock)(token, everybody).then(
        () => true,
        () => false,
      ),
  };
};
const kidsOf = ({ keys }: JSONWebKeySet) => keys.map(({ kid }) => kid);

describe("the keys that sign tokens", () => {
  it("are renewed a month before their end: published a day before one signs, dropped when its last token has ended", async () => {
    const { load, later, isTaken } = start();
    const keys = await load();
    const [first] = kidsOf(keys.jwks());
    later(59);
    await keys.renew();
    expect(kidsOf(keys.jwks())).toEqual([first]);
    expect(keys.expires()).toBe(START + 90 * DAY_MS);

    later(1);
    await keys.renew();
    const [, second] = kidsOf(keys.jwks());
    expect(kidsOf(keys.jwks())).toEqual([first, second]);
    const published = keys.jwks();
    // Known to everybody, and not signing yet: who fetched the keys before takes what is signed
    // now.
    const old = await keys.sign(principal);
    expect(await isTaken(old, { keys: published.keys.slice(0, 1) })).toBe(true);

    later(1);
    const fresh = await keys.sign(principal);
    expect(await isTaken(fresh, { keys: published.keys.slice(0, 1) })).toBe(false);
    expect(await isTaken(fresh, published)).toBe(true);
    await keys.renew();
    expect(kidsOf(keys.jwks())).toEqual([first, second]);

    later(0.2);
    await keys.renew();
    expect(kidsOf(keys.jwks())).toEqual([second]);
    expect(keys.expires()).toBe(START + 151 * DAY_MS);
    keys.stop();
  });

  it("are the same for all instances, also when two make the next one at once", async () => {
    const { load, later, isTaken } = start();
    const [one, two] = await Promise.all([load(), load()]);
    expect(one.jwks()).toEqual(two.jwks());
    later(60);
    await Promise.all([one.renew(), two.renew()]);
    expect(one.jwks()).toEqual(two.jwks());
    expect(one.jwks().keys).toHaveLength(2);
    later(1);
    expect(await isTaken(await one.sign(principal), two.jwks())).toBe(true);
    for (const keys of [one, two]) keys.stop();
  });

  it("begin with the only one of an installation from before, whose tokens stay good", async () => {
    const { secrets, load, clock, isTaken } = start();
    const { privateKey, kid } = await getInstallationKey(secrets, "signing-key/current");
    const seconds = clock.now().getTime() / 1000;
    const earlier = await new SignJWT({ who: principal })
      .setProtectedHeader({ alg: "EdDSA", kid })
      .setIssuer("sogoc-accounts")
      .setAudience("sogoc")
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 300)
      .sign(privateKey);
    const keys = await load();
    expect(kidsOf(keys.jwks())).toEqual([kid]);
    expect(await isTaken(earlier, keys.jwks())).toBe(true);
    expect(JSON.stringify(keys.jwks())).not.toContain('"d"');
    keys.stop();
  });

  it("are replaced at once where they may have been copied: what the old ones signed is refused", async () => {
    const { secrets, clock, load, isTaken } = start();
    const running = await load();
    const copied = await running.sign(principal);
    await replaceSigningKeys(secrets, clock);
    await running.renew();
    const restarted = await load();
    expect(running.jwks()).toEqual(restarted.jwks());
    expect(running.jwks().keys).toHaveLength(1);
    expect(await isTaken(copied, restarted.jwks())).toBe(false);
    expect(await isTaken(await running.sign(principal), restarted.jwks())).toBe(true);
    // Programs of before rings look for the only one.
    expect((await getInstallationKey(secrets, "signing-key/current")).kid).toBe(kidsOf(running.jwks())[0]);
    for (const keys of [running, restarted]) keys.stop();
  });

  it("are renewed as ever after a clock was ahead, whether they were made by it or turned by it", async () => {
    for (const ahead of ["made", "turned"]) {
      const { load, later, clock, isTaken } = start();
      const sound = ahead === "turned" ? await load() : undefined;
      later(400);
      const early = await load();
      later(2);
      await early.renew();
      later(-402);
      const token = await early.sign(principal);
      const keys = await load();
      expect(await isTaken(token, keys.jwks()), ahead).toBe(true);
      expect(keys.expires() - clock.now().getTime(), ahead).toBeLessThanOrEqual(91 * DAY_MS);
      later(1.1);
      await keys.renew();
      expect(keys.jwks().keys, ahead).toHaveLength(1);
      expect(await isTaken(await keys.sign(principal), keys.jwks())).toBe(true);
      for (const one of [sound, early, keys]) one?.stop();
    }
  });

  it("never fail to sign: what could not be renewed goes on, and its end is told", async () => {
    const { load, later, clock, isTaken } = start();
    const keys = await load();
    later(120);
    expect(await isTaken(await keys.sign(principal), keys.jwks())).toBe(true);
    expect(keys.expires()).toBeLessThan(clock.now().getTime());
    keys.stop();
  });
});
