import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";
import { StoreInUse, takeWriterLock } from "./writer-lock.ts";

it("is taken once, also where its file was damaged, and says so only where it is taken", () => {
  const { folder, remove } = temporaryFolder();
  const file = join(folder, "events.sqlite");
  writeFileSync(`${file}-lock`, "nothing that was ever a database".repeat(100));
  const giveBack = takeWriterLock(file);
  expect(() => takeWriterLock(file)).toThrow(StoreInUse);
  // So that whoever wants it can end the one that has it.
  if (process.platform === "linux") expect(() => takeWriterLock(file)).toThrow(`tiến trình ${process.pid})`);
  giveBack();
  // Once more, as a signal does that comes while it is given back.
  giveBack();
  takeWriterLock(file)();
  // A folder that is not there is a fault of its own.
  expect(() => takeWriterLock(join(folder, "nowhere", "events.sqlite"))).toThrow(/ENOENT|open/);
  remove();
});
