import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { dataFiles } from "../data-files.ts";
import { openEmbedded } from "../embedded.ts";
import { requireUsableFolder } from "../require-whole.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { readBackupState } from "./backup-state.ts";
import { stampProgram } from "./before-update.ts";
import { backup } from "./make-backup.ts";
import { listSets } from "./repository.ts";
import { restore } from "./restore.ts";
import { openSmallInstallation } from "./testing/small-installation.ts";
import { LEAVING, stagingBeside } from "./unfinished-restore.ts";

let root: string;
let remove: () => void;
let data: string;
let place: string;
beforeEach(async () => {
  ({ folder: root, remove } = temporaryFolder());
  [data, place] = [join(root, "data"), join(root, "place")];
  const installation = await openSmallInstallation(data);
  await installation.attach("trang một");
  await installation.close();
});
afterEach(() => remove());

const save = () => backup({ from: data, to: place, program: "0.1.0", keep: 1 });

it("a backup is not made of what a restore has left half moved, and removes no older one", async () => {
  const { set } = await save();
  const before = await readBackupState(data);
  const leaving = join(data, LEAVING);
  mkdirSync(leaving);
  renameSync(dataFiles(data).blobs, join(leaving, "blobs"));
  const refused = save();
  await expect(refused).rejects.toThrow(
    /dữ liệu cũ vẫn còn đủ; hãy chạy lại lệnh khôi phục[\s\S]*run it again/,
  );
  await expect(refused).rejects.toMatchObject({ kind: "place" });
  expect((await listSets(place)).map(({ name }) => name)).toEqual([set]);
  expect(await readBackupState(data)).toEqual(before);
  expect(existsSync(join(data, "backup-unfinished"))).toBe(false);

  renameSync(join(leaving, "blobs"), dataFiles(data).blobs);
  rmSync(leaving, { recursive: true });
  expect(await save()).toMatchObject({ lost: [], removedOld: 1 });
});

it("what a restore or a backup has left half made is no data folder, and says which folder is", async () => {
  const halves = [
    [`${data}.restoring`, data, /hãy chạy lại lệnh khôi phục|Run the restore again/i],
    [join(data, "restoring-unfinished"), data, /Run the restore again/],
    [join(data, LEAVING), data, /Do not remove it; run the restore again/],
    [join(data, "backup-unfinished"), data, /no data folder. The data is in the folder below/],
  ] as const;
  for (const [folder, target, told] of halves) {
    cpSync(dataFiles(data).events, dataFiles(folder).events);
    const before = readdirSync(folder);
    const refused = new RegExp(`^Không mở: ${folder}[^]*\n  ${target}$`);
    expect(() => requireUsableFolder(folder), folder).toThrow(refused);
    expect(() => requireUsableFolder(folder), folder).toThrow(told);
    const link = join(root, "link");
    symlinkSync(folder, link);
    expect(() => requireUsableFolder(link)).toThrow(told);
    await expect(openEmbedded({ folder })).rejects.toThrow(refused);
    await expect(backup({ from: folder, to: place, program: "0.1.0" })).rejects.toMatchObject({
      kind: "place",
    });
    await expect(restore({ from: place, to: folder })).rejects.toThrow(/choose another/);
    expect(readdirSync(folder)).toEqual(before);
    rmSync(link);
    rmSync(folder, { recursive: true });
  }
  // What was put aside is whole, and may be gone back to.
  cpSync(data, `${data}.aside-2026-01-01`, { recursive: true });
  expect(() => requireUsableFolder(`${data}.aside-2026-01-01`)).not.toThrow();
});

it("a backup that cannot say which program opened the data says that, and why", async () => {
  expect(await save()).toMatchObject({ stampFault: undefined });
  await stampProgram(data, "0.1.0");
  expect(await save()).toMatchObject({ stampFault: undefined, manifest: { opened: { version: "0.1.0" } } });
  const file = join(data, "program.json");
  writeFileSync(file, "{");
  const { manifest, stampFault } = await save();
  expect([manifest.opened, stampFault]).toEqual([
    undefined,
    expect.stringContaining(`${file}: nội dung hỏng`),
  ]);
  rmSync(file);
  mkdirSync(file);
  expect(await save()).toMatchObject({ stampFault: expect.stringContaining(file) });
});

it("a backup is not made of a log that is about to be replaced", async () => {
  mkdirSync(stagingBeside(data));
  await expect(save()).rejects.toThrow(/bị ngắt giữa chừng; hãy chạy lại lệnh khôi phục, hoặc xóa/);
  expect(existsSync(place)).toBe(false);
});
