import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import multipart from "@fastify/multipart";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startTestService } from "./testing/test-service.ts";
import { sweepTemporaryFolders, withTemporaryFolder, withUpload } from "./uploads.ts";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "sogoc-sweep-"));
  vi.stubEnv("TMPDIR", place);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(place, { recursive: true });
});

it("sweeps what a killed process left behind, and nothing that somebody works in or that is not ours", async () => {
  const longAgo = new Date(Date.now() - 3_600_000);
  const left = await withTemporaryFolder(async (folder) => folder);
  expect(existsSync(left)).toBe(false);
  const abandoned = await mkdtemp(join(place, "sogoc-work-"));
  await writeFile(join(abandoned, "upload"), "nửa chừng");
  const foreign = await mkdtemp(join(place, "sogoc-kafka-"));
  for (const folder of [abandoned, foreign]) await utimes(folder, longAgo, longAgo);
  await withTemporaryFolder(async (inUse) => {
    await sweepTemporaryFolders();
    expect([abandoned, foreign, inUse].map(existsSync)).toEqual([false, true, true]);
  });
});

it("keeps a folder in use from being swept however long the work takes", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  try {
    await withTemporaryFolder(async (folder) => {
      await vi.advanceTimersByTimeAsync(2 * 3_600_000);
      // The signs of life are files being touched, not timers.
      await pause(50);
      await sweepTemporaryFolders();
      expect(existsSync(folder)).toBe(true);
    });
  } finally {
    vi.useRealTimers();
  }
});

/** A server with one route that takes a file and says what came. */
const startReceiving = () =>
  startTestService({
    people: { lan: {} },
    routes: async (app) => {
      await app.register(multipart);
      app.post("/files", { config: { permission: { open: "signed-in" } } }, async (request) =>
        withUpload(request, 1_000, async ({ fileName, sha256 }) => ({ fileName, sha256 })),
      );
    },
  });

const whole = [
  "--x",
  'Content-Disposition: form-data; name="file"; filename="so.csv"',
  "Content-Type: text/csv",
  "",
  "so;ten;ghi chu",
  "--x--",
  "",
].join("\r\n");

it("answers a body without its end or without a boundary as malformed, and leaves nothing of it behind", async () => {
  const { server } = await startReceiving();
  const send = (payload: string, type: string) =>
    server.inject({
      method: "POST" as const,
      url: "/api/test/v1/files",
      payload,
      headers: { authorization: "Bearer lan", "content-type": type },
    });
  const type = "multipart/form-data; boundary=x";
  expect((await send(whole, type)).statusCode).toBe(200);
  for (const boundaryless of [
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; x=y",
  ]) {
    const answer = await send(whole, boundaryless);
    expect([answer.statusCode, answer.json().code]).toEqual([400, "malformed-body"]);
  }
  const complete = whole.lastIndexOf("--x--") + 3;
  for (let end = 1; end < complete; end += 1) {
    const answer = await send(whole.slice(0, end), type);
    const { code } = answer.json<{ code: string }>();
    expect([400, 422], `cut at ${end}: ${answer.body}`).toContain(answer.statusCode);
    expect(["malformed-body", "invalid-request"]).toContain(code);
  }
  const inContent = await send(whole.slice(0, whole.indexOf("ghi chu")), type);
  expect([inContent.statusCode, inContent.json().code]).toEqual([400, "malformed-body"]);
  expect((await readdir(place)).filter((name) => name.startsWith("sogoc-work-"))).toEqual([]);
  await server.close();
});
