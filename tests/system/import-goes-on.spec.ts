import { createInMemoryEventStore, EngineUnavailable, type EventStore } from "@sogoc/core";
import { createGenerator } from "@sogoc/synthetic";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { confirm, prepare, workbookOf } from "../support/test-import.ts";
import { startTestProvince } from "../support/test-province.ts";

const ROWS = 300;

/** A store that takes no records while the flag is up, as one on a full disk. */
const createRefusingStore = () => {
  const store = createInMemoryEventStore();
  const state = { refuses: false };
  const refusing: EventStore = {
    ...store,
    async append(stream, revision, events) {
      if (state.refuses && stream.startsWith("record-")) throw new EngineUnavailable("test");
      return store.append(stream, revision, events);
    },
  };
  return { state, store: refusing };
};

/**
 * A store that fails the append of that number to a batch's stream, as a kill between two commands
 * does.
 */
const failingAt = (number: number): EventStore => {
  const store = createInMemoryEventStore();
  let appends = 0;
  return {
    ...store,
    async append(stream, revision, events) {
      if (stream.startsWith("batch-") && appends++ === number) throw new EngineUnavailable("test");
      return store.append(stream, revision, events);
    },
  };
};

const prepared = async (store: EventStore, count: number) => {
  const test = await startTestProvince({ store });
  const keeper = await test.person("thu", [
    { role: "book-keeper", unitId: test.commune },
    { role: "clerk", unitId: test.commune },
  ]);
  const generator = createGenerator("goes-on");
  const [book] = generator.books({ communes: 1, types: ["KS"], years: [2008], casesPerBook: count });
  if (!book) throw new Error("no book");
  const { bookNumber, office } = book.data;
  const body = { unitId: test.commune, recordType: "KS", bookNumber, office };
  done(await keeper.post("entry/v1/books", body));
  const workbook = await workbookOf(generator.cases(book, { count }));
  const place = { unitId: test.commune, openBatches: true };
  const { importId, good } = await prepare(keeper, place, "so.xlsx", workbook);
  expect(good).toBe(count);
  return { test, keeper, importId };
};

it("an import whose engine refuses while rows are still begun is told as failed, ends nothing, and goes on", async () => {
  const { state, store } = createRefusingStore();
  const { test, keeper, importId } = await prepared(store, ROWS);
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.on("unhandledRejection", hear);
  try {
    state.refuses = true;
    expect(await confirm(keeper, importId)).toMatchObject({
      phase: "failed",
      failure: "unavailable",
      failureDetail: { vi: "Hệ thống tạm thời chưa sẵn sàng.", en: "Temporarily unavailable." },
    });
    state.refuses = false;
    expect(await confirm(keeper, importId)).toMatchObject({ phase: "finished", written: ROWS });
    // A rejection that nobody hears ends the process; it is told once its turn of the loop is over.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off("unhandledRejection", hear);
  }
  expect(unheard).toEqual([]);
  await test.standalone.stop();
});

it.each([
  ["opened", 0],
  ["given to somebody", 1],
])("an import cut off before its batch was %s goes on where it was", async (_what, number) => {
  const { test, keeper, importId } = await prepared(failingAt(number), 6);
  expect(await confirm(keeper, importId)).toMatchObject({ phase: "failed", failure: "unavailable" });
  expect(await confirm(keeper, importId)).toMatchObject({ phase: "finished", written: 6, refused: 0 });
  await test.standalone.stop();
});
