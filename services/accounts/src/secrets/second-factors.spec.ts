import { createInMemorySecrets } from "@sogoc/core";
import { secondFactorName } from "@sogoc/events";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { createSecondFactors } from "./second-factors.ts";

/** RFC 6238, appendix B: the last six of the eight digits that it prints, by seconds since 1970. */
const published = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
] as const;

const rfcSecret = Secret.fromUTF8("12345678901234567890").base32;

const at = async (seconds: number, recovery: readonly string[] = []) => {
  const secrets = createInMemorySecrets();
  const moment = { seconds };
  const factors = createSecondFactors(secrets, { now: () => new Date(moment.seconds * 1000) });
  await secrets.put(secondFactorName("a"), { secret: rfcSecret, usedStep: 0, recovery });
  return { factors, secrets, moment };
};

describe("a code of the phone", () => {
  it.each(published)("at second %d is the one that RFC 6238 prints", async (seconds, code) => {
    const { factors } = await at(seconds);
    expect(await factors.use("a", code)).toEqual({ kind: "phone" });
  });

  it("is good once, and so is none from before it", async () => {
    const { factors, moment } = await at(1_111_111_111);
    expect(await factors.use("a", "050471")).toEqual({ kind: "phone" });
    expect(await factors.use("a", "050471")).toEqual({ kind: "wrong" });
    // The step before is within the phone's tolerance, and was over before the newer code was used.
    expect(await factors.use("a", "081804")).toEqual({ kind: "wrong" });
    moment.seconds += 30;
    expect(await factors.use("a", "050471")).toEqual({ kind: "wrong" });
  });

  it("is good again once a clock is right that was ahead when one was used, and once only", async () => {
    const { factors, moment } = await at(2_000_000_000);
    expect(await factors.use("a", "279037")).toEqual({ kind: "phone" });
    moment.seconds = 1_111_111_111;
    expect(await factors.use("a", "050471")).toEqual({ kind: "phone" });
    expect(await factors.use("a", "050471")).toEqual({ kind: "wrong" });
  });

  it("is good one step early or late, not two", async () => {
    for (const [off, kind] of [
      [-30, "phone"],
      [30, "phone"],
      [-60, "wrong"],
      [60, "wrong"],
    ] as const) {
      const { factors } = await at(1_111_111_100 + off);
      expect(await factors.use("a", "081804")).toEqual({ kind });
    }
  });

  it("may be typed as an application shows it, in groups", async () => {
    const { factors } = await at(59);
    expect(await factors.use("a", "287 082")).toEqual({ kind: "phone" });
  });

  it("of two that come at the same moment lets one in", async () => {
    const { factors } = await at(59);
    const verdicts = await Promise.all([factors.use("a", "287082"), factors.use("a", "287082")]);
    expect(verdicts.map(({ kind }) => kind).sort()).toEqual(["phone", "wrong"]);
  });
});

describe("a set-up", () => {
  it("takes the first code of the phone, and tells ten recovery codes that are good once each", async () => {
    const { factors, moment } = await at(1_000_000);
    const { secret, address } = await factors.offer("b", "lan");
    expect(address).toContain(`secret=${secret}`);
    expect(decodeURIComponent(address)).toMatch(/^otpauth:\/\/totp\/Sổ Gốc:lan\?issuer=Sổ Gốc&/);
    expect(await factors.confirm("b", "000000")).toBeUndefined();
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: 1_000_000_000 });
    const codes = (await factors.confirm("b", code)) ?? [];
    expect(new Set(codes).size).toBe(10);
    expect(await factors.use("b", code)).toEqual({ kind: "wrong" });
    expect(await factors.use("b", String(codes[3]).toUpperCase())).toEqual({ kind: "recovery", left: 9 });
    expect(await factors.use("b", String(codes[3]))).toEqual({ kind: "wrong" });
    expect(await factors.recoveryLeft("b")).toBe(9);
    moment.seconds += 1;
    expect(await factors.confirm("b", code)).toBe("not-begun");
  });

  it("ends after half an hour", async () => {
    const { factors, moment } = await at(0);
    await factors.offer("b", "lan");
    moment.seconds = 30 * 60 + 1;
    expect(await factors.confirm("b", "000000")).toBe("not-begun");
  });

  it("keeps neither recovery codes nor anything else of them in words", async () => {
    const { factors, secrets } = await at(1_000_000);
    const { secret } = await factors.offer("b", "lan");
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: 1_000_000_000 });
    const codes = (await factors.confirm("b", code)) ?? [];
    const kept = JSON.stringify(await secrets.find(secondFactorName("b")));
    for (const one of codes as readonly string[]) expect(kept).not.toContain(one.replace("-", ""));
  });
});
