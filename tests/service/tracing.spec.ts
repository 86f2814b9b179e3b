import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";
import { bootstrapInstallation, buildAccounts } from "@sogoc/accounts";
import { createInMemoryPorts, type Decider, type RecordedEvent, verifyStream } from "@sogoc/core";
import { PATIENCE_MS } from "@sogoc/core/testing";
import { cloudEventFrom, eventFrom } from "@sogoc/distributed";
import { type DomainEvent, EventEnvelope } from "@sogoc/events";
import { startTracing } from "@sogoc/host/tracing";
import { createServer, startServiceRuntime } from "@sogoc/http";
import { afterEach, describe, expect, it } from "vitest";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";
const OPEN_ACCOUNT = "POST /api/accounts/v1/accounts";

let tracing: ReturnType<typeof startTracing> | undefined;
const startExporter = (share = 1) => {
  const exporter = new InMemorySpanExporter();
  tracing = startTracing({ service: "test", share, processor: new SimpleSpanProcessor({ exporter }) });
  return exporter;
};
afterEach(async () => {
  await tracing?.stop();
  tracing = undefined;
});

/** One command over HTTP, sent under a trace of the caller's, and the event that came of it. */
const openAccount = async () => {
  const ports = createInMemoryPorts();
  const secret = { signInName: "admin", password: "quan-tri-1234" };
  const { plugin, bootstrapDependencies, runtime } = await buildAccounts(ports, {
    secureCookies: false,
    signInsPerMinute: 100,
    secondFactorPolicy: "off",
  });
  const server = await createServer({ logger: false, newId: ports.newId, health: [], traced: true });
  await server.register(plugin);
  await bootstrapInstallation(bootstrapDependencies, secret);
  const session = await server.inject({ method: "POST", url: "/api/accounts/v1/sessions", payload: secret });
  const { accessToken } = session.json<{ accessToken: string }>();
  const answer = await server.inject({
    method: "POST",
    url: "/api/accounts/v1/accounts",
    headers: { authorization: `Bearer ${accessToken}`, traceparent: `00-${TRACE}-${CALLER}-01` },
    payload: { signInName: "pv.nam", displayName: "Phạm Văn Nam", unitId: "vn" },
  });
  expect(answer.statusCode).toBe(201);
  const { accountId } = answer.json<{ accountId: string }>();
  expect(await runtime.caughtUp(await ports.store.head(), PATIENCE_MS)).toBe(true);
  await server.close();
  await runtime.stop();
  const events: readonly RecordedEvent[] = await ports.store.readStream(`account-${accountId}`);
  return { events, opened: events[0], accountId };
};

const parentOf = (span: ReadableSpan | undefined) => span?.parentSpanContext?.spanId;

describe("a trace", () => {
  it("leads from the HTTP command through the event to the read model", async () => {
    const exporter = startExporter();
    const { events, opened } = await openAccount();
    const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === TRACE);

    const request = spans.find(({ name }) => name === OPEN_ACCOUNT);
    expect(parentOf(request)).toBe(CALLER);
    const spanId = request?.spanContext().spanId;
    expect(opened?.metadata.traceparent).toBe(`00-${TRACE}-${spanId}-01`);
    const projected = spans.filter(({ name }) => name === "project accounts/account-list");
    expect(projected.length).toBeGreaterThan(0);
    for (const span of projected) expect(parentOf(span)).toBe(spanId);

    expect(verifyStream(events)).toBeUndefined();
    expect(EventEnvelope.parse(opened)).toEqual(opened);
  });

  it("crosses Kafka as an attribute of the CloudEvent", async () => {
    startExporter();
    const { events, opened } = await openAccount();
    const published = events.map((event) => cloudEventFrom(event, "accounts"));
    expect(published[0]?.traceparent).toBe(opened?.metadata.traceparent);
    const received = published.map((event) => eventFrom(Buffer.from(JSON.stringify(event))));
    expect(received).toEqual(events);
    expect(verifyStream(received)).toBeUndefined();
  });

  it("goes on in what a process commands in answer to the event", async () => {
    const exporter = startExporter();
    const ports = createInMemoryPorts();
    const runtime = await startServiceRuntime("test", ports);
    const renames: Decider<null, string, DomainEvent> = {
      category: "unit",
      initialState: () => null,
      decide: (name) => [{ type: "UnitRenamed", data: { unitId: "u-1", name, from: "2026-01-01" } }],
      evolve: (state) => state,
    };
    const actor = { account: "system", name: "Hệ thống", roles: [], unit: "vn" };
    const rename = (id: string, correlationId: string) =>
      runtime.commands.handle(renames, id, "Hai", {
        actor,
        at: new Date(0),
        commandId: `c-${id}`,
        correlationId,
      });
    await runtime.react("echo", ["UnitRenamed"], async ({ stream, metadata }) => {
      if (stream === "unit-1") await rename("2", metadata.correlationId);
    });
    await runtime.react("first", ["AccountSuspended"], async () => void (await rename("1", "c")));
    const started = { type: "AccountSuspended", schema: 1, data: { accountId: "a", reason: "" } } as const;
    const traceparent = `00-${TRACE}-${CALLER}-01`;
    const hashes = { previousHash: "0".repeat(64), hash: "0".repeat(64) };
    const metadata = { actor, at: "1970-01-01T00:00:00.000Z", commandId: "c", correlationId: "c", ...hashes };
    const first = { id: crypto.randomUUID(), ...started, metadata: { ...metadata, traceparent } };
    const appended = await ports.store.append("account-a", -1, [first]);
    expect(appended.ok).toBe(true);
    for (let head = -1; head !== (await ports.store.head()); ) {
      head = await ports.store.head();
      expect(await runtime.caughtUp(head, PATIENCE_MS)).toBe(true);
    }
    await runtime.stop();

    const names = exporter.getFinishedSpans().map((span) => [span.name, span.spanContext().traceId]);
    expect(names).toContainEqual(["react test/first", TRACE]);
    expect(names).toContainEqual(["react test/echo", TRACE]);
    const [last] = await ports.store.readStream("unit-2");
    expect(last?.metadata.traceparent).toContain(TRACE);
  });

  it("says nothing of persons", async () => {
    const exporter = startExporter();
    const { accountId } = await openAccount();
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ name }) => name)).toContain(OPEN_ACCOUNT);
    const told = JSON.stringify(
      spans.map(({ name, attributes, status, events }) => [name, attributes, status, events]),
    );
    for (const personal of ["Phạm", "pv.nam", "admin", accountId]) expect(told).not.toContain(personal);
  });

  it("is not kept where nobody traces, nor outside the share that is kept", async () => {
    const { opened } = await openAccount();
    expect(opened?.metadata).not.toHaveProperty("traceparent");
    const exporter = startExporter(0);
    const { opened: second } = await openAccount();
    expect(second?.metadata).not.toHaveProperty("traceparent");
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});
