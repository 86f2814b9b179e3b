import { createInMemorySecrets } from "@sogoc/core";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { startAccounts } from "./testing/accounts-server.ts";

const PASSWORD = "quan-tri-1234";
const CHOSEN = "cay-to-dau-lang-84";
const MINUTE_MS = 60_000;
const office = "203.0.113.7";
const elsewhere = (at: number): string => `198.51.100.${at}`;

interface From {
  readonly from?: string | undefined;
  readonly cookie?: string | undefined;
}

const start = async () => {
  const moment = { now: new Date("2026-03-01T08:00:00+07:00") };
  const test = await startAccounts(
    { clock: { now: () => moment.now }, secrets: createInMemorySecrets() },
    { secondFactorPolicy: "everybody", signInsPerMinute: 1_000 },
  );
  const { post, server } = test;
  const later = (milliseconds: number) => {
    moment.now = new Date(moment.now.getTime() + milliseconds);
  };
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: moment.now.getTime() });
  const enter = (signInName: string, password: string, code: string, { from = office, cookie }: From = {}) =>
    post("/sessions", { signInName, password, code }, cookie === undefined ? { from } : { from, cookie });
  /** Sets up a phone; answers its secret and the codes of the paper. */
  const setUp = async (token: string, password: string, currentCode?: string) => {
    const { secret } = (await post("/second-factor", {}, { token })).json();
    const confirmation = { password, code: codeOf(secret), currentCode };
    const answer = await post("/second-factor/confirmation", confirmation, { token });
    return { secret: secret as string, paper: answer.json().recoveryCodes as readonly string[], answer };
  };
  /** What a browser keeps of a sign-in, as it sends it. */
  const browserOf = (headers: Record<string, unknown>) =>
    [headers["set-cookie"]]
      .flat()
      .map((cookie) => String(cookie).split(";")[0])
      .filter((cookie) => cookie?.startsWith("sogoc_device_"))
      .join("; ");
  /** The administrator with a phone and a paper, who has signed in at the office. */
  const admin = async () => {
    const first = await post("/sessions", { signInName: "admin", password: PASSWORD }, { from: office });
    const token = first.json().accessToken as string;
    const { paper } = await setUp(token, PASSWORD);
    later(10 * MINUTE_MS);
    const [cookie = ""] = [first.headers["set-cookie"]].flat().map((one) => String(one).split(";")[0]);
    const renewed = (await post("/sessions/refresh", {}, { cookie })).json();
    return { paper, token: renewed.accessToken as string, browser: browserOf(first.headers) };
  };
  /** Somebody who knows the password tries codes of the paper, each from a line of its own. */
  const flood = async (count: number) => {
    const tries = Array.from({ length: count }, (_, at) =>
      enter("admin", PASSWORD, `abcde-fgh${String(at).padStart(2, "2")}`, { from: elsewhere(at) }),
    );
    return (await Promise.all(tries)).map((answer) => answer.json().code as string);
  };
  return { post, server, later, codeOf, enter, setUp, admin, flood };
};

describe("codes that are tried by whoever knows the password", () => {
  it("from everywhere come to their end, and keep the owner out of no browser or line of theirs", async () => {
    const { enter, admin, flood, later, server } = await start();
    const { paper, browser } = await admin();
    const [one = "", other = "", third = ""] = paper;
    const said = await flood(40);
    expect(said.filter((code) => code === "second-factor-wrong")).toHaveLength(5);
    expect(said.filter((code) => code === "rate-limited")).toHaveLength(35);
    // In their own browser, wherever that is now, and in a new one at the office.
    const away = { from: "192.0.2.1", cookie: browser };
    expect((await enter("admin", PASSWORD, one, away)).statusCode).toBe(201);
    expect((await enter("admin", PASSWORD, other)).statusCode).toBe(201);
    // Nothing tells a new browser on a new line from whoever floods.
    const unknown = { from: "192.0.2.2" };
    expect((await enter("admin", PASSWORD, third, unknown)).json().code).toBe("rate-limited");
    // A code that was not looked at is not used up.
    later(5 * MINUTE_MS);
    expect((await enter("admin", PASSWORD, third, unknown)).statusCode).toBe(201);
    await server.close();
  });

  it("from one line, of many names, come to their end as well", async () => {
    const { post, enter, admin, setUp, codeOf, later, server } = await start();
    const { token } = await admin();
    const people: string[] = [];
    const phones = new Map<string, string>();
    for (const signInName of ["khanh", "binh", "thao", "dung", "giang"]) {
      const person = { signInName, displayName: `Người ${signInName}`, unitId: "vn" };
      const opened = (await post("/accounts", person, { token })).json();
      const first = await post("/sessions", { signInName, password: opened.temporaryPassword });
      const change = { currentPassword: opened.temporaryPassword, newPassword: CHOSEN };
      const changed = await post("/password", change, { token: first.json().accessToken });
      const { secret } = await setUp(changed.json().accessToken, CHOSEN);
      phones.set(signInName, secret);
      people.push(signInName);
    }
    later(10 * MINUTE_MS);
    const said = new Map<string, number>();
    for (const name of people) {
      for (let at = 0; at < 5; at++) {
        const answer = await enter(name, CHOSEN, `00000${at}`, { from: elsewhere(1) });
        said.set(answer.json().code, (said.get(answer.json().code) ?? 0) + 1);
      }
    }
    expect(said).toEqual(
      new Map([
        ["second-factor-wrong", 20],
        ["rate-limited", 5],
      ]),
    );
    // The last of them has lost nothing by it on another line.
    const code = codeOf(phones.get("giang") ?? "");
    expect((await enter("giang", CHOSEN, code, { from: elsewhere(2) })).statusCode).toBe(201);
    await server.close();
  });

  it("stop nobody who is signed in from putting another phone in the place of the lost one", async () => {
    const { admin, flood, setUp, server } = await start();
    const { paper, token } = await admin();
    expect(await flood(10)).toContain("rate-limited");
    const { answer } = await setUp(token, PASSWORD, paper[0]);
    expect(answer.statusCode).toBe(200);
    await server.close();
  });

  it("by a session left open come to their end, and leave the owner's other browsers what they have", async () => {
    const { post, enter, admin, codeOf, server } = await start();
    const { paper, token, browser } = await admin();
    const { secret } = (await post("/second-factor", {}, { token })).json();
    const replace = (currentCode: string) =>
      post(
        "/second-factor/confirmation",
        { password: PASSWORD, code: codeOf(secret), currentCode },
        { token },
      );
    const said: string[] = [];
    for (let at = 0; at < 6; at++) said.push((await replace(`00000${at}`)).json().code);
    const wrong = Array.from({ length: 5 }, () => "second-factor-current-wrong");
    expect(said).toEqual([...wrong, "rate-limited"]);
    expect((await enter("admin", PASSWORD, paper[0] ?? "", { cookie: browser })).statusCode).toBe(201);
    await server.close();
  });
});

describe("a code of the paper", () => {
  it("opens one session, however many ask with it at the same moment, and nothing afterwards", async () => {
    const { enter, admin, setUp, server } = await start();
    const { paper, token, browser } = await admin();
    const [code = ""] = paper;
    const asked = Array.from({ length: 4 }, () => enter("admin", PASSWORD, code, { cookie: browser }));
    const statuses = (await Promise.all(asked)).map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([201, 422, 422, 422]);
    expect((await enter("admin", PASSWORD, code)).json().code).toBe("second-factor-wrong");
    const { answer } = await setUp(token, PASSWORD, code);
    expect(answer.json().code).toBe("second-factor-current-wrong");
    await server.close();
  });

  it("is of the paper that was printed last: those of the one before open nothing", async () => {
    const { enter, admin, setUp, server } = await start();
    const { paper, token } = await admin();
    const renewed = await setUp(token, PASSWORD, paper[0]);
    expect((await enter("admin", PASSWORD, paper[1] ?? "")).json().code).toBe("second-factor-wrong");
    expect((await enter("admin", PASSWORD, renewed.paper[1] ?? "")).statusCode).toBe(201);
    await server.close();
  });
});
