import {
  createCommandHandler,
  createInMemoryConsumerState,
  createInMemoryEventStore,
  createLogBus,
  type Decider,
  type EventBus,
  type SubscribeOptions,
} from "@sogoc/core";
import { PATIENCE_MS } from "@sogoc/core/testing";
import { type DomainEvent, schemaOfWritten } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { startDirectory } from "./directory.ts";

/** Writes whatever it is told. */
const scribe: Decider<null, DomainEvent, DomainEvent> = {
  category: "test",
  initialState: () => null,
  decide: (event) => [event],
  evolve: (state) => state,
};

const today = () => "2026-03-01";

const start = async () => {
  const store = createInMemoryEventStore();
  const commands = createCommandHandler({ store, schemaOf: schemaOfWritten });
  const newBus = () => createLogBus({ store, consumers: createInMemoryConsumerState() });
  const bus = newBus();
  const directory = await startDirectory({ bus, store, consumer: "test/directory", today });
  const write = async (event: DomainEvent, at = "2026-03-01T00:00:00Z") => {
    const context = {
      actor: { account: "admin", name: "Quản trị", roles: [], unit: "vn" },
      at: new Date(at),
      commandId: crypto.randomUUID(),
      correlationId: "c",
    };
    const { position } = await commands.handle(scribe, "1", event, context);
    expect(await directory.subscription.caughtUp(position, PATIENCE_MS)).toBe(true);
  };
  return { bus, newBus, store, directory, write };
};

const opened: DomainEvent = {
  type: "AccountOpened",
  data: { accountId: "a-1", signInName: "lan", displayName: "Nguyễn Thị Lan", unitId: "u-1" },
};
const suspended: DomainEvent = { type: "AccountSuspended", data: { accountId: "a-1", reason: "nghỉ" } };
const reinstated: DomainEvent = { type: "AccountReinstated", data: { accountId: "a-1", reason: "về" } };
const revoked: DomainEvent = {
  type: "SessionRevoked",
  data: { accountId: "a-1", sessionId: "s-1", reason: "signed-out" },
};
const unit: DomainEvent = {
  type: "UnitRegistered",
  data: { unitId: "u-1", kind: "commune", name: "Xã Mai Lâm", parentId: null, from: "2006-01-01" },
};

describe("the directory", () => {
  it("knows names and units, and nothing of strangers", async () => {
    const { directory, write, bus } = await start();
    expect(directory.displayName("a-1")).toBeUndefined();
    await write(opened);
    await write(unit);
    expect(directory.displayName("a-1")).toBe("Nguyễn Thị Lan");
    expect([...directory.tree().units.keys()]).toEqual(["u-1"]);
    expect(directory.isSuspended("a-2")).toBe(false);
    expect(directory.isRevoked("s-2")).toBe(false);
    await bus.close();
  });

  it("learns of suspension, reinstatement and revoked sessions as they happen", async () => {
    const { directory, write, bus } = await start();
    await write(opened);
    await write(suspended);
    expect(directory.isSuspended("a-1")).toBe(true);
    await write(reinstated);
    expect(directory.isSuspended("a-1")).toBe(false);
    expect(directory.isRevoked("s-1")).toBe(false);
    await write(revoked);
    expect(directory.isRevoked("s-1")).toBe(true);
    await bus.close();
  });

  it("holds an account that its token says is held, until that is over or somebody above has vouched", async () => {
    const { directory, write, bus } = await start();
    const [first, second] = ["2026-03-02T00:00:00.000Z", "2026-03-02T06:00:00.000Z"];
    const now = new Date("2026-03-01T12:00:00Z");
    // Nothing was heard of it yet.
    expect(directory.heldUntil("a-1", now, first)).toBe(first);
    expect(directory.heldUntil("a-1", new Date(first), first)).toBeUndefined();
    await write(opened);
    const change = { accountId: "a-1", temporary: true, resetBy: "a-2" };
    await write({ type: "PasswordChanged", data: { ...change, heldUntil: first } });
    expect(directory.heldUntil("a-1", now)).toBe(first);
    await write({ type: "AccountVouched", data: { accountId: "a-1", vouchedBy: "a-3" } });
    // A token of before the word says nothing any more; one of the next reset does.
    expect(directory.heldUntil("a-1", now, first)).toBeUndefined();
    expect(directory.heldUntil("a-1", now, second)).toBe(second);
    await bus.close();
  });

  it("holds nobody for longer than a day after a clock that was ahead was set right", async () => {
    const { bus, newBus, store, directory, write } = await start();
    const [ahead, until] = ["2033-05-05T00:00:00.000Z", "2033-05-06T00:00:00.000Z"];
    await write(opened);
    const reset = { accountId: "a-1", temporary: true, resetBy: "a-2", resetAt: ahead, heldUntil: until };
    await write({ type: "PasswordChanged", data: reset }, ahead);
    await write({ type: "PasswordChanged", data: { accountId: "a-1", temporary: false } }, ahead);
    const seen = (now: string, asked = directory, said?: string) => [
      asked.heldUntil("a-1", new Date(now), said),
      asked.passwordSetBy("a-1", new Date(now))?.account,
    ];
    expect(seen("2033-05-05T12:00:00Z")).toEqual([until, "a-2"]);
    // The clock is right again: a day from the first time that anybody asks, token or not.
    expect(seen("2026-03-03T10:00:00Z")).toEqual(["2026-03-04T10:00:00.000Z", "a-2"]);
    expect(seen("2026-03-04T09:59:00Z", directory, until)).toEqual(["2026-03-04T10:00:00.000Z", "a-2"]);
    expect(seen("2026-03-04T10:00:00Z", directory, until)).toEqual([undefined, undefined]);
    expect(directory.heldUntil("a-1", new Date("2026-03-03T10:00:00Z"), "2034-01-01T00:00:00.000Z")).toBe(
      "2026-03-04T10:00:00.000Z",
    );
    // And also where the server is started each morning: from what was written later.
    await write(revoked, "2026-03-03T11:00:00Z");
    await bus.close();
    const again = await startDirectory({ bus: newBus(), store, consumer: "test/directory", today });
    await again.loaded;
    expect(seen("2026-03-04T10:59:00Z", again)).toEqual(["2026-03-04T11:00:00.000Z", "a-2"]);
    expect(seen("2026-03-04T11:00:00Z", again)).toEqual([undefined, undefined]);
    await again.subscription.stop();
  });

  it("lets nobody go early for a clock that was behind for a while", async () => {
    const { directory, write, bus } = await start();
    const until = "2026-03-02T00:00:00.000Z";
    await write(opened);
    await write({ type: "PasswordChanged", data: { accountId: "a-1", temporary: true, heldUntil: until } });
    await write(revoked, "2019-01-01T00:00:00Z");
    expect(directory.heldUntil("a-1", new Date("2019-01-01T01:00:00Z"))).toBeDefined();
    expect(directory.heldUntil("a-1", new Date("2026-03-01T12:00:00Z"))).toBe(until);
    await bus.close();
  });

  it("knows who else has set a password, for a day or until somebody else vouches", async () => {
    const { directory, write, bus } = await start();
    const [first, second] = ["2026-03-01T10:00:00.000Z", "2026-03-01T11:00:00.000Z"];
    const now = new Date("2026-03-01T12:00:00Z");
    const [set, again] = [
      { account: "a-2", at: first },
      { account: "a-2", at: second },
    ];
    // The token of another service may come before the word of it.
    expect(directory.passwordSetBy("a-1", now, set)).toEqual(set);
    await write(opened);
    const reset = { accountId: "a-1", temporary: true, resetBy: "a-2" };
    await write({ type: "PasswordChanged", data: { ...reset, resetAt: first } });
    // As long as it lies unused, however long that is.
    expect(directory.passwordSetBy("a-1", new Date("2026-05-01T00:00:00Z"))).toEqual(set);
    // The moment of what is written here.
    const chosenAt = "2026-03-01T00:00:00.000Z";
    await write({ type: "PasswordChanged", data: { accountId: "a-1", temporary: false } });
    expect(directory.passwordSetBy("a-1", now)).toEqual({ ...set, chosenAt });
    expect(directory.passwordSetBy("a-1", now, again)).toEqual(again);
    await write({ type: "PasswordChanged", data: { accountId: "a-1", temporary: false } });
    expect(directory.passwordSetBy("a-1", new Date("2026-03-02T00:00:00Z"))).toBeUndefined();
    await write({ type: "AccountVouched", data: { accountId: "a-1", vouchedBy: "a-2" } });
    expect(directory.passwordSetBy("a-1", now)).toEqual({ ...set, chosenAt });
    await write({ type: "AccountVouched", data: { accountId: "a-1", vouchedBy: "a-3" } });
    expect(directory.passwordSetBy("a-1", now, set)).toBeUndefined();
    expect(directory.passwordSetBy("a-1", now, again)).toEqual(again);
    await bus.close();
  });

  it("knows the same after a restart, from the log alone", async () => {
    const { write, bus, newBus, store } = await start();
    for (const event of [opened, unit, revoked, suspended]) await write(event);
    await bus.close();
    const later = newBus();
    const directory = await startDirectory({ bus: later, store, consumer: "test/directory", today });
    expect(directory.isLoaded()).toBe(false);
    await directory.loaded;
    expect(directory.isLoaded()).toBe(true);
    expect(directory.isSuspended("a-1")).toBe(true);
    expect(directory.isRevoked("s-1")).toBe(true);
    expect(directory.displayName("a-1")).toBe("Nguyễn Thị Lan");
    expect(directory.tree().units.size).toBe(1);
    await later.close();
  });

  it("is read whole by every process, since each keeps it for itself", async () => {
    const { bus, store } = await start();
    const asked: SubscribeOptions[] = [];
    const watched: EventBus = {
      ...bus,
      subscribe: (options) => {
        asked.push(options);
        return bus.subscribe(options);
      },
    };
    await startDirectory({ bus: watched, store, consumer: "second/directory", today });
    expect(asked.map(({ everyProcess }) => everyProcess)).toEqual([true]);
    await bus.close();
  });

  it("is loaded once the store answers, however often it has not", async () => {
    const { bus, store } = await start();
    let refusals = 2;
    const late = { head: async () => (refusals-- > 0 ? Promise.reject(new Error("away")) : store.head()) };
    const directory = await startDirectory({ bus, store: late, consumer: "late/directory", today });
    await directory.loaded;
    expect([directory.isLoaded(), refusals]).toEqual([true, -1]);
    await bus.close();
  });
});
