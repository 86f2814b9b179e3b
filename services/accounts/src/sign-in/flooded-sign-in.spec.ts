import { describe, expect, it } from "vitest";
import { createSecondFactors } from "../secrets/second-factors.ts";
import { createSessions } from "../secrets/sessions.ts";
import { startAccounts } from "../testing/accounts-server.ts";
import { signIn } from "../use-cases/sign-in.ts";
import { createCodeLimits } from "./code-limits.ts";
import { loadKnownDevices } from "./known-devices.ts";
import { loadKnownLines } from "./known-lines.ts";
import { createSignInLimits } from "./sign-in-limits.ts";
import { createUnawaitedWork } from "./unawaited-work.ts";

const office = "203.0.113.7";
const PER_MINUTE = 4;

/** Sign-ins of an office with a few people, whose passwords that are looked at are counted. */
const start = async (people: readonly string[]) => {
  let now = new Date("2026-03-01T08:00:00+07:00");
  const clock = { now: () => now };
  const { accounts, ports, post, tokenOf, server } = await startAccounts({ clock });
  const token = await tokenOf("admin", "quan-tri-1234");
  const passwords = new Map<string, string>();
  for (const signInName of people) {
    const person = { signInName, displayName: `Người ${signInName}`, unitId: "vn" };
    const { temporaryPassword } = (await post("/accounts", person, { token })).json();
    passwords.set(signInName, temporaryPassword);
  }
  const { secrets, newId } = ports;
  const { commands, credentials } = accounts.bootstrapDependencies;
  let looked = 0;
  /** Whether each password that was looked at was that of somebody. */
  const turns: boolean[] = [];
  const unawaited = createUnawaitedWork((_name, error) => {
    throw error;
  });
  const dependencies = {
    commands,
    clock,
    newId,
    directory: accounts.runtime.directory,
    credentials: {
      matches: async (accountId: string | undefined, password: string) => {
        looked++;
        turns.push(accountId !== undefined);
        // What a hash costs is not what is counted here.
        return accountId !== undefined && password !== "sai" && credentials.matches(accountId, password);
      },
    },
    sessions: createSessions(secrets, clock),
    secondFactors: createSecondFactors(secrets, clock),
    guard: {
      devices: await loadKnownDevices(secrets, clock),
      lines: await loadKnownLines(secrets, clock),
      limits: createSignInLimits(clock, PER_MINUTE),
      codeLimits: createCodeLimits(clock),
    },
    unawaited,
  };
  const attempt = async (signInName: string, password: string, address = office): Promise<string> => {
    const asked = { signInName, password, code: undefined, address, browser: undefined, openToken: "" };
    try {
      await signIn(dependencies, { ...asked, keptFor: () => undefined, correlationId: "c" });
      await unawaited.finished();
      return "in";
    } catch (error) {
      return error instanceof Error && "code" in error ? String(error.code) : String(error);
    }
  };
  return {
    server,
    /** The owner, with the right password, in a browser that keeps nothing. */
    right: (signInName: string, address = office) =>
      attempt(signInName, passwords.get(signInName) ?? "", address),
    /** Wrong passwords, all at once. */
    flood: (
      count: number,
      nameOf: (at: number) => string,
      addressOf: (at: number) => string = () => office,
    ) => Promise.all(Array.from({ length: count }, (_, at) => attempt(nameOf(at), "sai", addressOf(at)))),
    looked: () => looked,
    turns: () => turns,
    later: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
  };
};

const DAY_MS = 24 * 3_600_000;

describe("a line that floods", () => {
  it("keeps nobody out who is no part of it, and has few passwords looked at", async () => {
    const people = ["thu", "nam", "hoa", "binh"];
    const { right, flood, looked, server } = await start(people);
    // Nobody has ever signed in from there: each name is another, and none of them exists.
    const said = await flood(300, (at) => `ten-${at}`);
    expect(new Set(said)).toEqual(new Set(["sign-in-refused", "rate-limited"]));
    // One is looked at while twenty wait; the others are not let in behind them.
    expect(looked()).toBe(5 * PER_MINUTE + 21);
    for (const name of people) expect(await right(name), name).toBe("in");
    await server.close();
  });

  it("and knows the names of the office keeps nobody out of it who works there", async () => {
    const people = ["thu", "nam", "hoa", "binh", "lan", "mai", "son", "chi", "duc", "yen"];
    const { right, flood, looked, later, server } = await start(people);
    for (const name of people) expect(await right(name)).toBe("in");
    later(DAY_MS);
    const before = looked();
    await flood(300, (at) => `ten-${at}`);
    // Three tries of each name are not yet all that it has.
    await flood(3 * people.length, (at) => people[at % people.length] ?? "");
    for (const name of people) expect(await right(name), name).toBe("in");
    expect(looked() - before).toBeLessThanOrEqual(5 * PER_MINUTE + 2 * 21 + 4 * people.length);
    // One name alone is used up, for a minute.
    expect(await flood(2 * PER_MINUTE, () => "thu")).toContain("rate-limited");
    expect(await right("thu")).toBe("rate-limited");
    expect(await right("nam")).toBe("in");
    later(60_000);
    expect(await right("thu")).toBe("in");
    await server.close();
  });

  it("learns of no name by it, and guesses little", async () => {
    const people = ["thu", "nam"];
    const { flood, looked, later, server } = await start(people);
    const guess = async (names: readonly string[]) => {
      await flood(5 * PER_MINUTE, (at) => `ten-${at}`);
      const before = looked();
      const said = await flood(40, (at) => names[at % names.length] ?? "");
      expect(new Set(said)).toEqual(new Set(["rate-limited"]));
      later(60_000);
      return looked() - before;
    };
    // Two of each name, whether or not there is somebody of that name.
    expect(await guess(people)).toBe(2 * people.length);
    expect(await guess(["khong-co", "khong-ai"])).toBe(2 * people.length);
    // All from one line together have an end, too.
    const many = (name: string) => Array.from({ length: 40 }, (_, at) => `${name}-${at}`);
    expect(await guess(many("khong"))).toBe(21);
    await server.close();
  });

  it("has a name that nobody has wait and be looked at as any other is", async () => {
    const people = Array.from({ length: 6 }, (_, at) => `nguoi-${at}`);
    const { flood, turns, later, server } = await start(people);
    const orderOf = async (names: readonly string[]) => {
      await flood(5 * PER_MINUTE, (at) => `ten-${at}`);
      const begun = turns().length;
      await flood(names.length, (at) => names[at] ?? "");
      later(60_000);
      return turns().slice(begun);
    };
    // Known and unknown ones alternate: each is looked at in its own turn.
    const mixed = people.flatMap((name, at) => [name, `khong-co-${at}`]);
    const order = await orderOf(mixed);
    expect(order).toEqual(mixed.map((_, at) => at % 2 === 0));
    await server.close();
  });
});

describe("a name that is tried from everywhere", () => {
  it("lets its owner in from where they have signed in before, and from there only", async () => {
    const { right, flood, looked, later, server } = await start(["thu"]);
    const fromEverywhere = () =>
      flood(
        200,
        () => "thu",
        (at) => `198.51.100.${at}`,
      );
    expect(await right("thu")).toBe("in");
    later(DAY_MS);
    const before = looked();
    await fromEverywhere();
    expect(looked() - before).toBe(10 * PER_MINUTE);
    expect(await right("thu", "192.0.2.1")).toBe("rate-limited");
    expect(await right("thu")).toBe("in");
    // Half a year later nothing is known of the line any more.
    later(181 * DAY_MS);
    await fromEverywhere();
    expect(await right("thu")).toBe("rate-limited");
    await server.close();
  });
});
