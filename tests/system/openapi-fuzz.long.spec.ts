import { Role } from "@sogoc/events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSchemathesis, fuzz } from "../support/schemathesis.ts";
import { createTestClock, startTestProvince, type TestProvince } from "../support/test-province.ts";

const modules = await findSchemathesis();
if (modules === undefined && process.env["CI"]) throw new Error("CI has to be able to fetch the fuzzer.");
const services = ["accounts", "entry", "review", "reporting"] as const;

/** Of the first round; each later one counts on. */
const SEED = 158;
/** Examples that each single role gets a route in a later round. */
const LATER = 5;
/** No round is begun after so long: a slow machine has the first one, a quick one some more. */
const ROUNDS_MS = 30_000;

/**
 * What would end the sessions that the run itself holds: signing out, changing the password,
 * suspending an account and resetting its password, all of them with every token at once. Who may
 * call them, and what they answer, is in `permissions.spec.ts` and the specs of accounts.
 */
const ENDS_SESSIONS = "/(sessions/current|password|suspend|password-reset)$";

describe.skipIf(modules === undefined)("a fuzzer that reads the OpenAPI documents", () => {
  let test: TestProvince;
  let address: string;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    // Stands still, so that no token runs out while a slow machine is at work.
    test = await startTestProvince({ clock: createTestClock("2026-02-20T03:00:00.000Z") });
    const people: [string, readonly Role[]][] = [
      ["tat-ca", Role.options.filter((role) => role !== "auditor")],
      ...Role.options.map((role): [string, readonly Role[]] => [`chi-${role}`, [role]]),
    ];
    for (const [name, roles] of people) {
      await test.person(
        name,
        roles.map((role) => ({ role, unitId: test.commune })),
      );
      const answer = await test.standalone.server.inject({
        method: "POST",
        url: "/api/accounts/v1/sessions",
        payload: { signInName: name, password: `${name}-mat-khau` },
      });
      tokens.set(name, answer.json<{ accessToken: string }>().accessToken);
    }
    address = await test.standalone.server.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(() => test?.standalone.stop());

  const run = (
    service: string,
    who: string,
    { seed = SEED, examples }: { readonly seed?: number; readonly examples: number },
    phases: readonly string[],
  ) =>
    fuzz(modules ?? "", {
      document: `${address}/api/${service}/docs/openapi.json`,
      token: tokens.get(who) ?? "",
      seed,
      examples,
      phases,
      without: ENDS_SESSIONS,
    });

  it.each(services)(
    "finds no 5xx and nothing undocumented in %s, for somebody with every role",
    async (service) => {
      const { code, output } = await run(service, "tat-ca", { examples: 20 }, [
        "examples",
        "coverage",
        "fuzzing",
      ]);
      expect(code, output).toBe(0);
    },
  );

  it.each(services)(
    "finds nothing in %s for people of a single role, or with no token that holds",
    async (service) => {
      const all = [...Role.options.map((role) => `chi-${role}`), "nobody"];
      // Each service begins with other people, since a round may be cut off.
      const first = Math.floor((all.length * services.indexOf(service)) / services.length);
      const everybody = [...all.slice(first), ...all.slice(0, first)];
      const begun = performance.now();
      for (let round = 0; round === 0 || performance.now() - begun < ROUNDS_MS; round++)
        for (const who of everybody) {
          if (round > 0 && performance.now() - begun > ROUNDS_MS) break;
          const examples = round === 0 ? 1 : LATER;
          const { code, output } = await run(service, who, { seed: SEED + round, examples }, ["fuzzing"]);
          expect(code, `${who}, seed ${SEED + round}\n${output}`).toBe(0);
        }
    },
  );

  it("leaves nothing behind that the system cannot handle", async () => {
    await test.standalone.settled();
    expect(await test.ports.bus.listParked()).toEqual([]);
  });
});
