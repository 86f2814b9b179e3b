import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEmbedded } from "../embedded.ts";
import { requireUsableFolder } from "../require-whole.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { backup } from "./make-backup.ts";
import { MANIFEST, MARK } from "./place-names.ts";
import { isWholeSet, listSets } from "./repository.ts";
import { restore } from "./restore.ts";
import { generateBackupKey } from "./seal.ts";
import { openSmallInstallation } from "./testing/small-installation.ts";

let root: string;
let place: string;
let set: string;
let remove: () => void;
beforeEach(async () => {
  ({ folder: root, remove } = temporaryFolder());
  place = join(root, "usb");
  const installation = await openSmallInstallation(join(root, "data"));
  await installation.attach("tờ một");
  ({ set } = await backup({ from: join(root, "data"), to: place, program: "0.1.0" }));
  await installation.close();
});
afterEach(() => remove());

/** Each path below a folder with what it holds and the rights on it. */
const seen = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => {
      const found = statSync(join(folder, String(name)));
      const bytes = found.isFile() ? readFileSync(join(folder, String(name))) : "";
      return `${name} ${found.mode} ${createHash("sha256").update(bytes).digest("hex")}`;
    })
    .sort();

const restoreLine = (name: string) => `npm run sogoc -- restore ${place}${name} --data <`;

describe("a backup", () => {
  it("is no data folder: nothing that writes opens it, and what makes one of it is told", async () => {
    const before = seen(place);
    const folder = join(place, set);
    const refused = { kind: "backup", message: expect.stringContaining(restoreLine(` --set ${set}`)) };
    expect(() => requireUsableFolder(folder)).toThrow(expect.objectContaining(refused));
    for (const acceptOlder of [false, true])
      await expect(openEmbedded({ folder, acceptOlder, checked: true })).rejects.toMatchObject(refused);
    const saved = backup({ from: folder, to: join(root, "elsewhere"), program: "0.1.0" });
    await expect(saved).rejects.toMatchObject({ ...refused, kind: "place" });
    expect(seen(place)).toEqual(before);
    await restore({ from: place, to: join(root, "restored") });
    expect(() => requireUsableFolder(join(root, "restored"))).not.toThrow();
  });

  it("is known by its name, its manifest and its place, whichever of them is left", () => {
    const folder = join(place, set);
    const opened = (path: string) => () => requireUsableFolder(path);
    rmSync(join(folder, MANIFEST));
    expect(opened(folder)).toThrow(restoreLine(` --set ${set}`));
    rmSync(join(place, MARK));
    expect(opened(folder)).toThrow(restoreLine(` --set ${set}`));
  });

  it("is known where it was copied away from its place, under another name", () => {
    const copy = join(root, "du-lieu");
    cpSync(join(place, set), copy, { recursive: true });
    expect(() => requireUsableFolder(copy)).toThrow(/là một bản sao lưu.*\n.*is a backup/);
    writeFileSync(join(copy, MANIFEST), readFileSync(join(copy, MANIFEST)).subarray(0, 200));
    expect(() => requireUsableFolder(copy)).toThrow("is a backup");
  });

  it("is known where it is encrypted, and so is the place itself", async () => {
    const { recipient } = await generateBackupKey();
    const sealed = join(root, "sealed");
    const made = await backup({ from: join(root, "data"), to: sealed, program: "0.1.0", recipient });
    expect(() => requireUsableFolder(join(sealed, made.set))).toThrow(/--set .*[\s\S]*drill/);
    expect(() => requireUsableFolder(sealed)).toThrow("is a place of backups");
    expect(() => requireUsableFolder(place)).toThrow(restoreLine(""));
  });

  it("is restored by the name of its place, which holds the scans, unless it is all that is left", async () => {
    const to = join(root, "restored");
    const named = expect.stringContaining(`\n  ${place} --set ${set}`);
    for (const withLosses of [false, true]) {
      const restored = restore({ from: join(place, set), to, withLosses });
      await expect(restored).rejects.toMatchObject({ kind: "place", message: named });
    }
    const copy = join(root, "alone", set);
    cpSync(join(place, set), copy, { recursive: true });
    expect(await restore({ from: copy, to, withLosses: true })).toMatchObject({ lost: [{}] });
  });

  it("that an earlier program has opened as a data folder counts for none, and is named", async () => {
    await backup({ from: join(root, "data"), to: place, program: "0.1.0" });
    // What such a start leaves, also where no size has changed.
    writeFileSync(join(place, set, "events.sqlite-lock"), "");
    writeFileSync(join(place, set, "Thumbs.db"), "của Windows");
    const [opened, whole] = await listSets(place);
    expect(opened).toMatchObject({ name: set, misfits: ["events.sqlite-lock"] });
    expect(whole?.misfits).toEqual([]);
    expect([opened, whole].map((one) => one && isWholeSet(one))).toEqual([false, true]);
    const consumers = join(place, whole?.name ?? "", "consumers.sqlite");
    writeFileSync(consumers, "ngắn");
    expect((await listSets(place)).map(({ misfits }) => misfits)).toEqual([
      ["events.sqlite-lock"],
      ["consumers.sqlite"],
    ]);
  });

  it("that counts for none does not push whole ones out of the place", async () => {
    writeFileSync(join(place, set, "read-models.sqlite"), "");
    const data = join(root, "data");
    const kept = await backup({ from: data, to: place, program: "0.1.0", keep: 2 });
    const last = await backup({ from: data, to: place, program: "0.1.0", keep: 2 });
    expect((await listSets(place)).filter(isWholeSet).map(({ name }) => name)).toEqual([kept.set, last.set]);
  });
});
