import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tellBatchStory } from "../testing/batch-story.ts";
import { startWorld, stranger, viewer } from "../testing/world.ts";

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
  await tellBatchStory(world);
});
afterAll(() => world.stop());

describe("the cases of a book", () => {
  it("are told by number with their state and without their people", async () => {
    const [{ id }] = (await world.get(viewer, "/books")).json().items;
    const { book, items, freshness } = (await world.get(viewer, `/books/${id}/cases`)).json();
    expect(book.records).toBe(items.length);
    expect(items.map(({ number }: { number: string }) => number)).toEqual(["7", "8"]);
    expect(items[0].batchState).toBe("accepted");
    expect(Object.keys(items[0]).sort()).toEqual(
      ["batchState", "changedAt", "findings", "id", "number", "page", "status"].sort(),
    );
    expect(freshness.ageMs).toBe(0);
  });

  it("are refused outside the area", async () => {
    const [{ id }] = (await world.get(viewer, "/books")).json().items;
    expect((await world.get(stranger, `/books/${id}/cases`)).statusCode).toBe(403);
  });
});
