import type { Grant } from "@sogoc/access";
import { createCommandHandler, type Decider } from "@sogoc/core";
import { PATIENCE_MS } from "@sogoc/core/testing";
import { type DomainEvent, schemaOfWritten } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commandRoute } from "./command-route.ts";
import { areaOfRequest, principalOf } from "./permissions.ts";
import { startTestService } from "./testing/test-service.ts";

const clerk = (unitId: string): Grant => ({ role: "clerk", unitId, from: "2026-01-01" });
const people = {
  own: { grants: [clerk("u-1")] },
  other: { grants: [clerk("u-2")] },
  both: { grants: [clerk("u-1"), clerk("u-2")] },
  auditor: { grants: [{ ...clerk("u-1"), role: "auditor" as const }] },
  held: { grants: [clerk("u-1")], heldUntil: "2999-01-01T00:00:00.000Z" },
  fresh: { grants: [clerk("u-1")], mustChangePassword: true },
};

/** Writes whatever it is told. */
const scribe: Decider<null, DomainEvent, DomainEvent> = {
  category: "test",
  initialState: () => null,
  decide: (event) => [event],
  evolve: (state) => state,
};

const start = async ({
  isDirectoryLoaded,
}: {
  readonly isDirectoryLoaded?: (() => boolean) | undefined;
} = {}) => {
  let handled = 0;
  const service = await startTestService({
    people,
    isDirectoryLoaded,
    routes: (app, http) => {
      const body = z.strictObject({ unitId: z.string(), name: z.string().min(3) });
      app.post(
        "/things",
        {
          config: {
            permission: {
              roles: ["clerk"],
              area: (request) => String((request.body as { unitId?: unknown } | undefined)?.unitId ?? ""),
            },
          },
          schema: { body },
        },
        async () => {
          handled++;
          return {};
        },
      );
      const pair = { roles: ["clerk" as const], area: () => ["u-1", "u-2"] };
      app.get("/pair", { config: { permission: pair } }, async () => ({}));
      const decided = { roles: ["clerk" as const], refusesHeldAccounts: true as const, area: () => "u-1" };
      app.get("/decided", { config: { permission: decided } }, async () => ({}));
      const list = { roles: ["clerk" as const], area: "narrowed-by-query" as const };
      app.get("/list", { config: { permission: list } }, async (request) => areaOfRequest(request, http));
      app.get(
        "/me",
        { config: { permission: { open: "signed-in" } } },
        async (request) => principalOf(request).name,
      );
      const early = { open: "signed-in" as const, before: "password-change" as const };
      app.get("/password", { config: { permission: early } }, async () => ({}));
      app.get("/public", { config: { permission: { open: "public" } } }, async () => ({}));
      app.get("/careless", { config: { permission: { open: "public" } } }, async (request) =>
        principalOf(request),
      );
    },
  });
  const { server, ports, runtime } = service;
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
  const write = async (event: DomainEvent) => {
    const actor = { account: "admin", name: "Quản trị", roles: [], unit: "vn" };
    const context = { actor, at: new Date(), commandId: crypto.randomUUID(), correlationId: "c" };
    const { position } = await commands.handle(scribe, "1", event, context);
    await runtime.directory.subscription.caughtUp(position, PATIENCE_MS);
  };
  const unit = (unitId: string): DomainEvent => ({
    type: "UnitRegistered",
    data: { unitId, kind: "commune", name: unitId, parentId: null, from: "2006-01-01" },
  });
  await write(unit("u-1"));
  await write(unit("u-2"));
  const ask = async (path: string, token?: string, payload?: object | string) => {
    const response = await server.inject({
      method: payload === undefined ? "GET" : "POST",
      url: `/api/test/v1/${path}`,
      headers: {
        ...(token === undefined ? {} : { authorization: token.includes(" ") ? token : `Bearer ${token}` }),
        ...(payload === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
    return `${response.statusCode} ${response.json().code ?? "ok"}`;
  };
  return { ...service, ask, write, handled: () => handled };
};
const right = { unitId: "u-1", name: "abc" };

describe("permissions", () => {
  it("are demanded of every route at start-up", async () => {
    const without = startTestService({ routes: (app) => void app.get("/open", async () => ({})) });
    await expect(without).rejects.toThrow("Route GET /api/test/v1/open declares no permission");
  });

  it("are read whole: what a route is told beside them is refused at start-up, as a misspelt one", async () => {
    const misspelt = { open: "public", notHeldd: true } as const;
    const route = startTestService({
      routes: (app) => void app.get("/odd", { config: { permission: misspelt } }, async () => ({})),
    });
    await expect(route).rejects.toThrow("Route GET /api/test/v1/odd is told what nobody reads: notHeldd");
    const misread: object = { offSeen: true };
    const told = {
      ...misread,
      permission: { open: "public" },
      refusals: [],
      tag: "test",
      summary: "Thử / Test",
      answer: z.object({}),
      run: async () => ({ handled: { revision: 0, position: 1 }, content: {} }),
    } as const;
    const command = startTestService({ routes: (app, http) => commandRoute(app, http, "/odd", told) });
    await expect(command).rejects.toThrow("Route POST /odd is told what nobody reads: offSeen");
  });

  it("ask first who it is, then for the role, then for the area, then for the content", async () => {
    const { ask, handled, server } = await start();
    const wrong = { unitId: "u-1" };
    expect(await ask("things", undefined, wrong)).toBe("401 not-signed-in");
    expect(await ask("things", "stranger", wrong)).toBe("401 not-signed-in");
    expect(await ask("things", "Basic own", wrong)).toBe("401 not-signed-in");
    expect(await ask("things", "fresh", wrong)).toBe("403 password-change-required");
    expect(await ask("things", "auditor", wrong)).toBe("403 forbidden-role");
    expect(await ask("things", "other", wrong)).toBe("403 outside-area");
    expect(await ask("things", "own", wrong)).toBe("422 invalid-request");
    expect(await ask("things", "own", { ...right, unitId: "nowhere" })).toBe("403 outside-area");
    expect(handled()).toBe(0);
    expect(await ask("things", "own", right)).toBe("200 ok");
    expect(handled()).toBe(1);
    // The scheme in any case, as RFC 9110 has it.
    for (const scheme of ["bearer own", "BEARER  own", "Bearer own "])
      expect(await ask("things", scheme, right), scheme).toBe("200 ok");
    for (const odd of ["Bearerown", "Bearer", "Bearer own other", "Digest own"])
      expect(await ask("things", odd, right), odd).toBe("401 not-signed-in");
    await server.close();
  });

  it("let nobody in before it is known who has lost their rights", async () => {
    let isLoaded = false;
    const { ask, write, handled, server } = await start({ isDirectoryLoaded: () => isLoaded });
    await write({ type: "AccountSuspended", data: { accountId: "own", reason: "nghỉ" } });
    expect(await ask("things", "stranger", right)).toBe("401 not-signed-in");
    expect(await ask("things", "other", right)).toBe("503 read-model-behind");
    expect(await ask("things", "auditor", right)).toBe("503 read-model-behind");
    expect(await ask("public")).toBe("200 ok");
    isLoaded = true;
    expect(await ask("things", "own", right)).toBe("403 account-suspended");
    expect(await ask("things", "auditor", right)).toBe("403 forbidden-role");
    expect(handled()).toBe(0);
    await server.close();
  });

  it("do not even read what a stranger sends", async () => {
    const { ask, server } = await start();
    expect(await ask("things", undefined, "{broken")).toBe("401 not-signed-in");
    expect(await ask("things", "auditor", "{broken")).toBe("403 forbidden-role");
    expect(await ask("things", "own", "{broken")).toBe("400 malformed-body");
    await server.close();
  });

  it("want every unit named to be in the area, and narrow lists to it", async () => {
    const { ask, server } = await start();
    expect(await ask("pair", "own")).toBe("403 outside-area");
    expect(await ask("pair", "both")).toBe("200 ok");
    const list = async (name: string) =>
      (
        await server.inject({ url: "/api/test/v1/list", headers: { authorization: `Bearer ${name}` } })
      ).json();
    expect(await list("own")).toEqual(["u-1"]);
    expect(await list("both")).toEqual(["u-1", "u-2"]);
    expect(await ask("list", "auditor")).toBe("403 forbidden-role");
    await server.close();
  });

  it("open what is public to everybody, and nothing else before the first password is changed", async () => {
    const { ask, server } = await start();
    expect(await ask("public")).toBe("200 ok");
    expect(await ask("careless")).toBe("401 not-signed-in");
    expect(await ask("me")).toBe("401 not-signed-in");
    expect(await ask("me", "fresh")).toBe("403 password-change-required");
    expect(await ask("password", "fresh")).toBe("200 ok");
    await server.close();
  });

  it("refuse a held account what decides, though nothing of it was heard but by its token", async () => {
    const { ask, server } = await start();
    expect(await ask("decided", "own")).toBe("200 ok");
    expect(await ask("decided", "held")).toBe("403 account-held");
    expect(await ask("list", "held")).toBe("200 ok");
    await server.close();
  });

  it("end at once with the role, for the token that still names it, and come back when it is given again", async () => {
    const { ask, write, server } = await start();
    expect(await ask("list", "own")).toBe("200 ok");
    const grant = { accountId: "own", role: "clerk", unitId: "u-1" } as const;
    await write({ type: "RoleRevoked", data: { ...grant, reason: "đổi việc" } });
    expect(await ask("list", "own")).toBe("403 forbidden-role");
    expect(await ask("list", "both")).toBe("200 ok");
    await write({ type: "RoleGranted", data: { ...grant, from: "2026-01-01" } });
    expect(await ask("list", "own")).toBe("200 ok");
    await server.close();
  });

  it("end at once with a suspension or a revoked session", async () => {
    const { ask, write, server } = await start();
    expect(await ask("list", "own")).toBe("200 ok");
    await write({
      type: "SessionRevoked",
      data: { accountId: "own", sessionId: "s-own", reason: "signed-out" },
    });
    expect(await ask("list", "own")).toBe("401 session-refused");
    await write({ type: "AccountSuspended", data: { accountId: "both", reason: "nghỉ" } });
    expect(await ask("list", "both")).toBe("403 account-suspended");
    await write({ type: "AccountReinstated", data: { accountId: "both", reason: "về" } });
    expect(await ask("list", "both")).toBe("200 ok");
    await server.close();
  });
});
