import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findWriterLock } from "@sogoc/embedded";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildOnceIn, requireWholeApp } from "./build-once.ts";

describe("the build of the web application that specs wait for", () => {
  let folder: string;
  let builds: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sogoc-built-"));
    builds = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const from = (run: string | undefined, patienceMs = 60_000) =>
    buildOnceIn({
      place: join(folder, "web"),
      run,
      patienceMs,
      build: async () => {
        builds++;
        await pause(5);
      },
    });

  it("is made once in a run, however many specs begin together, and looked at again in the next", async () => {
    await Promise.all(Array.from({ length: 6 }, () => from("first")));
    expect(builds).toBe(1);
    await from("second");
    expect(builds).toBe(2);
    // A program on its own always looks whether something is stale.
    await from(undefined);
    await from(undefined);
    expect(builds).toBe(4);
  });

  it("is made again where it failed", async () => {
    const failing = { place: join(folder, "web"), run: "first", patienceMs: 60_000 };
    const failed = buildOnceIn({ ...failing, build: () => Promise.reject(new Error("no room")) });
    await expect(failed).rejects.toThrow("no room");
    await from("first");
    expect(builds).toBe(1);
  });

  it("says so where it does not end, or where somebody else's does not", async () => {
    const endless = buildOnceIn({
      place: join(folder, "web"),
      run: "first",
      patienceMs: 20,
      build: (signal) => pause(60_000, undefined, { signal }),
    });
    await expect(endless).rejects.toThrow("does not end");
    const giveBack = findWriterLock(join(folder, "web"));
    await expect(from("first", 20)).rejects.toThrow("somebody else builds");
    giveBack?.();
    expect(builds).toBe(0);
  });
});

it("a server that does not have what its page names is told of before a browser waits for it", async () => {
  const files = new Map([["/", '<script src="/assets/a-1.js"></script><link href="/assets/b-1.css">']]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    files.set("/assets/b-1.css", "");
    await expect(requireWholeApp(address)).rejects.toThrow("built anew");
    files.set("/assets/a-1.js", "");
    await expect(requireWholeApp(address)).resolves.toBeUndefined();
    files.set("/", "no page");
    await expect(requireWholeApp(address)).rejects.toThrow("any part of the page");
  } finally {
    server.close();
  }
});
