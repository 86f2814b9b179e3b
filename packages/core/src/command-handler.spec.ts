import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CommandContext } from "./command-context.ts";
import { createCommandHandler } from "./command-handler.ts";
import type { Decider } from "./decider.ts";
import { CommandRejected } from "./errors.ts";
import type { EventData, RecordedEvent } from "./event.ts";
import type { EventStore } from "./event-store.ts";
import { verifyStream } from "./hash-chain.ts";
import { createInMemoryEventStore } from "./in-memory/event-store.ts";

type Counted =
  | EventData<"LeavesCounted", { readonly leaves: number }>
  | EventData<"CountClosed", Record<string, never>>;
interface State {
  readonly total: number;
  readonly closed: boolean;
}
type Command = { readonly add: number } | { readonly close: true };

const counter = (remember: boolean, begins = false): Decider<State, Command, Counted> => ({
  category: "count",
  cacheState: remember,
  startsStream: () => begins,
  initialState: () => ({ total: 0, closed: false }),
  decide(command, state) {
    if (state.closed) throw new CommandRejected("batch-locked");
    if ("close" in command)
      return [
        { type: "LeavesCounted", data: { leaves: 0 } },
        { type: "CountClosed", data: {} },
      ];
    return command.add === 0 ? [] : [{ type: "LeavesCounted", data: { leaves: command.add } }];
  },
  evolve: (state, event) =>
    event.type === "CountClosed"
      ? { ...state, closed: true }
      : { ...state, total: state.total + event.data.leaves },
});

const context = (commandId: string, rest: Partial<CommandContext> = {}): CommandContext => ({
  actor: { account: "acc-1", name: "Người thử", roles: ["clerk"], unit: "unit-1" },
  at: new Date("2026-03-01T02:00:00Z"),
  commandId,
  correlationId: commandId,
  ...rest,
});

describe.each([
  { remember: false, begins: false },
  { remember: true, begins: false },
  { remember: false, startsWork: true },
])("the command handler, $remember for remembering, $begins for beginning", ({ remember, begins }) => {
  const decider = counter(remember, begins);
  let store: EventStore;
  let handler: ReturnType<typeof createCommandHandler>;
  beforeEach(() => {
    store = createInMemoryEventStore();
    handler = createCommandHandler({
      store,
      schemaOf: (type) => (type === "CountClosed" ? 3 : 1),
      rememberStreams: 2,
    });
  });

  it("writes what was decided, with who, when and why", async () => {
    const handled = await handler.handle(decider, "1", { add: 4 }, context("c1", { causationId: "cause" }));
    expect(handled).toEqual({
      stream: "count-1",
      revision: 0,
      position: 1,
      events: [{ type: "LeavesCounted", data: { leaves: 4 } }],
      repeated: false,
    });
    await handler.handle(decider, "1", { close: true }, context("c2"));
    const events = await store.readStream("count-1");
    expect(events.map(({ type, schema }) => [type, schema])).toEqual([
      ["LeavesCounted", 1],
      ["LeavesCounted", 1],
      ["CountClosed", 3],
    ]);
    expect(events[0]?.metadata).toMatchObject({
      commandId: "c1",
      causationId: "cause",
      at: "2026-03-01T02:00:00.000Z",
    });
    expect(verifyStream(events)).toBeUndefined();
    expect(await handler.load(decider, "1")).toEqual({
      state: { total: 4, closed: true },
      revision: 2,
      position: 3,
    });
  });

  it("writes nothing of a command whose events may not be written, and knows nothing of it afterwards", async () => {
    const strict = createCommandHandler({
      store,
      schemaOf: (type, data) => {
        if (JSON.stringify(data) === '{"leaves":7}') throw new Error(`${type}: leaves`);
        return 1;
      },
    });
    await strict.handle(decider, "1", { add: 4 }, context("c1"));
    await expect(strict.handle(decider, "1", { add: 7 }, context("c2"))).rejects.toThrow(
      "LeavesCounted: leaves",
    );
    expect(await store.readStream("count-1")).toHaveLength(1);
    expect((await strict.load(decider, "1")).state.total).toBe(4);
    const handled = await strict.handle(decider, "1", { add: 5 }, context("c2"));
    expect([handled.repeated, handled.revision]).toEqual([false, 1]);
  });

  it("handles a command once, however often it is sent, also after others and by another process", async () => {
    const first = await handler.handle(decider, "1", { add: 4 }, context("c1"));
    await handler.handle(decider, "1", { add: 5 }, context("c2"));
    const again = await handler.handle(decider, "1", { add: 4 }, context("c1", { expectedRevision: -1 }));
    const elsewhere = await createCommandHandler({ store, schemaOf: () => 1 }).handle(
      decider,
      "1",
      { add: 4 },
      context("c1"),
    );
    for (const repeated of [again, elsewhere]) {
      expect({ ...repeated, events: repeated.events.map(({ type, data }) => ({ type, data })) }).toEqual({
        ...first,
        repeated: true,
      });
    }
    expect(await store.head()).toBe(2);
  });

  it("refuses an id that comes again for something else, also while the first is on its way", async () => {
    const one = context("c1", { commandDigest: "1".repeat(32) });
    const other = context("c1", { commandDigest: "2".repeat(32) });
    const raced = await Promise.allSettled([
      handler.handle(decider, "1", { add: 4 }, one),
      createCommandHandler({ store, schemaOf: () => 1 }).handle(decider, "1", { add: 5 }, other),
    ]);
    expect(raced.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    await expect(handler.handle(decider, "1", { add: 5 }, other)).rejects.toMatchObject({
      code: "command-id-reused",
    });
    expect(await handler.handle(decider, "1", { add: 4 }, one)).toMatchObject({
      repeated: true,
      revision: 0,
    });
    expect(verifyStream(await store.readStream("count-1"))).toBeUndefined();
    expect(await store.head()).toBe(1);
  });

  it("compares nothing where an older event has no digest, or the sender tells none", async () => {
    await handler.handle(decider, "1", { add: 4 }, context("c1"));
    const told = context("c1", { commandDigest: "1".repeat(32) });
    expect(await handler.handle(decider, "1", { add: 5 }, told)).toMatchObject({ repeated: true });
    await handler.handle(decider, "2", { add: 4 }, told);
    expect(await handler.handle(decider, "2", { add: 5 }, context("c1"))).toMatchObject({ repeated: true });
  });

  it("handles parallel sends of one command once, and answers all alike", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => handler.handle(decider, "1", { close: true }, context("c1"))),
    );
    expect(await store.head()).toBe(2);
    for (const { revision, position, events } of answers) {
      expect({ revision, position }).toEqual({ revision: 1, position: 2 });
      expect(events.map(({ type }) => type)).toEqual(["LeavesCounted", "CountClosed"]);
    }
  });

  it("refuses when the stream is not where the sender saw it", async () => {
    await handler.handle(decider, "1", { add: 1 }, context("c1", { expectedRevision: -1 }));
    await expect(
      handler.handle(decider, "1", { add: 1 }, context("c2", { expectedRevision: -1 })),
    ).rejects.toMatchObject({
      code: "revision-conflict",
      params: { actual: 0 },
    });
    expect(
      await handler.handle(decider, "1", { add: 1 }, context("c3", { expectedRevision: 0 })),
    ).toMatchObject({ revision: 1 });
  });

  it("writes nothing when nothing follows, or when the command is refused", async () => {
    expect(await handler.handle(decider, "1", { add: 0 }, context("c1"))).toMatchObject({
      events: [],
      revision: -1,
      repeated: false,
    });
    await handler.handle(decider, "1", { close: true }, context("c2"));
    await expect(handler.handle(decider, "1", { add: 1 }, context("c3"))).rejects.toMatchObject({
      code: "batch-locked",
    });
    expect(await store.head()).toBe(2);
  });

  it("tries again when it lost a race, deciding on the newer state", async () => {
    const others = createCommandHandler({ store, schemaOf: () => 1 });
    let races = 2;
    const raced: EventStore = {
      ...store,
      append: async (...args) => {
        if (races-- > 0) await others.handle(counter(false), "1", { add: 100 }, context(`other-${races}`));
        return store.append(...args);
      },
    };
    const mine = createCommandHandler({ store: raced, schemaOf: () => 1 });
    expect(await mine.handle(decider, "1", { add: 1 }, context("c1"))).toMatchObject({
      revision: 2,
      repeated: false,
    });
    expect((await mine.load(decider, "1")).state.total).toBe(201);
    expect(verifyStream(await store.readStream("count-1"))).toBeUndefined();
  });

  it("gives up with an answer when the race is never won", async () => {
    const lost: EventStore = {
      ...store,
      append: async () => ({ ok: false, reason: "wrong-revision", actual: 9 }),
    };
    const mine = createCommandHandler({ store: lost, schemaOf: () => 1 });
    await expect(mine.handle(decider, "1", { add: 1 }, context("c1"))).rejects.toMatchObject({
      code: "concurrent-change",
    });
  });

  it("sums up right and keeps the chain whole, whatever is sent in parallel and sent again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.record({ stream: fc.constantFrom("a", "b", "c"), command: fc.nat(15) }), {
            maxLength: 6,
          }),
          { maxLength: 6 },
        ),
        async (rounds) => {
          const log = createInMemoryEventStore();
          const fresh = createCommandHandler({ store: log, schemaOf: () => 1, rememberStreams: 2 });
          for (const round of rounds) {
            await Promise.all(
              round.map(({ stream, command }) =>
                fresh.handle(decider, stream, { add: command + 1 }, context(`c${command}`)),
              ),
            );
          }
          for (const stream of ["a", "b", "c"]) {
            const sent = new Set(
              rounds
                .flat()
                .filter((one) => one.stream === stream)
                .map(({ command }) => command),
            );
            const expected = [...sent].reduce((sum, command) => sum + command + 1, 0);
            expect((await fresh.load(decider, stream)).state.total).toBe(expected);
            const events: readonly RecordedEvent[] = await log.readStream(`count-${stream}`);
            expect(events).toHaveLength(sent.size);
            expect(verifyStream(events)).toBeUndefined();
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

it("does not read the stream that a command begins, unless it is there", async () => {
  const store = createInMemoryEventStore();
  const readStream = vi.spyOn(store, "readStream");
  const handler = createCommandHandler({ store, schemaOf: () => 1 });
  const decider = counter(false, true);
  await handler.handle(decider, "1", { add: 1 }, context("c1"));
  expect(readStream).not.toHaveBeenCalled();
  expect(await handler.handle(decider, "1", { add: 2 }, context("c1"))).toMatchObject({
    events: [{ data: { leaves: 1 } }],
    repeated: true,
  });
  expect(await handler.handle(decider, "1", { add: 2 }, context("c2"))).toMatchObject({ revision: 1 });
});

describe("a remembered stream", () => {
  const decider = counter(true);
  const counting = (exclusive: boolean) => {
    const inner = createInMemoryEventStore();
    let reads = 0;
    const store: EventStore = {
      ...inner,
      exclusive,
      readStream: (...wanted) => {
        reads++;
        return inner.readStream(...wanted);
      },
    };
    return { store, reads: () => reads, handler: createCommandHandler({ store, schemaOf: () => 1 }) };
  };

  it("is read once from a store that nobody else writes to, and again after each change", async () => {
    const { store, reads, handler } = counting(true);
    await handler.handle(decider, "1", { add: 1 }, context("c1"));
    await handler.load(decider, "1");
    const before = reads();
    expect((await handler.load(decider, "1")).state.total).toBe(1);
    expect(reads()).toBe(before);
    const other = createCommandHandler({ store, schemaOf: () => 1 });
    await other.handle(decider, "1", { add: 2 }, context("c2"));
    expect(await handler.load(decider, "1")).toMatchObject({ state: { total: 3 }, revision: 1 });
  });

  it("is looked at each time where others may write", async () => {
    const { reads, handler } = counting(false);
    await handler.load(decider, "1");
    await handler.load(decider, "1");
    expect(reads()).toBe(2);
  });

  it("is not taken for current when it moved on while it was being read", async () => {
    const inner = createInMemoryEventStore();
    let meanwhile = async () => {};
    const store: EventStore = {
      ...inner,
      readStream: async (...wanted) => {
        const events = await inner.readStream(...wanted);
        const work = meanwhile;
        meanwhile = async () => {};
        await work();
        return events;
      },
    };
    const other = createCommandHandler({ store: inner, schemaOf: () => 1 });
    meanwhile = async () => void (await other.handle(decider, "1", { add: 5 }, context("c1")));
    const handler = createCommandHandler({ store, schemaOf: () => 1 });
    expect((await handler.load(decider, "1")).state.total).toBe(0);
    expect((await handler.load(decider, "1")).state.total).toBe(5);
  });
});
