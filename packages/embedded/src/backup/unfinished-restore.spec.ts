import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { dataFiles } from "../data-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { readBackupState } from "./backup-state.ts";
import { backup } from "./make-backup.ts";
import { listSets } from "./repository.ts";
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

it("a backup is not made of a log that is about to be replaced", async () => {
  mkdirSync(stagingBeside(data));
  await expect(save()).rejects.toThrow(/bị ngắt giữa chừng; hãy chạy lại lệnh khôi phục, hoặc xóa/);
  expect(existsSync(place)).toBe(false);
});
