import { once } from "node:events";
import { connect } from "node:net";
import type { Grant } from "@sogoc/access";
import { createCommandHandler, type Decider } from "@sogoc/core";
import { PATIENCE_MS } from "@sogoc/core/testing";
import { type DomainEvent, schemaOfWritten } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { createEventStreams, type EventStream } from "./event-streams.ts";
import { startTestService } from "./testing/test-service.ts";

const clerk = (until?: string): Grant => ({
  role: "clerk",
  unitId: "u-1",
  from: "2026-01-01",
  ...(until === undefined ? {} : { until }),
});
const AN_HOUR_MS = 3_600_000;
const SIGN_OF_LIFE = ": \n\n";
/** Three seconds' worth: far more than any stream here goes on after its end. */
const MOST_SIGNS = 100;
const start = Date.parse("2026-03-10T10:00:00+07:00");

const scribe: Decider<null, DomainEvent, DomainEvent> = {
  category: "test",
  initialState: () => null,
  decide: (event) => [event],
  evolve: (state) => state,
};

const startStreams = async (people: Parameters<typeof startTestService>[0]["people"] = {}) => {
  let now = start;
  const opened: EventStream[] = [];
  const service = await startTestService({
    people: { own: { grants: [clerk()], expires: start + AN_HOUR_MS }, ...people },
    ports: { clock: { now: () => new Date(now) } },
    routes: (app, http) => {
      const open = createEventStreams(app, http, { heartbeatMs: 30 });
      const permission = { roles: ["clerk" as const], area: () => "u-1" };
      const brief = createEventStreams(app, http, { leaveMs: 30 });
      const quiet = createEventStreams(app, http, { heartbeatMs: AN_HOUR_MS });
      app.get("/seldom", { config: { permission } }, (request, reply) => {
        const stream = quiet(request, reply);
        opened.push(stream);
        stream.tell({ news: 1 });
        return reply.send(stream.body);
      });
      app.get("/everything", { config: { permission } }, (request, reply) => {
        const stream = brief(request, reply);
        stream.tell("x".repeat(32_000_000));
        return reply.send(stream.body);
      });
      app.get("/news", { config: { permission } }, (request, reply) => {
        const stream = open(request, reply);
        stream.tell({ news: 1 });
        return reply.send(stream.body);
      });
    },
  });
  const { server, ports, runtime } = service;
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
  const write = async (event: DomainEvent) => {
    const actor = { account: "admin", name: "Quản trị", roles: [], unit: "vn" };
    const context = { actor, at: new Date(), commandId: crypto.randomUUID(), correlationId: "c" };
    const { position } = await commands.handle(scribe, "1", event, context);
    expect(await runtime.directory.subscription.caughtUp(position, PATIENCE_MS)).toBe(true);
  };
  await write({
    type: "UnitRegistered",
    data: { unitId: "u-1", kind: "commune", name: "Mai Lâm", parentId: null, from: "2006-01-01" },
  });
  const address = await server.listen({ port: 0, host: "127.0.0.1" });
  const follow = async (who = "own", path = "news") => {
    const answer = await fetch(`${address}/api/test/v1/${path}`, {
      headers: { authorization: `Bearer ${who}` },
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let got = "";
    /** Reads until that came so many times, or the end. */
    const until = async (text: string, times = 1): Promise<boolean> => {
      while (got.split(text).length <= times) {
        const part = await reader?.read();
        if (!part || part.done) return false;
        got += part.value;
      }
      return true;
    };
    /** Whether the end comes before many more signs of life. */
    const ended = async () => !(await until(SIGN_OF_LIFE, got.split(SIGN_OF_LIFE).length + MOST_SIGNS));
    return { answer, until, ended };
  };
  return {
    server,
    address,
    write,
    follow,
    opened,
    set(moment: string) {
      now = Date.parse(moment);
    },
  };
};

describe("a stream of events", () => {
  it("goes on while the access does, with signs of life, and is kept by nobody", async () => {
    const { follow, server } = await startStreams();
    const { answer, until } = await follow();
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await until('data: {"news":1}\n\n')).toBe(true);
    expect(await until(": \n\n: \n\n: \n\n")).toBe(true);
    await server.close();
  });

  const endings: readonly (readonly [string, DomainEvent])[] = [
    [
      "the session is signed out",
      { type: "SessionRevoked", data: { accountId: "own", sessionId: "s-own", reason: "signed-out" } },
    ],
    [
      "the account is suspended",
      { type: "AccountSuspended", data: { accountId: "own", reason: "nghỉ việc" } },
    ],
    [
      "the role is taken away",
      { type: "RoleRevoked", data: { accountId: "own", role: "clerk", unitId: "u-1", reason: "đổi việc" } },
    ],
  ];
  it.each(endings)("ends when %s", async (_what, event) => {
    const { follow, write, server } = await startStreams({ other: { grants: [clerk()] } });
    const own = await follow();
    const other = await follow("other");
    expect(await own.until("news")).toBe(true);
    await write(event);
    expect(await own.ended()).toBe(true);
    // Nobody else's.
    expect(await other.until(": \n\n")).toBe(true);
    await server.close();
  });

  it("ends by the change itself, with no sign of life in between", async () => {
    const { follow, opened, write, server } = await startStreams();
    expect(await (await follow("own", "seldom")).until("news")).toBe(true);
    const [stream] = opened;
    expect(stream?.ended).toBe(false);
    await write({ type: "AccountSuspended", data: { accountId: "own", reason: "nghỉ việc" } });
    await expect.poll(() => stream?.ended).toBe(true);
    await server.close();
  });

  it("ends when the token expires, and when the last day of a role or a contract is over", async () => {
    const { follow, server, set } = await startStreams({
      brief: { grants: [clerk()], expires: start + 50 },
      byRole: { grants: [clerk("2026-03-10")] },
      byContract: { grants: [clerk()], until: "2026-03-10" },
    });
    expect(await (await follow("brief")).ended()).toBe(true);
    const [own, byRole, byContract] = [await follow(), await follow("byRole"), await follow("byContract")];
    set("2026-03-10T10:30:00+07:00");
    expect(await byRole.until(": \n\n: \n\n")).toBe(true);
    set("2026-03-11T00:00:01+07:00");
    expect(await Promise.all([byRole.ended(), byContract.ended()])).toEqual([true, true]);
    // Of an hour's token nothing was left either.
    expect(await own.ended()).toBe(true);
    await server.close();
  });

  it("lets go of somebody who has signed out and takes nothing", async () => {
    const { address, write, server } = await startStreams();
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    socket.write("GET /api/test/v1/everything HTTP/1.1\r\nhost: a\r\nauthorization: Bearer own\r\n\r\n");
    await once(socket, "readable");
    const closed = once(socket, "close");
    const openNow = () =>
      new Promise((resolve) => server.server.getConnections((_, count) => resolve(count)));
    expect(await openNow()).toBe(1);
    await write({
      type: "SessionRevoked",
      data: { accountId: "own", sessionId: "s-own", reason: "signed-out" },
    });
    await expect.poll(openNow).toBe(0);
    socket.on("error", () => {}).destroy();
    await closed;
    await server.close();
  });

  it("ends when the server stops", async () => {
    const { follow, server } = await startStreams();
    const { until, ended } = await follow();
    expect(await until("news")).toBe(true);
    const closing = server.close();
    expect(await ended()).toBe(true);
    await closing;
  });

  it("are so many for one account, and another when one has ended", async () => {
    const { server, follow, opened } = await startStreams();
    const answers = await Promise.all(Array.from({ length: 31 }, () => follow("own", "seldom")));
    const statuses = answers.map(({ answer }) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    const [stream] = opened;
    const ended = new Promise<void>((resolve) => stream?.onEnd(resolve));
    stream?.end();
    await ended;
    expect((await follow("own", "seldom")).answer.status).toBe(200);
    await server.close();
  });
});
