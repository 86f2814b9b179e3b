import { StorageFull } from "@sogoc/core";
import { expect, it } from "vitest";
import { inTransaction, openFile } from "./database.ts";
import { temporaryFolder } from "./temporary-folder.ts";

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
