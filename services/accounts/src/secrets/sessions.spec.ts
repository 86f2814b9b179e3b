import { createInMemorySecrets } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { createSessions } from "./sessions.ts";

const start = () => {
  let now = Date.parse("2026-03-01T00:00:00Z");
  const secrets = createInMemorySecrets();
  const sessions = createSessions(secrets, { now: () => new Date(now) });
  const later = (seconds: number) => {
    now += seconds * 1000;
  };
  const rotate = async (token: string): Promise<string> => {
    const refreshed = await sessions.refresh(token);
    if (refreshed.outcome !== "rotated") throw new Error(refreshed.outcome);
    return refreshed.token;
  };
  return { sessions, secrets, later, rotate };
};

describe("refresh tokens", () => {
  it("rotate, and only their digests are stored", async () => {
    const { sessions, secrets, rotate } = start();
    const first = await sessions.start("s-1", "a-1");
    const second = await rotate(first);
    const third = await rotate(second);
    expect(new Set([first, second, third]).size).toBe(3);
    const stored = JSON.stringify(await secrets.find("session/s-1"));
    for (const token of [first, second, third]) expect(stored).not.toContain(token.split(".")[1]);
    expect(stored).toContain("a-1");
  });

  it("forgive the token before for half a minute: two tabs renew at once", async () => {
    const { sessions, later, rotate } = start();
    const first = await sessions.start("s-1", "a-1");
    const second = await rotate(first);
    later(29);
    expect(await sessions.refresh(first)).toEqual({ outcome: "kept", account: "a-1", session: "s-1" });
    await rotate(second);
  });

  it("end the session when the token before comes back too late", async () => {
    const { sessions, later, rotate } = start();
    const first = await sessions.start("s-1", "a-1");
    const second = await rotate(first);
    later(31);
    expect(await sessions.refresh(first)).toEqual({ outcome: "reused", account: "a-1", session: "s-1" });
    expect(await sessions.refresh(second)).toEqual({ outcome: "unknown" });
  });

  it("end the session when an older or an invented token comes", async () => {
    for (const stranger of ["older", "invented"]) {
      const { sessions, rotate } = start();
      const first = await sessions.start("s-1", "a-1");
      await rotate(await rotate(first));
      const token = stranger === "older" ? first : "s-1.AAAA";
      expect((await sessions.refresh(token)).outcome).toBe("reused");
    }
  });

  it("are of no session that a clock has begun or renewed which was ahead", async () => {
    const { sessions, secrets, later, rotate } = start();
    const sound = await sessions.start("s-0", "a-1");
    later(365 * 24 * 3600);
    const begun = await sessions.start("s-1", "a-1");
    later(-240);
    expect((await sessions.refresh(await rotate(begun))).outcome).toBe("rotated");
    later(240 - 365 * 24 * 3600);
    expect((await sessions.list("a-1")).map(({ session }) => session)).toEqual(["s-0"]);
    expect(await sessions.refresh(begun)).toEqual({ outcome: "unknown" });
    expect(await sessions.resume(begun, "a-1")).toBeUndefined();
    expect(await sessions.sweep()).toBe(1);
    expect(await secrets.keys("session/")).toEqual(["session/s-0"]);
    await rotate(sound);
  });

  it("are good for twelve hours from the sign-in, however often they rotate", async () => {
    const { sessions, later, rotate } = start();
    let token = await sessions.start("s-1", "a-1");
    for (let hour = 0; hour < 12; hour++) {
      later(3_600);
      token = await rotate(token);
    }
    later(1);
    expect(await sessions.refresh(token)).toEqual({ outcome: "unknown" });
  });

  it("let one of two renewals at the same moment rotate, and end nothing", async () => {
    const { sessions } = start();
    const first = await sessions.start("s-1", "a-1");
    const both = await Promise.all([sessions.refresh(first), sessions.refresh(first)]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["kept", "rotated"]);
  });

  it("are swept once they have expired, and not before", async () => {
    const { sessions, secrets, later, rotate } = start();
    for (let number = 0; number < 5; number++) await sessions.start(`early-${number}`, "a-1");
    later(6 * 3_600);
    const open = await sessions.start("s-late", "a-2");
    expect(await sessions.sweep()).toBe(0);
    later(6 * 3_600 + 1);
    expect(await sessions.sweep()).toBe(5);
    expect(await secrets.keys("session/")).toEqual(["session/s-late"]);
    await rotate(open);
  });

  it("mean nothing when they are no tokens", async () => {
    const { sessions } = start();
    for (const token of ["", ".", "s-1", "s-1.", "..", "no-such.secret"]) {
      expect(await sessions.refresh(token)).toEqual({ outcome: "unknown" });
    }
  });
});

describe("ending sessions", () => {
  it("ends one, and finds those of an account but the one in use", async () => {
    const { sessions } = start();
    const [mine, , ended] = await Promise.all(
      ["s-1", "s-2", "s-3"].map((session) => sessions.start(session, "a-1")),
    );
    const stranger = await sessions.start("s-4", "a-2");
    await sessions.end("s-3");
    expect(await sessions.refresh(ended ?? "")).toEqual({ outcome: "unknown" });
    expect(await sessions.listKept("a-1", "s-1")).toEqual(["s-2"]);
    expect(await sessions.listKept("a-1")).toEqual(["s-1", "s-2"]);
    expect((await sessions.refresh(mine ?? "")).outcome).toBe("rotated");
    expect((await sessions.refresh(stranger)).outcome).toBe("rotated");
  });
});
