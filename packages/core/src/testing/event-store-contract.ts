import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppendTooLarge, MAX_APPEND_BYTES } from "../append-size.ts";
import { NO_STREAM, type RecordedEvent } from "../event.ts";
import { type EventStore, RestoreRefused } from "../event-store.ts";
import { newEvent, newEvents, recordedElsewhere } from "./contract-events.ts";

export interface EventStoreContractOptions {
  /** Positions are 1, 2, 3, … with nothing between; false for engines whose positions only rise. */
  readonly gaplessPositions?: boolean;
}

/**
 * Registers the guarantees of the event store port as tests on the stores that `factory` makes;
 * each must be empty.
 */
export const eventStoreContract = (
  name: string,
  factory: () => Promise<{ store: EventStore; close(): Promise<void> }>,
  { gaplessPositions = true }: EventStoreContractOptions = {},
): void => {
  describe(`${name} keeps the event store's guarantees`, () => {
    let store: EventStore;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await factory());
    });
    afterEach(() => close());

    const readEverything = async (limit = 7, types?: readonly string[]) => {
      const events: RecordedEvent[] = [];
      for (let after = 0; ; ) {
        const page = await store.readAll({ after, limit, ...(types ? { types } : {}) });
        expect(page.events.length).toBeLessThanOrEqual(limit);
        expect(page.upTo).toBeGreaterThanOrEqual(page.events.at(-1)?.position ?? after);
        events.push(...page.events);
        if (page.end) return events;
        expect(page.upTo).toBeGreaterThan(after);
        after = page.upTo;
      }
    };

    it("starts empty", async () => {
      expect(await store.head()).toBe(0);
      expect(await store.readStream("book-1")).toEqual([]);
      expect(await store.readAll({ after: 0, limit: 10 })).toEqual({ events: [], upTo: 0, end: true });
    });

    it("gives back what was appended, at its place", async () => {
      const events = newEvents("a", 3);
      const result = await store.append("book-1", NO_STREAM, events);
      const read = await store.readStream("book-1");
      expect(read).toEqual(
        events.map((event, revision) => ({
          ...event,
          stream: "book-1",
          revision,
          position: read[revision]?.position,
        })),
      );
      expect(result).toEqual({ ok: true, revision: 2, position: read[2]?.position });
      expect(await store.head()).toBe(read[2]?.position);
      expect(await store.readStream("book-1", 1)).toEqual(read.slice(1));
      expect(await store.readStream("book-1", 3)).toEqual([]);
    });

    it("gives the event at each place that it has named, and nothing at any other", async () => {
      await store.append("book-1", NO_STREAM, newEvents("a", 2));
      await store.append("book-2", NO_STREAM, newEvents("b", 1));
      const { events, upTo } = await store.readAll({ after: 0, limit: 10 });
      for (const event of events) expect(await store.eventAt(event.position)).toEqual(event);
      expect(await store.eventAt(upTo)).toEqual(events.at(-1));
      expect(await store.eventAt(await store.head())).toEqual(events.at(-1));
      const named = new Set(events.map(({ position }) => position));
      const others = [0, ...named].map((position) => position + 1).filter((place) => !named.has(place));
      for (const place of [0, ...others]) expect(await store.eventAt(place)).toBeUndefined();
    });

    it("keeps every character as it was", async () => {
      const data = {
        text: "Nguyễn Thị Ánh\u0000\n\"'\\ 𠀀 e\u0302",
        numbers: [0, -1.5, 1e21, 2 ** 53],
        empty: {},
        nothing: null,
      };
      await store.append("sổ-1", NO_STREAM, [newEvent("a", { data })]);
      expect((await store.readStream("sổ-1"))[0]?.data).toEqual(data);
    });

    it("refuses a wrong expected revision, and says the actual one", async () => {
      expect(await store.append("book-1", 0, newEvents("a", 1))).toEqual({
        ok: false,
        reason: "wrong-revision",
        actual: NO_STREAM,
      });
      await store.append("book-1", NO_STREAM, newEvents("a", 2));
      for (const wrong of [NO_STREAM, 0, 2]) {
        expect(await store.append("book-1", wrong, newEvents(`b${wrong}`, 1))).toEqual({
          ok: false,
          reason: "wrong-revision",
          actual: 1,
        });
      }
      expect(await store.readStream("book-1")).toHaveLength(2);
    });

    it("lets exactly one of 50 concurrent appends win, each time", async () => {
      for (let revision = NO_STREAM; revision < 3; revision++) {
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, client) =>
            store.append("book-1", revision, newEvents(`r${revision}-c${client}`, 1)),
          ),
        );
        expect(results.filter((result) => result.ok)).toHaveLength(1);
        for (const lost of results.filter((result) => !result.ok))
          expect(lost).toMatchObject({ actual: revision + 1 });
      }
      expect((await store.readStream("book-1")).map((event) => event.revision)).toEqual([0, 1, 2, 3]);
    });

    it("answers a repeated append as the first time and changes nothing", async () => {
      const first = await store.append("book-1", NO_STREAM, newEvents("a", 3));
      await store.append("book-1", 2, newEvents("b", 1));
      for (const expected of [NO_STREAM, 2, 3, 77]) {
        expect(await store.append("book-1", expected, newEvents("a", 3))).toEqual(first);
      }
      expect(await store.readStream("book-1")).toHaveLength(4);
    });

    it("gives parallel sends of the same append one effect and one answer", async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => store.append("book-1", NO_STREAM, newEvents("a", 2))),
      );
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers[0]?.ok).toBe(true);
      expect(await store.readStream("book-1")).toHaveLength(2);
    });

    it("takes the same id in another stream for another event", async () => {
      await store.append("book-1", NO_STREAM, newEvents("a", 1));
      expect(await store.append("book-2", NO_STREAM, newEvents("a", 1))).toMatchObject({
        ok: true,
        revision: 0,
      });
    });

    it("takes as much at once as every engine does, refuses more, and says only how much it was", async () => {
      const text = "Nguyễn Văn An ";
      const written = (characters: number, ...ids: string[]) =>
        ids.map((id) => newEvent(id, { data: { text: text.repeat(characters / text.length) } }));
      // The text has more bytes than characters.
      const most = Math.floor((MAX_APPEND_BYTES - 2_000) * (text.length / Buffer.byteLength(text)));
      for (const more of [
        written(MAX_APPEND_BYTES, "a"),
        written(MAX_APPEND_BYTES / 4, "b", "c", "d", "e"),
      ]) {
        const refused = await store.append("book-1", NO_STREAM, more).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(AppendTooLarge);
        expect(refused).toMatchObject({ stream: "book-1", bytes: expect.any(Number) });
        expect(String(refused)).not.toContain("Nguyễn");
      }
      expect(await store.head()).toBe(0);
      const whole = written(most, "f");
      expect(await store.append("book-1", NO_STREAM, whole)).toMatchObject({ ok: true, revision: 0 });
      const many = Array.from({ length: 600 }, (_, index) => newEvent(`g${index}`));
      expect(await store.append("book-2", NO_STREAM, many)).toMatchObject({ ok: true, revision: 599 });
      expect((await store.readStream("book-1"))[0]?.data).toEqual(whole[0]?.data);
    });

    it("writes all events of an append next to each other, or none", async () => {
      const cyclic: { self?: unknown } = {};
      cyclic.self = cyclic;
      const broken = { ...newEvent("y"), data: cyclic };
      const [good, bad] = await Promise.allSettled([
        store.append("book-1", NO_STREAM, newEvents("a", 30)),
        Promise.resolve().then(() => store.append("book-2", NO_STREAM, [newEvent("x"), broken])),
        store.append("book-3", NO_STREAM, newEvents("c", 30)),
      ]);
      expect(good?.status).toBe("fulfilled");
      expect(bad?.status).toBe("rejected");
      expect(await store.readStream("book-2")).toEqual([]);
      const streams = (await readEverything()).map((event) => event.stream);
      expect(streams).toHaveLength(60);
      expect(streams.filter((stream, index) => stream !== streams[index - 1])).toHaveLength(2);
    });

    it("pages through one global order, filtered by type when asked", async () => {
      const types = ["LeafTurned", "CaseRead", "StampSeen"];
      for (let index = 0; index < 40; index++) {
        const type = types[index % 7 === 0 ? 2 : index % 2] ?? "";
        await store.append(`book-${index % 5}`, Math.floor(index / 5) - 1, newEvents(`e${index}`, 1, type));
      }
      const all = await readEverything(1000);
      expect(all).toHaveLength(40);
      const positions = all.map((event) => event.position);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      expect(new Set(positions).size).toBe(40);
      if (gaplessPositions) expect(positions).toEqual(positions.map((_, index) => index + 1));
      for (const limit of [1, 3, 8, 40]) {
        expect(await readEverything(limit)).toEqual(all);
        for (const wanted of [["StampSeen"], ["CaseRead", "StampSeen"], types, ["Unheard"]]) {
          expect(await readEverything(limit, wanted)).toEqual(
            all.filter((event) => wanted.includes(event.type)),
          );
        }
      }
    });

    it("says where the log ends", async () => {
      await store.append("book-1", NO_STREAM, newEvents("a", 4));
      const head = await store.head();
      const part = await store.readAll({ after: 0, limit: 2 });
      expect(part).toMatchObject({ upTo: part.events[1]?.position, end: false });
      expect(await store.readAll({ after: part.upTo, limit: 2 })).toMatchObject({ upTo: head, end: true });
      expect(await store.readAll({ after: 0, limit: 9, types: ["Unheard"] })).toMatchObject({
        events: [],
        upTo: head,
        end: true,
      });
      expect(await store.readAll({ after: head, limit: 9 })).toMatchObject({
        events: [],
        upTo: head,
        end: true,
      });
    });

    it("restores what another store recorded, as it was and in its order", async () => {
      const elsewhere = recordedElsewhere(600, 40);
      await store.restore(elsewhere.slice(0, 7));
      await store.restore(elsewhere.slice(7));
      const all = await readEverything(100);
      expect(all.map((event) => ({ ...event, position: 0 }))).toEqual(
        elsewhere.map((event) => ({ ...event, position: 0 })),
      );
      const { stream, revision } = elsewhere.at(-1) ?? { stream: "", revision: 0 };
      expect(await store.append(stream, revision, newEvents("next", 1))).toMatchObject({
        ok: true,
        revision: revision + 1,
      });
    });

    it("restores nothing twice, wherever an earlier try broke off", async () => {
      const elsewhere = recordedElsewhere(60, 5);
      for (const upTo of [0, 1, 13, 14, 59, 60]) await store.restore(elsewhere.slice(0, upTo));
      await store.restore(elsewhere);
      const before = await readEverything(100);
      expect(before.map(({ id }) => id)).toEqual(elsewhere.map(({ id }) => id));
      await store.restore(elsewhere.slice(20, 40));
      expect(await readEverything(100)).toEqual(before);
    });

    it("refuses to restore into a gap, or over another event", async () => {
      const elsewhere = recordedElsewhere(12, 3);
      await expect(store.restore(elsewhere.slice(3))).rejects.toThrow(RestoreRefused);
      await store.restore(elsewhere.slice(0, 6));
      const [first, ...rest] = elsewhere;
      if (!first) throw new Error("no event");
      const { hash } = newEvent("other").metadata;
      for (const id of [first.id, "another-id"]) {
        const other = { ...first, id, metadata: { ...first.metadata, hash } };
        await expect(store.restore([other])).rejects.toThrow(RestoreRefused);
      }
      await store.restore([first, ...rest]);
      expect((await readEverything(100)).map(({ id }) => id)).toEqual(elsewhere.map(({ id }) => id));
    });

    it("tells listeners of restored events too", async () => {
      const heard: RecordedEvent[] = [];
      store.onCommitted((events) => heard.push(...events));
      const elsewhere = recordedElsewhere(20, 3);
      await store.restore(elsewhere);
      await expect.poll(() => heard.map(({ id }) => id)).toEqual(elsewhere.map(({ id }) => id));
    });

    it("tells listeners what was committed, in order, until they leave", async () => {
      const heard: RecordedEvent[] = [];
      const leave = store.onCommitted((events) => heard.push(...events));
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.append(`book-${index % 4}`, NO_STREAM, newEvents(`e${index}`, 2)),
        ),
      );
      const all = await readEverything(1000);
      await expect.poll(() => heard.length).toBe(8);
      expect(heard).toEqual(all);
      leave();
      await store.append("book-9", NO_STREAM, newEvents("z", 1));
      expect(heard).toHaveLength(8);
    });

    it("is not disturbed by a listener that throws", async () => {
      const heard: number[] = [];
      store.onCommitted(() => {
        throw new Error("listener");
      });
      store.onCommitted((events) => heard.push(events.length));
      expect(await store.append("book-1", NO_STREAM, newEvents("a", 2))).toMatchObject({ ok: true });
      await expect.poll(() => heard).toEqual([2]);
    });

    it("behaves as a list per stream under any interleaving", async () => {
      let run = 0;
      const step = fc.record({
        stream: fc.integer({ min: 0, max: 2 }),
        behind: fc.integer({ min: -1, max: 1 }),
        id: fc.integer({ min: 0, max: 9 }),
        count: fc.integer({ min: 1, max: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
          async (rounds) => {
            const prefix = `run${run++}`;
            const start = await store.head();
            for (const round of rounds) {
              await Promise.all(
                round.map(async ({ stream, behind, id, count }) => {
                  const target = `${prefix}-${stream}`;
                  const before = await store.readStream(target);
                  const events = newEvents(`${id}x${count}`, count);
                  const result = await store.append(target, before.length - 1 - behind, events);
                  const after = await store.readStream(target);
                  if (result.ok) {
                    expect(
                      after.slice(result.revision + 1 - count, result.revision + 1).map((event) => event.id),
                    ).toEqual(events.map((event) => event.id));
                    expect(after[result.revision]?.position).toBe(result.position);
                  } else {
                    expect(result.actual).not.toBe(before.length - 1 - behind);
                  }
                }),
              );
            }
            const written: RecordedEvent[] = [];
            for (const stream of [0, 1, 2]) {
              const events = await store.readStream(`${prefix}-${stream}`);
              expect(events.map((event) => event.revision)).toEqual(events.map((_, index) => index));
              expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
              written.push(...events);
            }
            written.sort((a, b) => a.position - b.position);
            expect((await store.readAll({ after: start, limit: 1_000 })).events).toEqual(written);
            if (gaplessPositions)
              expect(written.map((event) => event.position)).toEqual(
                written.map((_, index) => start + 1 + index),
              );
          },
        ),
        { numRuns: 25 },
      );
    });
  });
};
