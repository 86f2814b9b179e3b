import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { eventCatalogue } from "@sogoc/events";
import { expect, it } from "vitest";
import { z } from "zod";
import { dataFiles } from "../data-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { STORAGE_FORMAT } from "./program-stamp.ts";
import { openSmallInstallation } from "./testing/small-installation.ts";

/** What was written by each number. A new number gets a new line; a line that is there stays. */
const written: Readonly<Record<number, string>> = {
  1: "3e4cce0f06ef10f5689040642a4e4f8439d122f7c199b5ebefe88a9369cbb472",
  2: "33fdc0225ca136db25495cd85c8fda82b748c19758cf9ffb2694b8925699287b",
  3: "185ed83c48859217d64b03bd888b99dd5b0b76578ffad10fde606a851f28b81c",
  4: "8b6e6a825d08d9a3702df520e55419597214b30506499354ab6ca5e8ab61c484",
  5: "bc5fcfc995e3a9f7f51ed162ef03a933c12847a2eaf8f2df5f74ad0b76dac9a3",
  6: "8c3d0b8b967de8493fc683afa3d7e0c8fe426f13523df0ae3bb5ef86a3453a0a",
  7: "81a2eeda00fed11270d6530a936b0b2c0cead232bba843b630bac8f94352144a",
  8: "49fb45899dc41acfb6f262e9829ffef82dd885d3748297b739396f81426830bb",
  9: "f04718f4f18ee1e65f9a97a763f0d036c7e20c9859788645970c62145cfc95b7",
  10: "03279929e131c29fe72e0931edba5ea22a3f7786c1301593aed5291de814933e",
  11: "63c7e91604d4f2e634de6e1972566fb460a8f5bd0f06056083a6a2c8bd35a675",
  12: "fa95d2e4e98dddcc3c25047b4a161652845542613ef61ff45c7fa97f44734236",
  13: "a7e186edb645254b16b1d41d378d0a977905a60f0e40a3fca07d6b0c5dce3520",
  14: "9aac1c2d22c7f44e3faed4b87fdb6c8b3baf36fa63868835a06ada8662810e75",
};

/** The tables of a file that is not made again from the log. */
const tablesOf = (file: string): unknown => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name").all();
    const format = database.prepare("PRAGMA user_version").get();
    return [tables, format];
  } finally {
    database.close();
  }
};

it("has a number of its own for each way of writing tables and events: raise STORAGE_FORMAT with a change", async () => {
  const { folder, remove } = temporaryFolder();
  const installation = await openSmallInstallation(folder);
  await installation.close();
  const { events, secrets } = dataFiles(folder);
  const shapes = [...eventCatalogue.values()]
    .map(({ type, schema, data }) => [
      type,
      schema,
      z.toJSONSchema(data, { io: "input", unrepresentable: "any" }),
    ])
    .sort(([one], [other]) => String(one).localeCompare(String(other)));
  const digest = createHash("sha256")
    .update(JSON.stringify([tablesOf(events), tablesOf(secrets), shapes]))
    .digest("hex");
  remove();
  expect(digest).toBe(written[STORAGE_FORMAT]);
  expect(Math.max(...Object.keys(written).map(Number))).toBe(STORAGE_FORMAT);
});
