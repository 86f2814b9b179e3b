import type { Principal } from "@sogoc/access";
import { createCommandHandler, createInMemoryPorts, type Decider } from "@sogoc/core";
import { PATIENCE_MS } from "@sogoc/core/testing";
import type { DomainEvent, Role } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { parkedRoutes } from "./parked-routes.ts";
import { startTestService } from "./testing/test-service.ts";

const asGiven: Decider<null, DomainEvent, DomainEvent> = {
  category: "unit",
  initialState: () => null,
  decide: (event) => [event],
  evolve: (state) => state,
};

const unit = (unitId: string, parentId: string | null): DomainEvent => ({
  type: "UnitRegistered",
  data: {
    unitId,
    kind: parentId === null ? "country" : "province",
    name: unitId,
    parentId,
    from: "2006-01-01",
  },
});
const granted = (role: Role, unitId: string): Partial<Principal> => ({
  grants: [{ role, unitId, from: "2006-01-01" }],
});

const start = async () => {
  const broken = new Set<string>();
  const ports = createInMemoryPorts();
  const { bus } = ports;
  const service = await startTestService({
    people: {
      whole: granted("system-admin", "vn"),
      part: granted("system-admin", "tinh-1"),
      clerk: granted("clerk", "vn"),
    },
    routes: (app, _http, runtime) => parkedRoutes(app, { service: "test", bus, runtime }),
    ports,
  });
  const { runtime, server } = service;
  await runtime.react("names", ["UnitRenamed"], async ({ stream, data }) => {
    if (broken.has(stream)) throw new Error(`no such place as ${(data as { name: string }).name}`);
  });
  const commands = createCommandHandler({ store: ports.store, schemaOf: () => 1 });
  let sent = 0;
  const happen = async (event: DomainEvent) => {
    const commandId = `command-${sent++}`;
    const actor = { account: "a", name: "Người thử", roles: [], unit: "vn" };
    const context = { actor, at: new Date("2026-03-01"), commandId, correlationId: commandId };
    const { unitId } = event.data as { unitId: string };
    const { position } = await commands.handle(asGiven, unitId, event, context);
    await runtime.caughtUp(position, PATIENCE_MS);
  };
  const call = async (person: string, path: string, method: "GET" | "POST" = "GET") => {
    const headers = { authorization: `Bearer ${person}` };
    const answer = await server.inject({ method, url: `/api/test/v1/parked${path}`, headers });
    return { status: answer.statusCode, body: answer.json() };
  };
  await happen(unit("vn", null));
  await happen(unit("tinh-1", "vn"));
  return { ...service, broken, happen, call };
};

const renamed = (unitId: string, name: string): DomainEvent => ({
  type: "UnitRenamed",
  data: { unitId, name, from: "2026-01-01" },
});

describe("parked events over HTTP", () => {
  it("are listed with place and reason, shown, and replayed once the fault is gone", async () => {
    const { broken, happen, call, server } = await start();
    broken.add("unit-tinh-1");
    await happen(renamed("tinh-1", "Tỉnh Sơn Hạ"));
    await happen(renamed("tinh-1", "Tỉnh Sơn Thượng"));
    await happen(renamed("vn", "Việt Nam"));
    const listed = await call("whole", "");
    expect(listed.body).toEqual({
      total: 2,
      items: [
        {
          part: "names",
          position: 3,
          type: "UnitRenamed",
          stream: "unit-tinh-1",
          reason: "Error: no such place as …",
          since: expect.stringMatching(/^\d{4}-/),
        },
        expect.objectContaining({ position: 4, reason: "an earlier event of this stream is parked" }),
      ],
    });
    const shown = await call("whole", "/names/3");
    expect(shown.body).toMatchObject({ revision: 1, commandId: "command-2", waitingBehind: 1 });
    expect(JSON.stringify(shown.body)).not.toContain("Sơn");
    expect((await call("whole", "/names/replay", "POST")).body).toEqual({ handled: 0, left: 2 });
    expect((await call("whole", "")).body).toEqual(listed.body);
    broken.clear();
    expect((await call("whole", "/names/replay", "POST")).body).toEqual({ handled: 2, left: 0 });
    expect((await call("whole", "")).body).toEqual({ total: 0, items: [] });
    await server.close();
  });

  it("are nobody's business but of who administers the whole system", async () => {
    const { call, server } = await start();
    const codes = async (person: string) => [
      (await call(person, "")).body.code,
      (await call(person, "/names/3")).body.code,
      (await call(person, "/names/replay", "POST")).body.code,
    ];
    expect(await codes("clerk")).toEqual(Array(3).fill("forbidden-role"));
    expect(await codes("part")).toEqual(Array(3).fill("outside-area"));
    expect(await codes("stranger")).toEqual(Array(3).fill("not-signed-in"));
    await server.close();
  });

  it("answer 404 for what is not there", async () => {
    const { call, server } = await start();
    for (const path of ["/names/77", "/unheard/3"]) expect((await call("whole", path)).status).toBe(404);
    expect((await call("whole", "/unheard/replay", "POST")).status).toBe(404);
    expect((await call("whole", "/names/x")).status).toBe(422);
    await server.close();
  });
});
