import { gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startTestService } from "./testing/test-service.ts";

describe("strict JSON", () => {
  let server: FastifyInstance;
  beforeAll(async () => {
    ({ server } = await startTestService({
      routes: (app) => {
        app.post(
          "/echo",
          { config: { permission: { open: "public" } }, bodyLimit: 2 ** 20, schema: { body: z.unknown() } },
          async (request, reply) =>
            reply.type("application/json").send(JSON.stringify({ got: request.body })),
        );
        app.get(
          "/search",
          {
            config: { permission: { open: "public" } },
            schema: { querystring: z.object({ ten: z.string() }) },
          },
          async () => ({}),
        );
        app.post(
          "/named",
          {
            config: { permission: { open: "public" } },
            schema: { body: z.strictObject({ name: z.string() }) },
          },
          async (request) => request.body,
        );
      },
    }));
  });
  afterAll(() => server.close());

  const post = (payload: Buffer | string, type = "application/json", path = "echo") =>
    server.inject({
      method: "POST",
      url: `/api/test/v1/${path}`,
      headers: { "content-type": type },
      payload,
    });
  const answer = async (...wish: Parameters<typeof post>) => {
    const response = await post(...wish);
    const { code, errors = [] } = response.json();
    return [response.statusCode, code, ...errors.map(({ pointer }: { pointer: string }) => pointer)];
  };

  it("takes composed Unicode, escaped or not", async () => {
    for (const text of ['{"name":"Nguyễn Thị Hoà 𠀀"}', '{"name":"Nguy\\u1ec5n \\ud840\\udc00"}']) {
      expect((await post(text)).json().got).toEqual(JSON.parse(text));
    }
  });

  it("refuses bytes that are no UTF-8, and what is no JSON", async () => {
    const broken = [
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      Buffer.from('{"name":"Nguy\xean"}', "latin1"),
      Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
      '{"name":',
      "{name: 1}",
      "NaN",
      '{"a":1}{"b":2}',
    ];
    for (const bytes of broken) expect(await answer(bytes)).toEqual([400, "malformed-body", ""]);
  });

  it("composes decomposed text, as a Mac writes it (public case 28), escaped or not", async () => {
    const decomposed = "Hoà".normalize("NFD");
    const nested = await post(JSON.stringify({ a: { b: ["x", decomposed, 1, null] } }));
    expect(nested.json().got).toEqual({ a: { b: ["x", "Hoà", 1, null] } });
    expect((await post('{"a":"Hoa\\u0300"}')).json().got).toEqual({ a: "Hoà" });
    expect((await post(JSON.stringify(decomposed))).json().got).toBe("Hoà");
  });

  it("points at text that has a NUL or half a character, and at names that nobody gave", async () => {
    expect(await answer('{"a":"x\\u0000y"}')).toEqual([422, "invalid-request", "/a"]);
    expect(await answer('{"a":"x\\ud800y"}')).toEqual([422, "invalid-request", "/a"]);
    expect(await answer('{"a":"x","b/c~d":"\\udc00"}')).toEqual([422, "invalid-request", "/b~1c~0d"]);
    expect(await answer('{"a":["x",{"b":"\\udc00"}]}')).toEqual([422, "invalid-request", "/a/1/b"]);
    expect(await answer('{"a\\u0000":1}')).toEqual([422, "invalid-request", ""]);
    expect(await answer('{"a\\u0300":1}')).toEqual([422, "invalid-request", ""]);
  });

  it("refuses letters that carry more marks than anybody writes, where a text, a name or an escape has them", async () => {
    const bomb = (marks: number) => `a${"\u0301".repeat(marks / 2)}${"\u0316".repeat(marks / 2)}`;
    expect((await post(JSON.stringify(bomb(16)))).statusCode).toBe(200);
    // To compose this one would take minutes.
    expect(await answer(JSON.stringify({ a: bomb(500_000) }))).toEqual([422, "invalid-request", "/a"]);
    const parted = `{"a":"a${"\u0301".repeat(10)}\\b${"\u0316".repeat(10)}"}`;
    expect(await answer(parted)).toEqual([422, "invalid-request", "/a"]);
    const escaped = bomb(100_000).replace(/[^a]/gu, (sign) => `\\u0${sign.charCodeAt(0).toString(16)}`);
    expect(await answer(`{"a":["x","${escaped}"]}`)).toEqual([422, "invalid-request", "/a/1"]);
    expect(await answer(JSON.stringify({ [bomb(1_000)]: 1 }))).toEqual([422, "invalid-request", ""]);
    const { errors } = (await post(JSON.stringify({ a: bomb(18) }))).json();
    expect(errors[0].detail).toMatch(/dấu.*marks/);
    const asked = await server.inject(`/api/test/v1/search?ten=${encodeURIComponent(bomb(18))}`);
    expect([asked.statusCode, asked.json().errors[0].pointer]).toEqual([422, "/querystring/ten"]);
    const honest = encodeURIComponent("Hoà".normalize("NFD"));
    expect((await server.inject(`/api/test/v1/search?ten=${honest}`)).statusCode).toBe(200);
  });

  it("says that a body is too deep, and takes one that is not", async () => {
    const nested = (depth: number) => `${"[".repeat(depth)}"]"${"]".repeat(depth)}`;
    expect((await post(nested(100))).statusCode).toBe(200);
    expect((await post(`{"a":"\\"${"[".repeat(5_000)}"}`)).statusCode).toBe(200);
    const { code, errors } = (await post(nested(5_000))).json();
    expect([code, errors[0].detail]).toEqual(["malformed-body", expect.stringMatching(/tầng.*levels/)]);
  });

  it("refuses what would poison a prototype", async () => {
    for (const text of [
      '{"__proto__":{"admin":true}}',
      '{"\\u005f_proto__":{"admin":true}}',
      '{"a":{"constructor":{"prototype":{"admin":true}}}}',
    ]) {
      expect(await answer(text)).toEqual([400, "malformed-body", ""]);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it("takes an empty body for none, and says what is missing", async () => {
    expect((await post("")).json()).toEqual({ got: null });
    expect((await answer("", "application/json", "named")).slice(0, 2)).toEqual([422, "invalid-request"]);
    expect((await answer("  \n", "application/json", "named")).slice(0, 2)).toEqual([422, "invalid-request"]);
  });

  it("reads JSON only, and not too much of it", async () => {
    expect(await answer("name=x", "text/plain")).toEqual([415, "unsupported-media-type"]);
    expect(await answer("<a/>", "application/xml")).toEqual([415, "unsupported-media-type"]);
    expect(await answer(`"${"x".repeat(1024 * 1024)}"`)).toEqual([413, "body-too-large"]);
  });

  it("says that nobody unpacks a body, and takes one that is not packed", async () => {
    const coded = (coding: string, payload: Buffer) =>
      server.inject({
        method: "POST",
        url: "/api/test/v1/echo",
        headers: { "content-type": "application/json", "content-encoding": coding },
        payload,
      });
    const packed = await coded("gzip", gzipSync('{"name":"x"}'));
    expect([packed.statusCode, packed.json().code]).toEqual([415, "unsupported-media-type"]);
    expect((await coded("Identity", Buffer.from('{"name":"x"}'))).json()).toEqual({ got: { name: "x" } });
  });

  it("points at what the schema does not have", async () => {
    expect(await answer('{"name":1}', "application/json", "named")).toEqual([
      422,
      "invalid-request",
      "/name",
    ]);
    const extra = await post('{"name":"x","more":1}', "application/json", "named");
    expect(extra.statusCode).toBe(422);
  });
});
