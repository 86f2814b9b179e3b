import { describe, expect, it } from "vitest";
import type { CommandContext } from "./command-context.ts";
import { createCommandHandler } from "./command-handler.ts";
import { commandKeysOf } from "./command-keys.ts";
import type { Decider } from "./decider.ts";
import { CommandRejected } from "./errors.ts";
import type { EventData } from "./event.ts";
import type { EventStore } from "./event-store.ts";
import { createInMemoryEventStore } from "./in-memory/event-store.ts";

type Said = EventData<"Said", { readonly words: string }>;

const speaker: Decider<null, string, Said> = {
  category: "speech",
  initialState: () => null,
  decide(words) {
    if (words === "") throw new CommandRejected("invalid-request");
    return [{ type: "Said", data: { words } }];
  },
  evolve: (state) => state,
};

const context = (commandId: string, commandDigest?: string): CommandContext => ({
  actor: { account: "acc-1", name: "Người thử", roles: ["clerk"], unit: "unit-1" },
  at: new Date("2026-03-01T02:00:00Z"),
  commandId,
  correlationId: commandId,
  ...(commandDigest === undefined ? {} : { commandDigest }),
});

const handlerOn = (store: EventStore) => createCommandHandler({ store, schemaOf: () => 1 });

/** The same store as a process that starts anew finds it. */
const afterRestart = (store: EventStore): EventStore => ({ ...store });

const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? "unknown",
  );

describe("a caller's id for a command", () => {
  it("is refused for something else in another stream, also when both come at once", async () => {
    const { handle } = handlerOn(createInMemoryEventStore());
    const both = [
      outcome(handle(speaker, "1", "một", context("key", "digest-1"))),
      outcome(handle(speaker, "2", "hai", context("key", "digest-2"))),
    ];
    expect(await Promise.all(both)).toEqual(["done", "command-id-reused"]);
    expect(await outcome(handle(speaker, "3", "ba", context("key", "digest-3")))).toBe("command-id-reused");
  });

  it("is told from another use after a restart too", async () => {
    const store = createInMemoryEventStore();
    await handlerOn(store).handle(speaker, "1", "một", context("key", "digest-1"));
    const { handle } = handlerOn(afterRestart(store));
    expect(await outcome(handle(speaker, "2", "hai", context("key", "digest-2")))).toBe("command-id-reused");
    expect((await handle(speaker, "1", "một", context("key", "digest-1"))).repeated).toBe(true);
  });

  it("may come for several streams that one request concerns, and again after a refusal", async () => {
    const { handle } = handlerOn(createInMemoryEventStore());
    expect(await outcome(handle(speaker, "1", "", context("key", "empty")))).toBe("invalid-request");
    for (const id of ["1", "2"]) {
      expect(await outcome(handle(speaker, id, "một", context("key", "digest-1")))).toBe("done");
    }
  });

  it("counts for every handler of a store, and for work that claims it beforehand", async () => {
    const store = createInMemoryEventStore();
    await handlerOn(store).claim(context("key", "digest-1"));
    const other = handlerOn(store);
    expect(await outcome(other.claim(context("key", "digest-2")))).toBe("command-id-reused");
    expect(await outcome(other.handle(speaker, "2", "hai", context("key", "digest-2")))).toBe(
      "command-id-reused",
    );
  });

  it("is not compared where a process made it", async () => {
    const { handle } = handlerOn(createInMemoryEventStore());
    for (const id of ["1", "2"]) expect(await outcome(handle(speaker, id, id, context("key")))).toBe("done");
  });

  it("is remembered among the last ones only, so that the memory stays small", async () => {
    const keys = commandKeysOf(createInMemoryEventStore(), 3);
    for (const key of ["a", "b", "c", "d", "e", "f"]) {
      (await keys.claim({ commandId: key, commandDigest: "digest-1" })).release(true);
    }
    expect(await outcome(keys.claim({ commandId: "d", commandDigest: "digest-2" }))).toBe(
      "command-id-reused",
    );
    expect(await outcome(keys.claim({ commandId: "a", commandDigest: "digest-2" }))).toBe("done");
  });
});

describe("asking whether a command was handled", () => {
  it("answers as it was answered, and refuses as it would be refused", async () => {
    const { handle, findHandled } = handlerOn(createInMemoryEventStore());
    expect(await findHandled(speaker, "1", context("key", "digest-1"))).toBeUndefined();
    const first = await handle(speaker, "1", "một", context("key", "digest-1"));
    expect(await findHandled(speaker, "1", context("key", "digest-1"))).toMatchObject({
      revision: first.revision,
      repeated: true,
    });
    expect(await outcome(findHandled(speaker, "1", context("key", "digest-2")))).toBe("command-id-reused");
    const stale = { ...context("other"), expectedRevision: 7 };
    expect(await outcome(findHandled(speaker, "1", stale))).toBe("revision-conflict");
  });
});
