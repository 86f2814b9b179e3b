import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataFiles } from "../data-files.ts";
import { openEmbedded } from "../embedded.ts";
import { requireOwnFolder } from "../own-names.ts";
import { isHome, isSystemFolder } from "../system-folders.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { accessLines } from "./account-access.ts";
import { backup } from "./make-backup.ts";
import { restore } from "./restore.ts";
import { requireMovable } from "./set-aside.ts";
import { openSmallInstallation, type SmallInstallation } from "./testing/small-installation.ts";

let root: string;
let remove: () => void;
let data: string;
let place: string;
let installation: SmallInstallation;
beforeEach(async () => {
  ({ folder: root, remove } = temporaryFolder());
  data = join(root, "lib", "sogoc");
  place = join(root, "place");
  mkdirSync(join(root, "lib"));
  installation = await openSmallInstallation(data);
  await installation.attach("trang một");
  await backup({ from: data, to: place, program: "0.1.0" });
});
afterEach(async () => {
  await installation.close();
  remove();
});

const setAside = (to: string) => restore({ from: place, to, setAside: true });
const everything = () => readdirSync(root, { recursive: true }).map(String).sort();

/** Folders that are somebody else's, by what a person may take them for. */
const others: Readonly<Record<string, () => string>> = {
  "the folder above the data, which a server has open": () => join(root, "lib"),
  "settings of other programs": () => {
    mkdirSync(join(root, "etc", "ssh"), { recursive: true });
    writeFileSync(join(root, "etc", "passwd"), "root");
    return join(root, "etc");
  },
  "the stored files of the data": () => join(data, "blobs"),
  "what a link leads to": () => {
    symlinkSync(join(root, "lib"), join(root, "link"));
    return join(root, "link");
  },
};

describe("a folder that a restore is to set aside", () => {
  it.each(Object.keys(others))("is refused where it is %s, and nothing is made beside it", async (name) => {
    const to = others[name]?.() ?? "";
    const before = everything();
    for (const call of [() => setAside(to), () => restore({ from: place, to })])
      await expect(call()).rejects.toMatchObject({
        kind: "place",
        message: expect.stringMatching(
          /không phải thư mục dữ liệu[\s\S]*is no data folder|lies in the data folder/,
        ),
      });
    expect(everything()).toEqual(before);
  });

  it("is named where it lies further down", async () => {
    await expect(setAside(join(root, "lib"))).rejects.toThrow(`is this meant:\n  --data ${data}`);
  });

  it("is refused where it holds other data further down", async () => {
    await installation.close();
    const inner = join(data, "khac", "nua", "sogoc");
    await (await openEmbedded({ folder: inner })).close();
    await expect(setAside(data)).rejects.toThrow(`holds another data folder, which would be moved along`);
    await expect(setAside(data)).rejects.toThrow(inner);
    rmSync(join(data, "khac"), { recursive: true });
    // Notes of a person, and what restores have set aside in it before, are no reason.
    writeFileSync(join(data, "ghi-chu.txt"), "giữ");
    mkdirSync(join(data, "aside-2026-01-01"));
    writeFileSync(dataFiles(join(data, "aside-2026-01-01")).events, "");
    const { setAsideAs = "" } = await setAside(data);
    expect(readdirSync(setAsideAs)).toContain("ghi-chu.txt");
  });

  it("is asked for its lock, also where its log is gone", async () => {
    const log = dataFiles(data).events;
    renameSync(log, `${log}.mat`);
    await expect(setAside(data)).rejects.toThrow("already open");
    expect(existsSync(dataFiles(data).blobs)).toBe(true);
  });

  it("is taken where its log is lost, and where it is empty or not there", async () => {
    await installation.close();
    rmSync(dataFiles(data).events);
    expect(await setAside(data)).toMatchObject({ events: 1, setAsideAs: expect.stringContaining(data) });
    mkdirSync(join(root, "empty"));
    for (const name of ["empty", "new"])
      expect(await setAside(join(root, name))).toMatchObject({ events: 1, setAsideAs: undefined });
  });

  it("loses nothing of others where it is a disk of its own", async (context) => {
    const disk = join(root, "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      return context.skip();
    }
    try {
      writeFileSync(join(disk, "thu.txt"), "thư");
      await expect(setAside(disk)).rejects.toThrow("is no data folder");
      rmSync(join(disk, "thu.txt"));
      await setAside(disk);
      writeFileSync(join(disk, "thu.txt"), "thư");
      const { setAsideAs = "" } = await setAside(disk);
      expect(existsSync(join(disk, "thu.txt"))).toBe(true);
      expect(existsSync(dataFiles(setAsideAs).events)).toBe(true);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

// Nothing is restored there: the one that decides is asked.
describe("a folder of the operating system", () => {
  it.runIf(process.platform !== "win32")("is set aside by nobody, empty or not", async () => {
    for (const folder of ["/", "/etc", "/etc/", "/usr/../etc", "/var/lib", "/usr/local", "/home", tmpdir()])
      await expect(requireMovable(folder), folder).rejects.toThrow(/của hệ điều hành[\s\S]*operating system/);
    symlinkSync("/var/lib", join(root, "var-lib"));
    await expect(requireMovable(join(root, "var-lib"))).rejects.toThrow("operating system");
    for (const folder of ["/var/lib/sogoc", "/srv/sogoc", "/data", root])
      expect(isSystemFolder(folder), folder).toBe(false);
    expect([isHome(homedir()), isHome("/home/thu"), isHome("/home/thu/so-goc")]).toEqual([true, true, false]);
  });

  it.runIf(process.platform !== "win32")("is begun in by nobody", () => {
    for (const folder of ["/", "/home", "/usr/src", tmpdir()])
      expect(() => requireOwnFolder(folder), folder).toThrow("operating system");
  });

  it.runIf(process.getuid?.() === 0)("is never given away by the line that helps a service", () => {
    const [uid, own] = [process.geteuid?.() ?? 0, join(root, "own")];
    mkdirSync(own);
    chmodSync(root, 0o755);
    execFileSync("chown", ["65534", own]);
    process.seteuid?.(65_534);
    const getuid = process.getuid;
    process.getuid = () => 65_534;
    try {
      const told = (path: string) => accessLines(path, own).join("\n");
      for (const path of ["/etc", "/var/lib", "/root"]) expect(told(path), path).not.toMatch(/chown/);
      expect(told("/etc")).toContain("must stay so");
      expect(told(own)).toContain("chown -R");
    } finally {
      process.getuid = getuid as () => number;
      process.seteuid?.(uid);
    }
  });
});
