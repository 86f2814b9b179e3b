import { Role } from "@sogoc/events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSchemathesis, fuzz } from "../support/schemathesis.ts";
import { createTestClock, startTestProvince, type TestProvince } from "../support/test-province.ts";

const modules = await findSchemathesis();
if (modules === undefined && process.env["CI"]) throw new Error("CI has to be able to fetch the fuzzer.");
const services = ["accounts", "entry", "review", "reporting"] as const;

/** What would end the sessions that the run itself holds. */
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

  const run = (service: string, who: string, examples: number, phases: readonly string[]) =>
    fuzz(modules ?? "", {
      document: `${address}/api/${service}/docs/openapi.json`,
      token: tokens.get(who) ?? "",
      examples,
      phases,
      without: ENDS_SESSIONS,
    });

  it.each(services)(
    "finds no 5xx and nothing undocumented in %s, for somebody with every role",
    async (service) => {
      const { code, output } = await run(service, "tat-ca", 20, ["examples", "coverage", "fuzzing"]);
      expect(code, output).toBe(0);
    },
  );

  it.each(services)(
    "finds nothing in %s for people of a single role, or with no token that holds",
    async (service) => {
      for (const who of [...Role.options.map((role) => `chi-${role}`), "nobody"]) {
        const { code, output } = await run(service, who, 1, ["fuzzing"]);
        expect(code, `${who}\n${output}`).toBe(0);
      }
    },
  );

  it("leaves nothing behind that the system cannot handle", async () => {
    await test.standalone.settled();
    expect(await test.ports.bus.listParked()).toEqual([]);
  });
});
