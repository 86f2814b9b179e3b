import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordedEvent } from "../event.ts";
import type { Delivery, EventBus, SubscribeOptions, Subscription } from "../event-bus.ts";
import type { EventStore } from "../event-store.ts";
import { newEvents } from "./contract-events.ts";
import { PATIENCE_MS } from "./patience.ts";

export interface BusUnderTest {
  /** What is appended here reaches the bus by itself. */
  readonly store: EventStore;
  readonly bus: EventBus;
  /** The same bus after a restart: checkpoints and parked events are those of before. */
  restart(): Promise<EventBus>;
  close(): Promise<void>;
}

const TYPES = ["LeafTurned", "CaseRead"];

/** Registers the guarantees of the event bus port as tests. */
export const eventBusContract = (name: string, factory: () => Promise<BusUnderTest>): void => {
  describe(`${name} keeps the event bus's guarantees`, () => {
    let under: BusUnderTest;
    let bus: EventBus;
    let handled: RecordedEvent[];
    beforeEach(async () => {
      under = await factory();
      bus = under.bus;
      handled = [];
    });
    afterEach(() => under.close());

    const append = async (
      stream: string,
      prefix: string,
      count = 1,
      type = "LeafTurned",
    ): Promise<number> => {
      const before = await under.store.readStream(stream);
      const result = await under.store.append(stream, before.length - 1, newEvents(prefix, count, type));
      if (!result.ok) throw new Error("A test appended to a stream from two places.");
      return result.position;
    };
    const collect = async ({ events }: Delivery) => void handled.push(...events);
    const subscribe = (options: Partial<SubscribeOptions> = {}): Promise<Subscription> =>
      bus.subscribe({ consumer: "reader", eventTypes: TYPES, onDelivery: collect, ...options });
    const caughtUp = async (subscription: Subscription) =>
      expect(await subscription.caughtUp(await under.store.head(), PATIENCE_MS)).toBe(true);
    const ids = (events: readonly RecordedEvent[]) => events.map((event) => event.id);
    const inStream = (stream: string) => ids(handled.filter((event) => event.stream === stream));
    const refusing =
      (poison: ReadonlySet<string>) =>
      async ({ events }: Delivery) => {
        for (const event of events) {
          if (poison.has(event.id)) throw new Error(`không đọc được ${event.id}`);
        }
        handled.push(...events);
      };

    it("delivers what was stored before and after the subscription, whole and in order per stream", async () => {
      await append("book-1", "a", 3);
      await append("book-2", "b", 2);
      const subscription = await subscribe();
      await append("book-1", "c", 2);
      await caughtUp(subscription);
      expect(inStream("book-1")).toEqual(["a-0", "a-1", "a-2", "c-0", "c-1"]);
      expect(inStream("book-2")).toEqual(["b-0", "b-1"]);
      expect(handled[0]).toEqual((await under.store.readStream(handled[0]?.stream ?? ""))[0]);
    });

    it("delivers only the types asked for, and passes over the others", async () => {
      const subscription = await subscribe({ eventTypes: ["CaseRead"] });
      await append("book-1", "a", 2, "StampSeen");
      await append("book-1", "b", 1, "CaseRead");
      await append("book-1", "c", 2, "StampSeen");
      await caughtUp(subscription);
      expect(ids(handled)).toEqual(["b-0"]);
      expect(await subscription.status()).toMatchObject({ consumer: "reader", behind: 0, parked: 0 });
    });

    it("gives every consumer everything", async () => {
      const others: RecordedEvent[] = [];
      const first = await subscribe();
      const second = await subscribe({
        consumer: "other",
        onDelivery: async ({ events }) => void others.push(...events),
      });
      await append("book-1", "a", 5);
      await caughtUp(first);
      await caughtUp(second);
      expect(ids(handled)).toEqual(ids(others));
      expect(handled).toHaveLength(5);
    });

    it("goes on where it was left, after a stop and after a restart", async () => {
      const first = await subscribe();
      await append("book-1", "a", 3);
      await caughtUp(first);
      await first.stop();
      await append("book-1", "b", 2);
      const second = await subscribe();
      await caughtUp(second);
      expect(inStream("book-1")).toEqual(["a-0", "a-1", "a-2", "b-0", "b-1"]);
      bus = await under.restart();
      await append("book-1", "c", 1);
      await caughtUp(await subscribe());
      expect(inStream("book-1")).toEqual(["a-0", "a-1", "a-2", "b-0", "b-1", "c-0"]);
    });

    it("begins where the consumer says", async () => {
      await append("book-1", "a", 2);
      const from = await append("book-1", "b", 1);
      await append("book-1", "c", 2);
      const asked: string[] = [];
      const lanes: string[] = [];
      const subscription = await subscribe({
        startAfter: async (lane) => {
          asked.push(lane);
          return from;
        },
        onDelivery: async (delivery) => {
          lanes.push(delivery.lane);
          await collect(delivery);
        },
      });
      await caughtUp(subscription);
      expect(ids(handled.filter((event) => event.position > from))).toEqual(["c-0", "c-1"]);
      for (const lane of lanes) expect(asked).toContain(lane);
    });

    it("keeps deliveries within the asked size and says up to where it looked", async () => {
      const sizes: number[] = [];
      const subscription = await subscribe({
        maxEvents: 4,
        onDelivery: async ({ events, upTo }) => {
          sizes.push(events.length);
          expect(upTo).toBeGreaterThanOrEqual(events.at(-1)?.position ?? 0);
          handled.push(...events);
        },
      });
      await append("book-1", "a", 10);
      await caughtUp(subscription);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
      expect(handled).toHaveLength(10);
    });

    it("tries again after a failure that passes, and parks nothing", async () => {
      let failures = 2;
      const subscription = await subscribe({
        onDelivery: async (delivery) => {
          if (delivery.events.length > 0 && failures-- > 0) throw new Error("mất kết nối");
          await collect(delivery);
        },
      });
      await append("book-1", "a", 2);
      await caughtUp(subscription);
      expect(inStream("book-1")).toEqual(["a-0", "a-1"]);
      expect(await bus.listParked()).toEqual([]);
    });

    it("parks a poison event with its reason; its stream waits, others go on", async () => {
      const subscription = await subscribe({ onDelivery: refusing(new Set(["a-1"])) });
      await append("book-1", "a", 3);
      await append("book-2", "b", 2);
      await caughtUp(subscription);
      await append("book-1", "c", 1);
      await append("book-2", "d", 1);
      await caughtUp(subscription);
      expect(inStream("book-1")).toEqual(["a-0"]);
      expect(inStream("book-2")).toEqual(["b-0", "b-1", "d-0"]);
      const parked = await bus.listParked("reader");
      expect(ids(parked.map((entry) => entry.event))).toEqual(["a-1", "a-2", "c-0"]);
      expect(parked[0]).toMatchObject({
        consumer: "reader",
        reason: expect.stringContaining("không đọc được a-1"),
      });
      expect(parked[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT/);
      expect(await bus.listParked("other")).toEqual([]);
      expect(await bus.listParked()).toHaveLength(3);
      expect((await subscription.status()).parked).toBe(3);
    });

    it("parks poison events also where a delivery begins with many of them, and goes on behind them", async () => {
      const streams = ["book-1", "book-2", "book-3", "book-4", "book-5", "book-6"];
      for (const stream of streams) await append(stream, stream, 2);
      const poison = new Set(streams.map((stream) => `${stream}-0`));
      const subscription = await subscribe({ onDelivery: refusing(poison) });
      // Each is tried several times over before it is given up.
      const handledAll = async () =>
        expect(await subscription.caughtUp(await under.store.head(), PATIENCE_MS)).toBe(true);
      await handledAll();
      await append("book-7", "b", 1);
      await handledAll();
      expect(ids(handled)).toEqual(["b-0"]);
      const parked = await bus.listParked("reader");
      expect(ids(parked.map((entry) => entry.event)).sort()).toEqual(
        streams.flatMap((stream) => [`${stream}-0`, `${stream}-1`]),
      );
      for (const { event, reason } of parked) {
        const told = event.id.endsWith("-0") ? event.id : "an earlier event of this stream";
        expect(reason).toContain(told);
      }
      expect((await subscription.status()).trouble).toBeUndefined();
    });

    it("remembers parked events over a restart, and replays them oldest first", async () => {
      const poison = new Set(["a-0"]);
      await append("book-1", "a", 3);
      await caughtUp(await subscribe({ onDelivery: refusing(poison) }));
      bus = await under.restart();
      const replays: Delivery["replay"][] = [];
      const subscription = await subscribe({
        onDelivery: async (delivery) => {
          if (delivery.events.length > 0) replays.push(delivery.replay);
          await refusing(poison)(delivery);
        },
      });
      await append("book-1", "b", 1);
      await caughtUp(subscription);
      expect(inStream("book-1")).toEqual([]);
      const before = await bus.listParked("reader");
      expect(before).toHaveLength(4);
      expect(await bus.replayParked("reader")).toBe(0);
      expect(await bus.listParked("reader")).toEqual(before);
      poison.clear();
      expect(await bus.replayParked("reader")).toBe(4);
      expect(inStream("book-1")).toEqual(["a-0", "a-1", "a-2", "b-0"]);
      expect(replays.every((replay) => replay !== undefined)).toBe(true);
      expect(await bus.listParked()).toEqual([]);
      await append("book-1", "c", 1);
      await caughtUp(subscription);
      expect(inStream("book-1").at(-1)).toBe("c-0");
    });

    it("keeps a stream's order while its parked events are replayed and new ones arrive", async () => {
      const poison = new Set(["a-0"]);
      const subscription = await subscribe({
        onDelivery: async (delivery) => {
          await pause(3);
          await refusing(poison)(delivery);
        },
      });
      await append("book-1", "a", 4);
      await caughtUp(subscription);
      poison.clear();
      const replay = bus.replayParked("reader");
      for (let index = 0; index < 5; index++) {
        await append("book-1", `b${index}`, 1);
        await pause(2);
      }
      await replay;
      await caughtUp(subscription);
      await bus.replayParked("reader");
      const order = inStream("book-1").filter((id, index, all) => all.indexOf(id) === index);
      expect(order).toEqual(["a-0", "a-1", "a-2", "a-3", "b0-0", "b1-0", "b2-0", "b3-0", "b4-0"]);
    });

    it("says when a position is not reached in time", async () => {
      const subscription = await subscribe();
      const position = await append("book-1", "a", 1);
      expect(await subscription.caughtUp(position, PATIENCE_MS)).toBe(true);
      expect(await subscription.caughtUp(position + 1_000, 30)).toBe(false);
    });

    it("delivers nothing after a stop", async () => {
      const subscription = await subscribe();
      await append("book-1", "a", 1);
      await caughtUp(subscription);
      await subscription.stop();
      await append("book-1", "b", 1);
      await pause(50);
      expect(ids(handled)).toEqual(["a-0"]);
    });

    it("loses nothing and keeps each stream's order when handling fails now and then", async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 })), {
            maxLength: 12,
          }),
          fc.array(fc.boolean(), { maxLength: 6 }),
          fc.integer({ min: 1, max: 5 }),
          async (appends, failing, maxEvents) => {
            const prefix = `run${run++}`;
            const outcomes = [...failing];
            const seen: RecordedEvent[] = [];
            const subscription = await subscribe({
              consumer: prefix,
              maxEvents,
              onDelivery: async ({ events }) => {
                // Never twice in a row, so that the failure passes before the event is given up.
                if (events.length > 0 && outcomes.shift() && outcomes.unshift(false))
                  throw new Error("thoáng qua");
                seen.push(...events.filter((event) => event.stream.startsWith(`${prefix}-`)));
              },
            });
            for (const [index, [stream, count]] of appends.entries())
              await append(`${prefix}-${stream}`, `e${index}`, count);
            await caughtUp(subscription);
            await subscription.stop();
            for (const stream of [0, 1, 2, 3]) {
              const stored = await under.store.readStream(`${prefix}-${stream}`);
              const revisions = seen
                .filter((event) => event.stream === `${prefix}-${stream}`)
                .map((event) => event.revision);
              expect(revisions.filter((revision, at) => revisions.indexOf(revision) === at)).toEqual(
                stored.map((event) => event.revision),
              );
            }
            expect(await bus.listParked(prefix)).toEqual([]);
          },
        ),
        { numRuns: 8 },
      );
    });
  });
};
