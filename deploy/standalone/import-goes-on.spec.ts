import { createInMemoryEventStore, EngineUnavailable, type EventStore } from "@sogoc/core";
import { createGenerator } from "@sogoc/synthetic";
import { expect, it } from "vitest";
import { done } from "./local-client.ts";
import { confirm, prepare, workbookOf } from "./test-import.ts";
import { startTestProvince } from "./test-province.ts";

/** A store that fails the append of that number to a batch's stream, as a kill between two commands does. */
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

it.each([
  ["opened", 0],
  ["given to somebody", 1],
])("an import cut off before its batch was %s goes on where it was", async (_what, number) => {
  const test = await startTestProvince({ store: failingAt(number) });
  const keeper = await test.person("thu", [
    { role: "book-keeper", unitId: test.commune },
    { role: "clerk", unitId: test.commune },
  ]);
  const generator = createGenerator("goes-on");
  const [book] = generator.books({ communes: 1, types: ["KS"], years: [2008], casesPerBook: 6 });
  if (!book) throw new Error("no book");
  const { bookNumber, office } = book.data;
  const body = { unitId: test.commune, recordType: "KS", bookNumber, office };
  done(await keeper.post("entry/v1/books", body));
  const workbook = await workbookOf(generator.cases(book, { count: 6 }));
  const place = { unitId: test.commune, openBatches: true };
  const { importId, good } = await prepare(keeper, place, "so.xlsx", workbook);
  expect(good).toBe(6);
  expect(await confirm(keeper, importId)).toMatchObject({ phase: "failed", failure: "unavailable" });
  expect(await confirm(keeper, importId)).toMatchObject({ phase: "finished", written: 6, refused: 0 });
  await test.standalone.stop();
});
