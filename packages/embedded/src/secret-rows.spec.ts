import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { DamagedSecret } from "@sogoc/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSmallInstallation } from "./backup/testing/small-installation.ts";
import { dataFiles } from "./data-files.ts";
import { openSqliteSecrets } from "./secrets.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { verifySecrets } from "./verify-secrets.ts";

let folder: string;
let file: string;
let remove: () => void;
beforeEach(async () => {
  ({ folder, remove } = temporaryFolder());
  ({ secrets: file } = dataFiles(folder));
  const installation = await openSmallInstallation(folder);
  await installation.append("tờ một");
  await installation.keepSecret("signing-key/ring", [{ jwk: { d: "AbCdEf" }, signsFrom: 1 }]);
  await installation.close();
});
afterEach(() => remove());

/** Another letter in the value of a secret, which leaves it good JSON and the file whole. */
const rot = () => {
  const bytes = readFileSync(file);
  const place = bytes.indexOf("AbCdEf");
  bytes[place] = "B".charCodeAt(0);
  writeFileSync(file, bytes);
};

describe("a secret in which one letter has changed", () => {
  it("is told by its name and never given out; the others are, and a new one takes its place", async () => {
    rot();
    expect(await verifySecrets(folder)).toMatchObject({ secrets: 2, unreadable: ["signing-key/ring"] });
    const secrets = openSqliteSecrets({ file });
    await expect(secrets.find("signing-key/ring")).rejects.toThrow(DamagedSecret);
    expect(await secrets.find("account-1")).toEqual({ hash: "argon2id" });
    await secrets.put("signing-key/ring", []);
    expect(await secrets.find("signing-key/ring")).toEqual([]);
    await secrets.close();
    expect(await verifySecrets(folder)).toMatchObject({ unreadable: [] });
  });

  it("is told of a file of an earlier program from its next start on", async () => {
    const database = new DatabaseSync(file);
    database.exec(`ALTER TABLE secrets DROP COLUMN sum; INSERT INTO secrets VALUES ('broken', '{"a":')`);
    database.close();
    expect(await verifySecrets(folder)).toMatchObject({ secrets: 3, unreadable: ["broken"] });
    const secrets = openSqliteSecrets({ file });
    expect(await secrets.find("signing-key/ring")).toMatchObject([{ signsFrom: 1 }]);
    await expect(secrets.find("broken")).rejects.toThrow(DamagedSecret);
    await secrets.close();
    rot();
    expect(await verifySecrets(folder)).toMatchObject({ unreadable: ["broken", "signing-key/ring"] });
  });
});
