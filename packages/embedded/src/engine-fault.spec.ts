import fs, { readdirSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { engineRejectionOf, StorageFailing, StorageFull, StorageReadOnly } from "@sogoc/core";
import { expect, it } from "vitest";
import { inTransaction, openFile } from "./database.ts";
import { engineFaultFrom } from "./engine-fault.ts";
import { temporaryFolder } from "./temporary-folder.ts";

it("asks the disk what is the matter where SQLite does not say", () => {
  const { folder, remove } = temporaryFolder();
  const file = join(folder, "events.sqlite");
  const fault = (errcode: number, of = file) =>
    engineFaultFrom(Object.assign(new Error("disk I/O error"), { errcode }), of);
  // The disk was taken away: its mount point is an empty folder.
  for (const code of [8, 10, 14]) expect(fault(code)).toBeInstanceOf(StorageFailing);
  writeFileSync(file, "");
  // The disk takes files: an error of it, or this file alone.
  expect(fault(10 | (3 << 8))).toBeInstanceOf(StorageFailing);
  expect(fault(8)).toBeInstanceOf(StorageReadOnly);
  expect(engineRejectionOf(fault(14))?.code).toBe("unavailable");
  expect(engineRejectionOf(fault(10, join(folder, "away", "events.sqlite")))?.code).toBe("storage-failing");
  // SQLite says only "disk I/O error" of a quota that is used up; the look says which.
  const { writeSync } = fs;
  for (const [code, wanted] of [
    ["EDQUOT", "storage-full"],
    ["EMFILE", "too-many-files"],
  ]) {
    fs.writeSync = () => {
      throw Object.assign(new Error(code), { code });
    };
    syncBuiltinESMExports();
    const found = engineRejectionOf(fault(10 | (3 << 8)));
    fs.writeSync = writeSync;
    syncBuiltinESMExports();
    expect(found?.code).toBe(wanted);
  }
  // Nothing is left of the looks.
  expect(readdirSync(folder)).toEqual(["events.sqlite"]);
  remove();
});

it("tells a full disk from a row that is refused", () => {
  const { folder, remove } = temporaryFolder();
  const schema = "CREATE TABLE leaves (text TEXT PRIMARY KEY) STRICT";
  const kind = { name: "test", applicationId: 0x53_47_54_53, format: 1, schema };
  const database = openFile({ file: `${folder}/test.sqlite`, kind, synchronous: "NORMAL" });
  const insert = (text: string) => () => database.prepare("INSERT INTO leaves VALUES (?)").run(text);
  inTransaction(database, insert("tờ 1"));
  expect(() => inTransaction(database, insert("tờ 1"))).toThrow("UNIQUE");
  database.exec("PRAGMA max_page_count=4");
  expect(() => inTransaction(database, insert("x".repeat(100_000)))).toThrow(StorageFull);
  database.close();
  remove();
});
