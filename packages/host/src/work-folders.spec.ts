import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lockWorkFolders, openWorkFolder, sweepWorkFolders } from "@sogoc/core";
import { findWriterLock } from "@sogoc/embedded";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "sogoc-ends-"));
  vi.stubEnv("TMPDIR", place);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(place, { recursive: true });
});

const addressOf = (module: string) => JSON.stringify(new URL(module, import.meta.url).href);

const program = `
  import { writeFileSync } from "node:fs";
  import { openWorkFolder } from ${addressOf("../../core/src/work-folders.ts")};
  const done = await openWorkFolder();
  const { path } = await openWorkFolder();
  await done.remove();
  writeFileSync(path + "/upload", "nửa chừng");
  process.on("SIGTERM", () => process.exit(0));
  setInterval(() => {}, 1_000);
  console.log(path);
`;

const withLock = `
  import { lockWorkFolders } from ${addressOf("../../core/src/work-folders.ts")};
  import { findWriterLock } from ${addressOf("../../embedded/src/writer-lock.ts")};
  lockWorkFolders(findWriterLock);
  ${program}
`;

const start = async (text: string) => {
  const env = { ...process.env, TMPDIR: place };
  const worker = spawn(process.execPath, ["--input-type=module-typescript", "--eval", text], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(worker, "exit");
  const [line] = await once(worker.stdout, "data");
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    worker.kill(signal);
    return await ended;
  };
  return { end, path: String(line).trim() };
};

it.each([program, withLock])(
  "is gone when the process is told to end in the middle of the work",
  async (text) => {
    const { end } = await start(text);
    expect(await readdir(place)).toHaveLength(1);
    expect(await end("SIGTERM")).toEqual([0, null]);
    expect(await readdir(place)).toEqual([]);
  },
);

/** As a process does that has just begun: it has no folder from before. */
const begin = async () => {
  lockWorkFolders(findWriterLock);
  const { path, remove } = await openWorkFolder();
  return { path, remove };
};

describe("a sweep", () => {
  it("removes at once what a killed process has left, and nothing of one that lives", async () => {
    const lives = await start(withLock);
    const killed = await start(withLock);
    await killed.end("SIGKILL");
    expect([lives.path, killed.path].map(existsSync)).toEqual([true, true]);
    const own = await begin();
    // However long ago the living one has last said so.
    expect(await sweepWorkFolders(Date.now() + 86_400_000)).toBe(1);
    expect([lives.path, killed.path, own.path].map(existsSync)).toEqual([true, false, true]);
    await lives.end("SIGKILL");
    expect(await sweepWorkFolders()).toBe(1);
    expect([lives.path, own.path].map(existsSync)).toEqual([false, true]);
    await own.remove();
  });

  it("leaves one that is being made to its process, and follows no link", async () => {
    const made = join(place, "sogoc-process-vuamoi");
    await mkdir(made);
    const elsewhere = join(place, "cua-nguoi-khac");
    await mkdir(join(elsewhere, "work-1"), { recursive: true });
    await symlink(elsewhere, join(place, "sogoc-process-lienket"));
    await symlink(elsewhere, join(place, "sogoc-work-lienket"));
    const longAgo = Date.now() + 3_600_000;
    await begin();
    expect(await sweepWorkFolders()).toBe(0);
    expect(await sweepWorkFolders(longAgo)).toBe(1);
    expect([made, join(elsewhere, "work-1")].map(existsSync)).toEqual([false, true]);
  });

  it("removes what a killed drill has left of an installation, and nothing of one under way", async () => {
    const [left, underWay] = [join(place, "sogoc-drill-cu"), join(place, "sogoc-drill-moi")];
    for (const folder of [left, underWay]) await mkdir(join(folder, "restored"), { recursive: true });
    const unlock = findWriterLock(join(underWay, "drill"));
    lockWorkFolders(findWriterLock);
    expect(await sweepWorkFolders(Date.now() + 3_600_000)).toBe(1);
    expect([left, underWay].map(existsSync)).toEqual([false, true]);
    unlock?.();
  });

  it("removes what has no lock after half an hour, and nothing that is not ours", async () => {
    const longAgo = new Date(Date.now() - 3_600_000);
    const abandoned = await mkdtemp(join(place, "sogoc-work-"));
    await writeFile(join(abandoned, "upload"), "nửa chừng");
    const foreign = await mkdtemp(join(place, "sogoc-kafka-"));
    for (const folder of [abandoned, foreign]) await utimes(folder, longAgo, longAgo);
    const young = await mkdtemp(join(place, "sogoc-work-"));
    await sweepWorkFolders();
    expect([abandoned, foreign, young].map(existsSync)).toEqual([false, true, true]);
  });
});

it("goes on where the temporary place was cleared meanwhile", async () => {
  const before = await begin();
  await before.remove();
  for (const name of await readdir(place)) await rm(join(place, name), { recursive: true });
  const after = await begin();
  expect(existsSync(after.path)).toBe(true);
  await sweepWorkFolders();
  expect(existsSync(after.path)).toBe(true);
  await after.remove();
});

it("goes on where the temporary place could not be written to before", async () => {
  vi.resetModules();
  const begun = await import("@sogoc/core");
  begun.lockWorkFolders(findWriterLock);
  vi.stubEnv("TMPDIR", join(place, "later"));
  await expect(begun.openWorkFolder()).rejects.toThrow("ENOENT");
  await mkdir(join(place, "later"));
  // Side by side: there is one folder of the process.
  const folders = await Promise.all([begun.openWorkFolder(), begun.openWorkFolder()]);
  const [locked, ...others] = await readdir(join(place, "later"));
  expect([locked, others]).toEqual([expect.stringMatching(/^sogoc-process-/), []]);
  await rm(join(place, "later", locked ?? ""), { recursive: true });
  const again = await Promise.all([begun.openWorkFolder(), begun.openWorkFolder()]);
  for (const { path } of again) expect(existsSync(path)).toBe(true);
  expect(await readdir(join(place, "later"))).toHaveLength(1);
  for (const { remove } of [...folders, ...again]) await remove();
});

it("says every minute that a folder is in use, so that nothing that goes by age takes it", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  try {
    vi.resetModules();
    const process = await import("@sogoc/core");
    process.lockWorkFolders(findWriterLock);
    const { path, remove } = await process.openWorkFolder();
    const longAgo = new Date(Date.now() - 3_600_000);
    const before = await mkdtemp(join(place, "sogoc-work-"));
    const touched = dirname(path);
    for (const folder of [path, touched, before]) await utimes(folder, longAgo, longAgo);
    await vi.advanceTimersByTimeAsync(61_000);
    const isFresh = async (folder: string) => (await stat(folder)).mtimeMs > longAgo.getTime() + 1_000;
    // The signs of life are files being touched, not timers.
    await vi.waitFor(async () => expect([await isFresh(path), await isFresh(touched)]).toEqual([true, true]));
    expect(await isFresh(before)).toBe(false);
    await remove();
  } finally {
    vi.useRealTimers();
  }
});
