import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dataFiles } from "../data-files.ts";
import { openEmbedded } from "../embedded.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { backup } from "./make-backup.ts";
import type { Room } from "./require-room.ts";
import { restore } from "./restore.ts";
import { openSmallInstallation } from "./testing/small-installation.ts";
import { findLeftCopy, type LeftCopy } from "./unfinished-backup.ts";

let root: string;
let remove: () => void;
let data: string;
let place: string;
beforeEach(async () => {
  ({ folder: root, remove } = temporaryFolder());
  [data, place] = [join(root, "data"), join(root, "place")];
  const { attach, close } = await openSmallInstallation(data);
  await attach("trang một");
  await close();
});
afterEach(() => remove());

const start = async (): Promise<readonly LeftCopy[]> => {
  const left: LeftCopy[] = [];
  const { close } = await openEmbedded({ folder: data, notices: { onLeftCopy: (copy) => left.push(copy) } });
  await close();
  return left;
};

/** Begins a backup that stops while its copy lies beside the data, and answers how it is killed. */
const beginBackup = async () => {
  const program = `
    import { backup } from ${JSON.stringify(new URL("./make-backup.ts", import.meta.url).href)};
    import { existsSync } from "node:fs";
    // The place is asked for room once the copy's folder may be made.
    const stop = () => { console.log("stopped"); return new Promise(() => setInterval(() => {}, 1_000)); };
    await backup({ ...JSON.parse(process.argv[1]), program: "0.1.0", onProgress: () => {}, roomOf: stop });
  `;
  const order = JSON.stringify({ from: data, to: place });
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program, order], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  // What it had copied by the time it is killed.
  const copy = join(data, "backup-unfinished");
  mkdirSync(copy);
  writeFileSync(dataFiles(copy).secrets, "mật khẩu");
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { copy, kill };
};

describe("what a killed backup has left of the log and the passwords", () => {
  it("is removed and told by the next start, and left alone while the backup is being made", async () => {
    const { copy, kill } = await beginBackup();
    expect([findLeftCopy(data), await start(), existsSync(copy)]).toEqual([undefined, [], true]);
    await kill();
    expect([findLeftCopy(data), existsSync(copy)]).toEqual([copy, true]);
    expect(await start()).toEqual([{ path: copy, isRemoved: true }]);
    expect([findLeftCopy(data), await start(), existsSync(copy)]).toEqual([undefined, [], false]);
  });

  it("is told where it cannot be removed, and keeps nobody from starting", async () => {
    const copy = join(data, "backup-unfinished");
    mkdirSync(copy);
    // Nobody can tell whether somebody has it.
    mkdirSync(join(data, "backup-lock"));
    expect(await start()).toEqual([{ path: copy, isRemoved: false }]);
    expect(findLeftCopy(data)).toBe(copy);
    rmSync(join(data, "backup-lock"), { recursive: true });
  });
});

describe("room for a backup", () => {
  const GB = 2 ** 30;
  const save = (roomOf: (folder: string) => Promise<Room | undefined>) =>
    backup({ from: data, to: place, program: "0.1.0", roomOf });

  it("is looked for first: where there is none, nothing is written and it is said how much is needed, and where", async () => {
    const asked: string[] = [];
    const full = async (folder: string): Promise<Room> => {
      asked.push(folder);
      return { free: 3 * 2 ** 20, total: 100 * GB };
    };
    await expect(save(full)).rejects.toMatchObject({
      kind: "disk",
      failure: "no-room",
      message: expect.stringMatching(
        /data không đủ chỗ cho bản sao lưu: cần 1 MB, còn 3 MB.*has no room for the backup: 1 MB are needed, 3 MB are free/,
      ),
    });
    expect(asked).toEqual([data]);
    expect([existsSync(place), existsSync(join(data, "backup-unfinished"))]).toEqual([false, false]);
  });

  it("is taken among the temporary files where the data's disk is full", async (context) => {
    const disk = join(root, "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      return context.skip();
    }
    const [full, filler] = [join(disk, "data"), join(disk, "phim")];
    vi.stubEnv("TMPDIR", join(root, "temporary"));
    mkdirSync(join(root, "temporary"));
    try {
      const installation = await openSmallInstallation(full);
      await installation.attach("trang một");
      const fill = () => {
        truncateSync(filler);
        for (const size of [2 ** 20, 4096, 1])
          for (;;)
            try {
              appendFileSync(filler, Buffer.alloc(size));
            } catch {
              break;
            }
      };
      writeFileSync(filler, "");
      for (const how of ["open", "closed"] as const) {
        if (how === "closed") {
          truncateSync(filler);
          await installation.close();
        }
        fill();
        const report = await backup({ from: full, to: place, program: "0.1.0", keep: 1 });
        expect(report, how).toMatchObject({ logFaults: [], lost: [], damagedSecrets: [] });
        expect(existsSync(join(full, "backup-unfinished")), how).toBe(false);
      }
      // As many as are kept: it is no disk that fails.
      expect(readdirSync(place).filter((name) => name.startsWith("2"))).toHaveLength(1);
      await restore({ from: place, to: join(root, "restored") });
      // Where the temporary files lie on the same disk there is no room for anything.
      vi.stubEnv("TMPDIR", disk);
      await expect(backup({ from: full, to: place, program: "0.1.0" })).rejects.toMatchObject({
        failure: "no-room",
        message: expect.stringContaining(`${full} không đủ chỗ`),
      });
    } finally {
      vi.unstubAllEnvs();
      execFileSync("umount", ["-l", disk]);
    }
  });

  it("is enough where the copy and what others write meanwhile fit, and not asked for where nobody can tell", async () => {
    await save(async () => ({ free: 20 * 2 ** 20, total: 100 * GB }));
    await save(async () => undefined);
    expect(readdirSync(place).filter((name) => name.startsWith("2"))).toHaveLength(2);
  });
});
