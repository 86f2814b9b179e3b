import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { createShutdown } from "./shutdown.ts";

const begin = () => {
  const signals = new EventEmitter();
  const told: string[] = [];
  const exit = (code: number) => void told.push(`exit ${code}`);
  const shutdown = createShutdown({ on: signals.on.bind(signals), exit });
  const part = (name: string) => async () => void told.push(`end ${name}`);
  const ended = (code: number) => expect.poll(() => told.at(-1)).toBe(`exit ${code}`);
  return { shutdown, told, part, ended, term: () => void signals.emit("SIGTERM") };
};

describe("a process that is told to end", () => {
  it("ends at once while nothing is open", async () => {
    const { told, ended, term } = begin();
    term();
    await ended(0);
    expect(told).toEqual(["exit 0"]);
  });

  it("ends what is open, the last first, though one of them cannot be ended", async () => {
    const { shutdown, told, part, ended, term } = begin();
    await shutdown.opening(Promise.resolve(), part("engines"));
    await shutdown.opening(Promise.resolve(), () => Promise.reject(new Error("mất kết nối")));
    await shutdown.opening(Promise.resolve(), part("server"));
    term();
    term();
    await ended(0);
    expect(told).toEqual(["end server", "end engines", "exit 0"]);
  });

  it("waits for what is being opened, ends it, and begins nothing more", async () => {
    const { shutdown, told, part, ended, term } = begin();
    let connect = () => {};
    const connecting = new Promise<void>((resolve) => {
      connect = resolve;
    });
    const starting = shutdown.during(async () => {
      await shutdown.opening(connecting, part("engines"));
      told.push("rebuild");
    });
    term();
    connect();
    await starting;
    await ended(0);
    expect(told).toEqual(["end engines", "exit 0"]);
  });

  it("fails as before where nobody told it to end", async () => {
    const { shutdown } = begin();
    const failing = shutdown.during(() => Promise.reject(new Error("cổng đã dùng")));
    await expect(failing).rejects.toThrow("cổng đã dùng");
  });
});
