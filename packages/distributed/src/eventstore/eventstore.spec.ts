import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { AppendTooLarge, EngineUnavailable, NO_STREAM, verifyStream } from "@sogoc/core";
import { eventStoreContract, newEvent, newEvents, PATIENCE_MS, recordedElsewhere } from "@sogoc/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { type EventStoreDouble, startEventStoreDouble } from "../../testing/eventstore-double.ts";
import { findEventStoreEngine } from "../../testing/eventstore-engine.ts";
import { openEventStoreDb } from "./event-store.ts";

const engine = await findEventStoreEngine();
afterAll(() => engine?.stop());

eventStoreContract(
  `EventStoreDB (${engine?.what})`,
  async () => {
    const store = await openEventStoreDb({
      connectionString: engine?.url ?? "",
      namespace: `test${randomUUID().slice(0, 8)}`,
    });
    return { store, close: () => store.close() };
  },
  { gaplessPositions: false },
);

describe("the EventStoreDB adapter, when the server misbehaves", () => {
  const withDouble = async (
    work: (double: EventStoreDouble, store: Awaited<ReturnType<typeof openEventStoreDb>>) => Promise<void>,
  ) => {
    const double = await startEventStoreDouble();
    const store = await openEventStoreDb({
      connectionString: double.url,
      namespace: "",
      answerMs: PATIENCE_MS,
    });
    try {
      await work(double, store);
    } finally {
      await store.close();
      await double.stop();
    }
  };

  it("keeps ids, metadata and hashes as they were", () =>
    withDouble(async (_, store) => {
      const first = newEvent(randomUUID(), { stream: "book-1" });
      const second = newEvent("not-a-uuid", {
        stream: "book-1",
        revision: 1,
        previousHash: first.metadata.hash,
      });
      await store.append("book-1", NO_STREAM, [first, second]);
      const read = await store.readStream("book-1");
      expect(read.map(({ id }) => id)).toEqual([first.id, "not-a-uuid"]);
      expect(verifyStream(read)).toBeUndefined();
    }));

  it("reads from where a record begins and from nowhere else, as the server does", () =>
    withDouble(async (_, store) => {
      await store.append("book-1", NO_STREAM, newEvents("a", 3));
      const head = await store.head();
      await expect(store.readAll({ after: head - 1, limit: 1 })).rejects.toThrow("InvalidPosition");
      expect((await store.eventAt(head))?.id).toBe("a-2");
    }));

  it("passes over what another program wrote in the middle of our events, and counts it", () =>
    withDouble(async (double, store) => {
      const heard: string[] = [];
      store.onCommitted((events) => heard.push(...events.map(({ id }) => id)));
      const foreign = (count: number) =>
        double.log.append(
          "a-tool",
          "any",
          Array.from({ length: count }, (_, index) => ({
            id: randomUUID(),
            metadata: new Map([["type", "SomethingElse"]]),
            customMetadata: index % 2 === 0 ? new Uint8Array() : Buffer.from('{"metadata":"none"}'),
            data: Buffer.from("{}"),
          })),
        );
      await store.append("book-1", NO_STREAM, newEvents("a", 2));
      foreign(7);
      await store.append("book-1", 1, newEvents("b", 1));
      foreign(1);
      const read: string[] = [];
      for (let after = 0, end = false; !end; ) {
        const page = await store.readAll({ after, limit: 2 });
        read.push(...page.events.map(({ id }) => id));
        ({ upTo: after, end } = page);
      }
      expect(read).toEqual(["a-0", "a-1", "b-0"]);
      await expect.poll(() => heard).toEqual(read);
      expect(store.foreignEvents()).toMatchObject({ count: 8 });
      expect(await store.eventAt(await store.head())).toBeUndefined();
    }));

  it("gives an installation a namespace of its own, and leaves an older one that has none as it is", async () => {
    const older = await startEventStoreDouble();
    const before = await openEventStoreDb({ connectionString: older.url, namespace: "" });
    await before.append("book-1", NO_STREAM, [newEvent("a", { type: "RecordEntered" })]);
    await before.close();
    const newer = await startEventStoreDouble();
    for (const [double, name] of [
      [older, "book-1"],
      [newer, "sogoc.book-1"],
    ] as const) {
      const store = await openEventStoreDb({ connectionString: double.url });
      const { length } = await store.readStream("book-1");
      await store.append("book-1", length - 1, newEvents("b", 1));
      await store.close();
      const again = await openEventStoreDb({ connectionString: double.url });
      expect(await again.readStream("book-1")).toHaveLength(length + 1);
      await again.close();
      expect(double.log.stream(name)).toHaveLength(length + 1);
      await double.stop();
    }
  });

  it.each([
    ["before the first of ours", 60_000, 0],
    ["between ours", 30_000, 30_000],
  ])(
    "comes through more events of others than the server goes through in time, %s",
    async (_, ...foreign) => {
      const double = await startEventStoreDouble();
      const store = await openEventStoreDb({
        connectionString: double.url,
        answerMs: 500,
        namespace: "ours",
      });
      const others = (count: number) => {
        for (let left = count; left > 0; left -= 1_000)
          double.log.append(
            "theirs.leaves",
            "any",
            Array.from({ length: 1_000 }, () => ({
              id: randomUUID(),
              metadata: new Map([["type", "theirs.LeafTurned"]]),
              customMetadata: new Uint8Array(),
              data: Buffer.from("{}"),
            })),
          );
      };
      const written: string[] = [];
      for (const [index, count] of foreign.entries()) {
        others(count);
        await store.append(`book-${index}`, NO_STREAM, newEvents(`a${index}`, 4));
        written.push(...newEvents(`a${index}`, 4).map(({ id }) => id));
      }
      others(30_000);
      // So much as a true server, and so little patience for it: several steps from end to end.
      double.scanRate(60_000);
      const asleep = await openEventStoreDb({
        connectionString: double.url,
        answerMs: 500,
        namespace: "ours",
      });
      const read: string[] = [];
      for (let after = 0, end = false; !end; ) {
        const page = await asleep.readAll({ after, limit: 3 });
        read.push(...page.events.map(({ id }) => id));
        ({ upTo: after, end } = page);
      }
      expect(read).toEqual(written);
      const rare = await asleep.readAll({ after: 0, limit: 10, types: ["StampSeen"] });
      expect(rare).toMatchObject({ events: [], end: true });
      for (const one of [store, asleep]) await one.close();
      await double.stop();
    },
  );

  it("appends once when the answer is lost, or the server is not there for a moment", () =>
    withDouble(async (double, store) => {
      for (const [index, kind] of (["lost-answer", "unavailable", "lost-answer"] as const).entries()) {
        double.misbehave({ kind, count: 2 });
        expect(await store.append("book-1", index - 1, newEvents(`a${index}`, 1))).toMatchObject({
          ok: true,
          revision: index,
        });
      }
      expect((await store.readStream("book-1")).map(({ id }) => id)).toEqual(["a0-0", "a1-0", "a2-0"]);
    }));

  it("restores in order although answers are lost and the connection breaks off", () =>
    withDouble(async (double, store) => {
      const elsewhere = recordedElsewhere(3_000, 70);
      const restoring = store.restore(elsewhere);
      await expect.poll(() => store.head(), { interval: 5 }).toBeGreaterThan(0);
      double.misbehave({ kind: "lost-answer", count: 3 });
      await expect.poll(() => double.log.events.length, { interval: 5 }).toBeGreaterThan(600);
      await double.drop();
      // Not all of it was there by then.
      expect(double.log.events.length).toBeLessThan(3_000);
      await pause(50);
      await double.resume();
      await restoring;
      const { events } = await store.readAll({ after: 0, limit: 5_000 });
      expect(events.map(({ id }) => id)).toEqual(elsewhere.map(({ id }) => id));
    }));

  it("keeps appends that wait to be written when the connection breaks off", () =>
    withDouble(async (double, store) => {
      const data = { note: "x".repeat(200_000) };
      await store.append("book-0", NO_STREAM, newEvents("first", 1));
      const late = Array.from({ length: 60 }, (_, index) =>
        store.append(`book-${index + 1}`, NO_STREAM, [newEvent(`e${index}`, { data })]),
      );
      await expect.poll(() => double.log.events.length, { interval: 1 }).toBeGreaterThan(1);
      await double.drop();
      expect(double.log.events.length).toBeLessThan(61);
      await double.resume();
      expect((await Promise.all(late)).map(({ ok }) => ok)).toEqual(late.map(() => true));
      expect((await store.readAll({ after: 0, limit: 100 })).events).toHaveLength(61);
    }));

  it("calls what the server finds too large by its own name, and restores only what it takes", () =>
    withDouble(async (double, store) => {
      const elsewhere = recordedElsewhere(40, 1).map((event) => ({
        ...event,
        data: { note: "x".repeat(200_000) },
      }));
      await store.restore(elsewhere);
      expect(await store.readStream("book-0")).toHaveLength(40);
      const [, second] = elsewhere;
      const huge = { note: "x".repeat(1_100_000) };
      const refused = store.restore([
        ...elsewhere,
        { ...elsewhere[0], stream: "book-1", data: huge } as never,
      ]);
      await expect(refused).rejects.toThrow(AppendTooLarge);
      expect(await store.readStream("book-1")).toEqual([]);
      double.log.setLimit(100_000);
      const appending = store.append("book-2", NO_STREAM, [newEvent("a", { data: second?.data })]);
      await expect(appending).rejects.toThrow(AppendTooLarge);
    }));

  it("goes to the leader when it is told that this node is none", () =>
    withDouble(async (double, store) => {
      const leader = await startEventStoreDouble({ log: double.log });
      double.misbehave({ kind: "not-leader", count: 1_000, leader: leader.port });
      expect(await store.append("book-1", NO_STREAM, newEvents("a", 2))).toMatchObject({
        ok: true,
        revision: 1,
      });
      expect(await store.readStream("book-1")).toHaveLength(2);
      await leader.stop();
    }));

  it.each([
    ["stops answering", "silent"],
    ["is cut off from the others and says so", "not-ready"],
  ] as const)("finds the leader that the others elect when the old one %s", async (_, kind) => {
    const old = await startEventStoreDouble();
    const other = await startEventStoreDouble({ log: old.log });
    const connectionString = `esdb://127.0.0.1:${old.port},127.0.0.1:${other.port}?tls=false`;
    const members = (leader: number, oldLives: boolean) => [
      { port: old.port, isAlive: oldLives, leads: leader === old.port },
      { port: other.port, isAlive: true, leads: leader === other.port },
    ];
    for (const node of [old, other]) node.gossip(members(old.port, true));
    const store = await openEventStoreDb({ connectionString, patienceMs: PATIENCE_MS, answerMs: 500 });
    const heard: string[] = [];
    store.onCommitted((events) => heard.push(...events.map(({ id }) => id)));
    await store.append("book-1", NO_STREAM, newEvents("a", 1));

    old.misbehave({ kind, count: Number.POSITIVE_INFINITY });
    const [appending, reading] = [store.append("book-1", 0, newEvents("b", 1)), store.readStream("book-1")];
    await pause(1_000);
    // What the cut-off node believes of itself does not matter.
    other.gossip(members(other.port, kind === "not-ready"));
    expect(await appending).toMatchObject({ ok: true, revision: 1 });
    await reading;
    await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        store.append(`book-${index + 2}`, NO_STREAM, newEvents(`c${index}`, 1)),
      ),
    );
    expect((await store.readStream("book-1")).map(({ id }) => id)).toEqual(["a-0", "b-0"]);
    await expect.poll(() => heard.length).toBe(66);
    expect(new Set(heard).size).toBe(66);
    await store.close();
    for (const node of [old, other]) await node.stop();
  });

  it("says that it is unavailable, worth another try, when no node answers for long", async () => {
    const double = await startEventStoreDouble();
    const store = await openEventStoreDb({ connectionString: double.url, patienceMs: 300, answerMs: 200 });
    double.misbehave({ kind: "silent", count: Number.POSITIVE_INFINITY });
    const refused = store.append("book-1", NO_STREAM, newEvents("a", 1));
    await expect(refused).rejects.toThrow(EngineUnavailable);
    await store.close();
    await double.stop();
  });

  it("hears every event once, in order, over a broken connection", () =>
    withDouble(async (double, store) => {
      const heard: number[] = [];
      store.onCommitted((events) => heard.push(...events.map(({ position }) => position)));
      await store.append("book-1", NO_STREAM, newEvents("a", 2));
      await expect.poll(() => heard.length).toBe(2);
      await double.drop();
      const late = store.append("book-1", 1, newEvents("b", 2));
      await pause(200);
      await double.resume();
      expect(await late).toMatchObject({ ok: true, revision: 3 });
      await expect.poll(() => heard.length).toBe(4);
      const { events } = await store.readAll({ after: 0, limit: 10 });
      expect(heard).toEqual(events.map(({ position }) => position));
      expect(await store.findFault()).toBeUndefined();
    }));

  it("says that it cannot be reached, and does not wait for ever", () =>
    withDouble(async (double, store) => {
      double.delay(60_000);
      expect(await store.findFault()).toBe("does not answer");
      double.delay(0);
      await double.drop();
      expect(await store.findFault()).toBe("does not answer");
      await double.resume();
      await expect.poll(() => store.findFault()).toBeUndefined();
    }));
});
