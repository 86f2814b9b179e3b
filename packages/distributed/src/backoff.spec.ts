import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { NO_STREAM } from "@sogoc/core";
import { newEvents } from "@sogoc/core/testing";
import { describe, expect, it } from "vitest";
import { startEventStoreDouble } from "../testing/eventstore-double.ts";
import { createBackoff } from "./backoff.ts";
import { openEventStoreDb } from "./eventstore/event-store.ts";

describe("a backoff", () => {
  it("doubles to its limit, by chance within the upper half, and begins again after a success", () => {
    for (const [chance, share] of [
      [0, 0.5],
      [1, 1],
    ] as const) {
      const backoff = createBackoff({ firstMs: 100, maxMs: 1_000, random: () => chance });
      const times = Array.from({ length: 6 }, () => backoff.next());
      expect(times).toEqual([100, 200, 400, 800, 1_000, 1_000].map((ms) => ms * share));
      backoff.reset();
      expect(backoff.next()).toBe(100 * share);
    }
  });

  it("is over at once when the signal is given", async () => {
    const leaving = new AbortController();
    const waiting = createBackoff({ firstMs: 60_000, maxMs: 60_000 }).wait(leaving.signal);
    leaving.abort();
    await waiting;
  });
});

describe("a store's follower whose server has vanished", () => {
  it("knocks ever more seldom, and hears of news soon after the server is back", async () => {
    const double = await startEventStoreDouble();
    const store = await openEventStoreDb({ connectionString: double.url, patienceMs: 500, answerMs: 500 });
    const heard: number[] = [];
    store.onCommitted((events) => heard.push(...events.map(({ position }) => position)));
    await double.drop();
    let knocks = 0;
    const closed = createServer((socket) => {
      knocks++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => closed.listen(double.port, "127.0.0.1", resolve));
    const knocksWithin = async (ms: number) => {
      const before = knocks;
      await pause(ms);
      return knocks - before;
    };
    // At a fixed pace of 40 ms there would be 75 and more.
    expect(await knocksWithin(3_000)).toBeLessThan(30);
    expect(await knocksWithin(3_000)).toBeLessThan(10);
    expect(knocks).toBeGreaterThan(0);
    await new Promise((resolve) => closed.close(resolve));
    await double.resume();
    await expect.poll(() => store.append("book-1", NO_STREAM, newEvents("a", 1))).toMatchObject({ ok: true });
    await expect.poll(() => heard.length).toBe(1);
    await store.close();
    await double.stop();
  });
});
