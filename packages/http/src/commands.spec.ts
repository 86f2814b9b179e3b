import type { Decider } from "@sogoc/core";
import type { DomainEvent } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { CommandHeaders, commandContext, sendWritten, Written } from "./commands.ts";
import { startTestService } from "./testing/test-service.ts";

/** Renames a unit that is always there. */
const renames: Decider<null, string, DomainEvent> = {
  category: "test",
  initialState: () => null,
  decide: (name) => [{ type: "UnitRenamed", data: { unitId: "u-1", name, from: "2026-01-01" } }],
  evolve: (state) => state,
};

const start = async (caughtUp?: (position: number, timeoutMs: number) => Promise<boolean>) => {
  const service = await startTestService({
    people: { nam: {}, lan: {} },
    ...(caughtUp ? { caughtUp } : {}),
    routes: (app, http, runtime) => {
      const config = { permission: { open: "signed-in" as const } };
      app.post(
        "/rename",
        { config, schema: { headers: CommandHeaders, response: { 200: Written } } },
        async (request, reply) => {
          const { name } = request.body as { name: string };
          const handled = await runtime.commands.handle(renames, "1", name, commandContext(request, http));
          return sendWritten(reply, handled, {});
        },
      );
      app.get("/read", { config }, async () => ({}));
    },
  });
  const rename = (person: string, name: string, headers: Record<string, string> = {}) =>
    service.server.inject({
      method: "POST",
      url: "/api/test/v1/rename",
      headers: { authorization: `Bearer ${person}`, ...headers },
      payload: { name },
    });
  const read = (headers: Record<string, string> = {}) =>
    service.server.inject({ url: "/api/test/v1/read", headers: { authorization: "Bearer nam", ...headers } });
  const written = async () => {
    const events = await service.ports.store.readStream("test-1");
    return events.map(
      ({ data, metadata }) => `${metadata.actor.account}: ${(data as { name: string }).name}`,
    );
  };
  return { ...service, rename, read, written };
};

describe("commands over HTTP", () => {
  it("answer with revision, ETag and position", async () => {
    const { rename, server } = await start();
    await rename("nam", "Một");
    const second = await rename("nam", "Hai");
    expect(second.json()).toEqual({ revision: 1, position: 2 });
    expect(second.headers).toMatchObject({ etag: '"1"', "sogoc-position": "2" });
    await server.close();
  });

  it("have one effect and one answer per key and person", async () => {
    const { rename, written, server } = await start();
    const key = { "idempotency-key": "key-00000001" };
    const first = await rename("nam", "Một", key);
    await rename("lan", "Hai");
    const again = await rename("nam", "Một", key);
    expect(again.json()).toEqual(first.json());
    expect(again.headers["etag"]).toBe(first.headers["etag"]);
    expect((await rename("lan", "Ba", key)).json()).toEqual({ revision: 2, position: 3 });
    expect(await written()).toEqual(["nam: Một", "lan: Hai", "lan: Ba"]);
    await server.close();
  });

  it("are refused when a key comes again for something else", async () => {
    const { rename, written, server } = await start();
    const key = { "idempotency-key": "key-00000001" };
    const first = await rename("nam", "Một", key);
    const other = await rename("nam", "Hai", key);
    expect([other.statusCode, other.json().code]).toEqual([422, "command-id-reused"]);
    expect((await rename("nam", "Một", key)).json()).toEqual(first.json());
    const raced = await Promise.all(
      ["Ba", "Bốn", "Ba"].map((name) => rename("nam", name, { "idempotency-key": "key-00000002" })),
    );
    expect(raced.map(({ statusCode }) => statusCode)).toEqual([200, 422, 200]);
    expect(await written()).toEqual(["nam: Một", "nam: Ba"]);
    await server.close();
  });

  it("keep no digest where nobody chose the key", async () => {
    const { rename, ports, server } = await start();
    await rename("nam", "Một");
    await rename("nam", "Hai", { "idempotency-key": "key-00000001" });
    const digests = (await ports.store.readStream("test-1")).map(({ metadata }) => metadata.commandDigest);
    expect(digests).toEqual([undefined, expect.stringMatching(/^[0-9a-f]{32}$/)]);
    await server.close();
  });

  it("are refused with 412 when somebody was faster", async () => {
    const { rename, written, server } = await start();
    await rename("nam", "Một");
    const stale = await rename("lan", "Hai", { "if-match": '"7"' });
    expect([stale.statusCode, stale.json().code]).toEqual([412, "revision-conflict"]);
    expect((await rename("lan", "Hai", { "if-match": '"0"' })).statusCode).toBe(200);
    expect((await rename("nam", "Ba", { "if-match": '"0"' })).statusCode).toBe(412);
    expect(await written()).toEqual(["nam: Một", "lan: Hai"]);
    await server.close();
  });

  it("refuse keys and tags that are none, with a pointer", async () => {
    const { rename, written, server } = await start();
    const odd = await rename("nam", "Một", { "idempotency-key": "short" });
    expect([odd.statusCode, odd.json().errors[0].pointer]).toEqual([422, "/headers/idempotency-key"]);
    for (const tag of ["0", "*", 'W/"0"', '"-2"', '"1e3"']) {
      expect((await rename("nam", "Một", { "if-match": tag })).statusCode, tag).toBe(422);
    }
    expect(await written()).toEqual([]);
    await server.close();
  });
});

describe("Sogoc-At-Least", () => {
  it("waits for the read models, and asks for no more than was wanted", async () => {
    const asked: number[] = [];
    const { read, server } = await start(async (position, timeoutMs) => {
      asked.push(position);
      expect(timeoutMs).toBeGreaterThan(0);
      expect(timeoutMs).toBeLessThanOrEqual(10_000);
      return true;
    });
    expect((await read()).statusCode).toBe(200);
    expect((await read({ "sogoc-at-least": "42" })).statusCode).toBe(200);
    expect(asked).toEqual([42]);
    await server.close();
  });

  it("answers 503 with a time to try again when they are behind", async () => {
    const { rename, read, server } = await start(async () => false);
    const position = String((await rename("nam", "Một")).headers["sogoc-position"]);
    const behind = await read({ "sogoc-at-least": position });
    expect([behind.statusCode, behind.json().code]).toEqual([503, "read-model-behind"]);
    expect(behind.headers["retry-after"]).toBe("2");
    await server.close();
  });

  it("is refused where nothing was written yet: no wait would end", async () => {
    const { read, server } = await start(async () => false);
    const early = await read({ "sogoc-at-least": "42" });
    expect([early.statusCode, early.json().errors[0].pointer]).toEqual([422, "/headers/sogoc-at-least"]);
    await server.close();
  });

  it("must be a position", async () => {
    const { read, server } = await start();
    for (const odd of ["-1", "1e3", "x", "9".repeat(20)]) {
      expect((await read({ "sogoc-at-least": odd })).statusCode, odd).toBe(422);
    }
    await server.close();
  });
});
