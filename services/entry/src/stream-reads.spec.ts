import {
  createCommandHandler,
  createInMemoryEventStore,
  createInMemoryPorts,
  type EventStore,
} from "@sogoc/core";
import { asGiven, PATIENCE_MS } from "@sogoc/core/testing";
import { type DomainEvent, schemaOfWritten } from "@sogoc/events";
import { sampleEvent } from "@sogoc/events/testing";
import { createWatchedServer } from "@sogoc/http/testing";
import { expect, it } from "vitest";
import { buildEntry } from "./app.ts";
import { batchEvents, batchId } from "./testing/batch-events.ts";
import { birthFields } from "./testing/birth.ts";

const NOW = new Date("2026-03-01T12:00:00.000Z");

/** As a clerk types them: what the system made of dates is left out. */
const typed = Object.fromEntries(
  Object.entries(birthFields())
    .filter(([field]) => field !== "quyenSo")
    .map(([field, value]) => [field, "raw" in value ? { raw: value.raw } : value]),
);

/**
 * A store that others write to as well, as on several machines: nothing that was read stays true.
 */
const sharedStore = () => {
  const store = createInMemoryEventStore();
  const read: string[] = [];
  const shared: EventStore = {
    append: store.append,
    restore: store.restore,
    readAll: store.readAll,
    eventAt: store.eventAt,
    head: store.head,
    onCommitted: store.onCommitted,
    close: store.close,
    exclusive: false,
    readStream(stream, fromRevision) {
      read.push(stream);
      return store.readStream(stream, fromRevision);
    },
  };
  return { shared, read };
};

const nam = {
  account: "nam",
  name: "Nam",
  unitId: "u-1",
  session: "s-nam",
  grants: [{ role: "clerk", unitId: "u-1", from: "2020-01-01" }] as const,
};

it("keying a case reads three streams: its batch, its book, and its own", async () => {
  const { shared, read } = sharedStore();
  const ports = createInMemoryPorts({ store: shared, clock: { now: () => NOW } });
  const entry = await buildEntry(ports, async () => ({ ...nam, grants: [...nam.grants] }));
  const server = await createWatchedServer(ports);
  await server.register(entry.plugin);
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
  const happen = (category: string, id: string, events: readonly DomainEvent[]) =>
    commands.handle(asGiven<DomainEvent>(category), id, events, {
      actor: { account: "lan", name: "Lan", roles: [], unit: "u-1" },
      at: NOW,
      commandId: `${category}-${id}`,
      correlationId: "c",
    });
  await happen("unit", "u-1", [sampleEvent("UnitRegistered", { unitId: "u-1", parentId: null })]);
  await happen("book", "b-1", [sampleEvent("BookRegistered", { bookId: "b-1", unitId: "u-1" })]);
  await happen("batch", batchId, [batchEvents.opened, batchEvents.assigned]);
  await entry.runtime.caughtUp(await ports.store.head(), PATIENCE_MS);

  read.length = 0;
  const answer = await server.inject({
    method: "POST",
    url: `/api/entry/v1/batches/${batchId}/records`,
    headers: { authorization: "Bearer nam" },
    payload: { fields: typed },
  });
  expect(answer.statusCode, answer.body).toBe(201);
  const { recordId } = answer.json<{ recordId: string }>();
  expect(read.toSorted()).toEqual([`batch-${batchId}`, "book-b-1", `record-${recordId}`]);
  await server.close();
  await entry.runtime.stop();
});
