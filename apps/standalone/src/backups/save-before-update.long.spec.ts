import { execFile, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { backup, backupBeforeUpdate, restore, stampProgram } from "@sogoc/embedded";
import { openEngines } from "@sogoc/host/engines";
import { programVersion } from "@sogoc/host/program-version";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSmallFolder } from "./testing/small-folder.ts";

const BACKUP = fileURLToPath(new URL("./backup-process.ts", import.meta.url));
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sogoc-update-"));
  folder = join(root, "data");
});
afterEach(() => rm(root, { recursive: true, force: true }));

/**
 * Starts the server, answers what it tells until it listens and has told its passwords, and ends it
 * as the system would.
 */
const startOnce = (settings: NodeJS.ProcessEnv = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      PORT: "0",
      HOST: "127.0.0.1",
      SOGOC_METRICS_PORT: "0",
      SOGOC_DATA: folder,
      ...settings,
    };
    const server = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "pipe"] });
    let told = "";
    const listen = (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes("Dữ liệu / data:")) server.kill("SIGTERM");
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.once("exit", (code) => (code === 0 ? resolve(told) : reject(new Error(told))));
  });

const linksOf = (file: string) => statSync(file).nlink;

describe("an update", () => {
  it("waits for the backup of a server that was killed, which ends by itself", async () => {
    await startOnce();
    rmSync(join(folder, "program.json"));
    const place = join(root, "place");
    await backup({ from: folder, to: place, program: "0.1.0" });
    // Somebody else seems to be at work there, so that the backup waits.
    const moments = { startedAt: "2026-03-01", renewedAt: "2026-03-01" };
    const whose = { token: "x", installation: null, machine: "may-khac", process: 1, system: "x" };
    const holder = { kind: "sogoc-backup-under-way", format: 1, ...whose, ...moments, renewals: 0 };
    writeFileSync(join(place, "sogoc-backup-under-way.json"), `${JSON.stringify(holder)}\n`);
    rmSync(join(folder, "backup-lock"));
    const order = { from: folder, to: place, program: "0.1.0", keep: 7 };
    const child = fork(BACKUP, [JSON.stringify(order)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const ended = once(child, "exit");
    await expect.poll(() => existsSync(join(folder, "backup-lock")), { timeout: 600_000 }).toBe(true);
    child.disconnect();
    expect(await startOnce()).toContain("before-update");
    await ended;
  });

  it("saves the data first, says how to go back, and does so once", async () => {
    expect(await startOnce()).not.toContain("before-update");
    const engines = await openEngines({ engine: "embedded", folder });
    const { sha256 } = await engines.blobs.put(Buffer.from("một tờ"));
    const before = await engines.store.head();
    await engines.close();
    // As an earlier program leaves it.
    rmSync(join(folder, "program.json"));
    const told = await startOnce();
    expect(told).toMatch(
      /Muốn quay lại[\s\S]*npm run sogoc -- restore .*before-update --set \S+ --data .* --set-aside/,
    );
    expect(await startOnce()).not.toContain("before-update");
    // What going back leaves behind is said before the command is.
    expect(told).toMatch(/SAU lúc này không có trong bản ấy[\s\S]*AFTER this moment[\s\S]*npm run sogoc/);
    expect(told).toContain("Nâng cấp từ bản trước");
    expect(told).not.toContain("0.0.0");

    // The one command that it said.
    const [, words = ""] = /npm run sogoc -- (restore .*)/.exec(told) ?? [];
    const cli = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));
    const back = await new Promise<string>((resolve) => {
      execFile(process.execPath, [cli, ...words.trim().split(" ")], (_error, out, errors) =>
        resolve(out + errors),
      );
    });
    expect(back).toContain("restored");
    const again = await openEngines({ engine: "embedded", folder });
    expect(await again.store.head()).toBe(before);
    // No event names it, so it was not saved.
    expect(await again.blobs.find(sha256)).toBeUndefined();
    await again.close();
  });

  it("is refused by a program that is older than the data", async () => {
    await startOnce();
    writeFileSync(join(folder, "program.json"), JSON.stringify({ version: "99.0.0" }));
    await expect(startOnce()).rejects.toThrow(
      /phiên bản mới hơn \(99\.0\.0, .*[\s\S]*Use that newer one again\.\nKhông có bản sao nào/,
    );
    // One that cannot be read says nothing of an update.
    writeFileSync(join(folder, "program.json"), "rác");
    const told = await startOnce();
    expect(told).toMatch(/Không đọc được .*program\.json .*program\.json cannot be read.*before-update/);
    expect(told).not.toContain("Nâng cấp từ");
  });

  it.each(["damaged", "gone"])(
    "makes its backup all the same where the mark of its place is %s",
    async (how) => {
      const { engines } = await openSmallFolder(folder);
      await engines.close();
      await backupBeforeUpdate({ folder, program: "9.9.9" });
      await stampProgram(folder, "9.9.9");
      const mark = join(folder, "before-update", "sogoc-backups.json");
      const before = JSON.parse(readFileSync(mark, "utf8"));
      if (how === "gone") rmSync(mark);
      else writeFileSync(mark, "rác");
      const saved = await backupBeforeUpdate({ folder, program: "9.9.10" });
      expect(saved?.report.manifest.opened).toMatchObject({ version: "9.9.9" });
      expect(JSON.parse(readFileSync(mark, "utf8"))).toEqual(before);
    },
  );

  it.each([
    "something else",
    "the mark of another installation",
    "a sealed mark",
    "a damaged mark, no backup",
  ])("puts aside what lies at the place where it is %s, and makes its backup", async (what) => {
    const { engines } = await openSmallFolder(folder);
    await engines.close();
    const place = join(folder, "before-update");
    const mark = { kind: "sogoc-backups", format: 1, installation: "a".repeat(64), recipient: null };
    const marks: Readonly<Record<string, string>> = {
      "the mark of another installation": JSON.stringify(mark),
      "a sealed mark": JSON.stringify({ ...mark, recipient: `age1${"q".repeat(58)}` }),
      "a damaged mark, no backup": "rác",
    };
    mkdirSync(place);
    writeFileSync(
      join(place, marks[what] === undefined ? "ảnh.jpg" : "sogoc-backups.json"),
      marks[what] ?? "của ai đó",
    );
    const saved = await backupBeforeUpdate({ folder, program: "9.9.9" });
    expect(saved?.movedAside).toMatch(/aside-20.*-before-update$/);
    expect(readdirSync(saved?.movedAside ?? "")).toHaveLength(1);
    await restore({ from: place, to: join(root, "restored") });
  });

  it("names, to a program that was put back over two updates, the backup that it can open", async () => {
    const { engines } = await openSmallFolder(folder);
    await engines.close();
    const sets: (string | undefined)[] = [];
    for (const program of ["0.1.0", "0.2.0", "0.3.0"]) {
      sets.push((await backupBeforeUpdate({ folder, program }))?.report.set);
      await stampProgram(folder, program);
    }
    // The first was made before 0.1.0, the second of its data.
    await expect(backupBeforeUpdate({ folder, program: "0.1.0" })).rejects.toThrow(`--set ${sets[1]} `);
    await expect(backupBeforeUpdate({ folder, program: "0.2.0" })).rejects.toThrow(`--set ${sets[2]} `);
  });

  it("keeps no stored file twice, and never takes an open folder for one to update", async () => {
    const { engines, blob } = await openSmallFolder(folder);
    await expect(backupBeforeUpdate({ folder, program: "9.9.9" })).rejects.toThrow("already open");
    await engines.close();
    const saved = await backupBeforeUpdate({ folder, program: "9.9.9" });
    expect(saved?.isStampUnreadable).toBe(false);
    expect(saved?.report.manifest).toMatchObject({ program: "0.0.0", blobs: { count: 1 } });
    expect(linksOf(blob)).toBe(2);
    await stampProgram(folder, "9.9.9");
    expect(await backupBeforeUpdate({ folder, program: "9.9.9" })).toBeUndefined();
    const restored = join(root, "restored");
    await restore({ from: join(folder, "before-update"), to: restored });
    expect(existsSync(restored)).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, "program.json"), "utf8"))).toMatchObject({
      version: "9.9.9",
    });
    // Two builds of one version that write another format are two programs; what is restored keeps
    // its stamp.
    const next = { folder, program: "9.9.9", storage: 99 };
    expect((await backupBeforeUpdate(next))?.report.manifest.opened).toMatchObject({ version: "9.9.9" });
    await stampProgram(folder, "9.9.9", 99);
    await expect(backupBeforeUpdate({ folder, program: "9.9.9" })).rejects.toThrow(
      /phiên bản mới hơn \(9\.9\.9, dạng dữ liệu 99\)[\s\S]*newer version \(9\.9\.9, storage format 99\)[\s\S]*restore .*before-update --set 20.* --set-aside/,
    );
    await backup({ from: folder, to: join(root, "place"), program: "9.9.9" });
    await restore({ from: join(root, "place"), to: join(root, "of-newer") });
    // What was restored elsewhere has no backup of its own to go back to.
    await expect(backupBeforeUpdate({ folder: join(root, "of-newer"), program: "9.9.9" })).rejects.toThrow(
      /storage format 99[\s\S]*Use that newer one again\.\nKhông có bản sao nào(?![\s\S]*before-update)/,
    );
    // What lies in the stamp's stead is named, and not what was to replace it.
    const stamp = join(folder, "program.json");
    rmSync(stamp);
    mkdirSync(stamp);
    const isFolder = { code: "EISDIR", path: stamp };
    await expect(backupBeforeUpdate({ folder, program: "9.9.9" })).rejects.toMatchObject({
      name: "NoRegularFile",
      message: expect.stringContaining(`${stamp}: không phải tệp thường`),
    });
    await expect(stampProgram(folder, "9.9.9")).rejects.toMatchObject(isFolder);
    expect(existsSync(`${stamp}.part`)).toBe(false);
    expect(programVersion).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
