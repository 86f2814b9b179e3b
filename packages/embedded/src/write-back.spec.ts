import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFile } from "./database.ts";
import { eventFile } from "./event-rows.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { writeBackAside } from "./write-back.ts";

const MIB = 2 ** 20;

describe("the write-ahead log of a busy file", () => {
  it("goes back into the file beside the event loop, and begins anew", async () => {
    const { folder, remove } = temporaryFolder();
    try {
      const file = join(folder, "busy.sqlite");
      const database = openFile({ file, kind: eventFile, synchronous: "NORMAL" });
      const aside = writeBackAside(database, file);
      database.exec("CREATE TABLE pages (number INTEGER PRIMARY KEY, filling BLOB)");
      const put = database.prepare("INSERT INTO pages (filling) VALUES (zeroblob(65536))");
      const log = () => database.prepare("PRAGMA wal_checkpoint(NOOP)").get();
      for (let page = 0; page < 400; page++) put.run();
      const written = Number(log()?.["log"]);
      expect(written).toBeGreaterThan(4_000);
      // Nobody of this thread does it: its own turn would come at 160 MiB.
      expect(statSync(file).size).toBeLessThan(MIB);
      await expect.poll(log).toMatchObject({ log: written, checkpointed: written });
      expect(statSync(file).size).toBeGreaterThan(25 * MIB);
      put.run();
      expect(Number(log()?.["log"])).toBeLessThan(100);
      await aside.stop();
      database.close();
      expect(statSync(file).size).toBeGreaterThan(25 * MIB);
      expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined();
    } finally {
      remove();
    }
  });

  it("is let be where the disk does not let it be looked at", async () => {
    const { folder, remove } = temporaryFolder();
    try {
      const file = join(folder, "data.sqlite");
      const database = openFile({ file, kind: eventFile, synchronous: "NORMAL" });
      let looks = 0;
      const failing = {
        isOpen: true,
        isTransaction: false,
        exec: () => {},
        prepare: () => ({
          get: () => {
            looks++;
            throw new Error("attempt to write a readonly database");
          },
        }),
      } as unknown as typeof database;
      const aside = writeBackAside(failing, file);
      await expect.poll(() => looks, { timeout: 600_000 }).toBeGreaterThan(1);
      await aside.stop();
      database.close();
    } finally {
      remove();
    }
  });
});
