import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tellBatchStory } from "../testing/batch-story.ts";
import * as make from "../testing/events.ts";
import { startWorld, viewer } from "../testing/world.ts";

const ownViewer = "v-2:province-viewer:xa-2";
let world: Awaited<ReturnType<typeof startWorld>>;
let address: string;

/** Reads one told position after the other, as they come. */
const follow = async (who: string, query = "") => {
  const answer = await fetch(`${address}/api/reporting/v1/changes${query}`, {
    headers: { authorization: `Bearer ${who}`, accept: "text/event-stream" },
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let kept = "";
  return {
    answer,
    async next(): Promise<{ position: number } | "ended"> {
      for (;;) {
        const end = kept.indexOf("\n\n");
        if (end >= 0) {
          const message = kept.slice(0, end);
          kept = kept.slice(end + 2);
          if (message.startsWith("data: ")) return JSON.parse(message.slice(6)) as { position: number };
          continue;
        }
        const part = await reader?.read();
        if (!part || part.done) return "ended";
        kept += part.value;
      }
    },
    leave: () => reader?.cancel(),
  };
};

const book = (bookId: string, unitId: string) =>
  world.happen(`book-${bookId}`, [make.bookRegistered({ bookId, unitId, bookNumber: "02/1999" })]);

beforeAll(async () => {
  world = await startWorld();
  await tellBatchStory(world);
  await world.settle();
  address = await world.server.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => world.stop());

describe("changes of figures", () => {
  it("answers the position once to whoever does not ask for a stream", async () => {
    const { statusCode, json } = await world.get(viewer, "/changes");
    expect([statusCode, json()]).toEqual([200, { position: await world.ports.store.head() }]);
  });

  it("tells who sees the area that figures moved, and nobody else, and no value", async () => {
    const all = await follow(viewer);
    const own = await follow(ownViewer);
    expect(all.answer.headers.get("content-type")).toContain("text/event-stream");
    expect(all.answer.headers.get("x-accel-buffering")).toBe("no");
    const start = await world.ports.store.head();
    expect(await all.next()).toEqual({ position: start });
    expect(await own.next()).toEqual({ position: start });

    await book("book-x", "xa-1");
    expect(await all.next()).toEqual({ position: start + 1 });
    await book("book-y", "xa-2");
    expect(await all.next()).toEqual({ position: start + 2 });
    expect(await own.next()).toEqual({ position: start + 2 });
    await Promise.all([all.leave(), own.leave()]);
  });

  it("refuses a unit outside the area before it begins", async () => {
    const refused = await follow(ownViewer, "?unitId=xa-1");
    expect(refused.answer.status).toBe(403);
    await refused.leave();
  });

  it("ends when the service stops", async () => {
    const open = await follow(viewer);
    await open.next();
    await world.server.close();
    expect(await open.next()).toBe("ended");
  });
});
