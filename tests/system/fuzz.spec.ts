import { Role } from "@sogoc/events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { startTestProvince } from "../support/test-province.ts";

type JsonSchema = Record<string, unknown>;

const awkward = fc.constantFrom(
  "",
  " ",
  "NaN",
  "null",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "' OR 1=1 --",
  "31.02.2010",
  "5005",
  "NN/YYYY",
  "0/0000",
  "\u0000",
  "\ud800",
  "Hòa",
  "µ¸¶·¹",
  "aùoâ",
  "\u202e\u200b",
  "=1+1",
  "9".repeat(400),
  "x".repeat(5_000),
);

const junk = fc.oneof(
  { withCrossShrink: true },
  awkward,
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(awkward, { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 10 }), awkward, { maxKeys: 3 }),
);

/**
 * Values that mostly fit a JSON schema, and now and then do not at one place: most ways to break a
 * handler.
 */
const fitting = (schema: JsonSchema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: exact(schema) }, { weight: 1, arbitrary: junk });

const exact = (schema: JsonSchema): fc.Arbitrary<unknown> => {
  const { type, anyOf, properties, required = [], items, additionalProperties, pattern, format } = schema;
  if (schema["const"] !== undefined) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  if (Array.isArray(anyOf)) return fc.oneof(...(anyOf as JsonSchema[]).map(exact));
  if (type === "object" && properties === undefined && additionalProperties) {
    return fc.dictionary(
      fc.oneof(fc.constantFrom("so", "ngayDangKy", "nksHoTen", "meHoTen"), awkward),
      fitting(additionalProperties as JsonSchema),
      { maxKeys: 6 },
    );
  }
  if (type === "object") {
    const model = Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(
      ([key, inner]) => [key, fitting(inner)] as const,
    );
    return fc.record(Object.fromEntries(model), { requiredKeys: required as string[] });
  }
  if (type === "array") return fc.array(fitting(items as JsonSchema), { maxLength: 4 });
  if (type === "integer")
    return fc.integer({ min: Number(schema["minimum"] ?? -5), max: Number(schema["maximum"] ?? 1_000) });
  if (type === "number") return fc.double({ min: 0, max: 1, noNaN: true });
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  if (format === "date") return fc.constantFrom("2008-02-29", "2026-03-01", "1900-01-01");
  if (format === "date-time") return fc.constantFrom("2026-03-01T00:00:00Z");
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(
    awkward,
    fc.string({ maxLength: 20 }),
    fc.constantFrom("01.03.2008", "7", "07/2008", "Nguyễn Văn An", "Kinh", "KS"),
  );
};

const jsonSchemaOf = (schema: unknown): JsonSchema | undefined => {
  if (!(schema instanceof z.ZodType)) return undefined;
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
};

const textOf = (value: unknown): string =>
  (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).toWellFormed();

const RUNS = 40;

describe("requests made from the schemas and then bent", () => {
  it("never bring out a 5xx, and every refusal is a problem document", async () => {
    const { standalone, person, commune, ports } = await startTestProvince();
    const everything = await person(
      "tat-ca",
      Role.options.filter((role) => role !== "auditor").map((role) => ({ role, unitId: commune })),
    );
    const token = await standalone.server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName: "tat-ca", password: "tat-ca-mat-khau" },
    });
    const authorization = `Bearer ${token.json().accessToken}`;
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId = "" } = (await everything.post<{ bookId?: string }>("entry/v1/books", book)).body;
    const { batchId = "" } = (await everything.post<{ batchId?: string }>("entry/v1/batches", { bookId }))
      .body;
    await everything.post(`entry/v1/batches/${batchId}/assign`, { accountId: everything.account?.id });
    const known = fc.constantFrom(bookId, batchId, commune, everything.account?.id ?? "", "vn");

    // Ending the session or the account would make every later request a dull 401.
    const routes = standalone.routes.filter(({ url }) => !/sessions\/current|suspend|password/.test(url));
    expect(routes.length).toBeGreaterThan(40);
    for (const { method, url, schema } of routes) {
      const names = [...url.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
      const params = fc.record(
        Object.fromEntries(
          names.map((name) => [
            name,
            fc.oneof(known, fc.constant(name === "batchId" ? batchId : bookId), awkward),
          ]),
        ),
      );
      const body = jsonSchemaOf(schema["body"]);
      const query = jsonSchemaOf(schema["querystring"]);
      await fc.assert(
        fc.asyncProperty(
          params,
          query ? fitting(query) : fc.constant({}),
          body ? fitting(body) : fc.constant(undefined),
          async (given, search, content) => {
            const path = url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(textOf(given[name])));
            const pairs = Object.entries((search ?? {}) as Record<string, unknown>).filter(
              ([, value]) => value !== undefined,
            );
            const parameters = new URLSearchParams(
              pairs.map(([key, value]): [string, string] => [key, textOf(value)]),
            );
            const response = await standalone.server.inject({
              method: method as "GET" | "POST",
              url: `${path}?${parameters}`,
              headers: {
                authorization,
                ...(content === undefined ? {} : { "content-type": "application/json" }),
              },
              ...(content === undefined ? {} : { payload: JSON.stringify(content) ?? "null" }),
            });
            expect(response.statusCode, `${method} ${url}: ${response.body.slice(0, 300)}`).toBeLessThan(500);
            if (response.statusCode >= 400) {
              expect(String(response.headers["content-type"])).toContain("application/problem+json");
            }
          },
        ),
        { numRuns: RUNS, seed: 158 },
      );
    }
    await standalone.settled();
    expect(await ports.bus.listParked()).toEqual([]);
    await standalone.stop();
  });
});
