import { cpSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataFiles, openEmbedded, openSqliteSecrets } from "@sogoc/embedded";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { program } from "./program.ts";

/**
 * Commands that open no data folder, with where they work instead. A new command without `--data`
 * is written down here, or it fails.
 */
const withoutData: Readonly<Record<string, string>> = {
  import: "asks the server",
  export: "asks the server",
  "parked list": "asks the server",
  "parked show": "asks the server",
  "parked replay": "asks the server",
  "engines prepare": "on the servers",
  "engines check": "on the servers",
  simulate: "makes its own world",
  demo: "writes sample files",
};

/** It is what puts such a folder right. */
const THE_CURE = "restore";

/** Commands that are given a data folder by other words than `--data`. */
const givenOtherwise: Readonly<Record<string, (data: string) => readonly string[]>> = {
  migrate: (data) => ["--from", data, "--to", "distributed"],
  "backup list": (data) => [join(data, "before-update")],
  "backup drill": (data) => [join(data, "before-update")],
};

interface Leaf {
  readonly name: string;
  readonly command: Command;
}

/** Every command that does something, by the words that it is called with. */
const leavesOf = (command: Command, above: readonly string[] = []): readonly Leaf[] => {
  const words = command.parent ? [...above, command.name()] : above;
  const below = command.commands.flatMap((one) => leavesOf(one, words));
  const isGroup = below.length > 0 && command.registeredArguments.length === 0;
  return isGroup ? below : [{ name: words.join(" "), command }, ...below];
};

const takesData = ({ command }: Leaf): boolean => command.options.some(({ long }) => long === "--data");

/** All that the command wants beside the data folder. */
const otherWords = ({ name, command }: Leaf, root: string): readonly string[] => [
  ...command.registeredArguments
    .filter(({ required }) => required || name === "backup")
    .map(() => join(root, "place")),
  ...command.options
    .filter(({ mandatory, long }) => mandatory && long !== "--data")
    .flatMap(({ long }) => [String(long), "vì thử"]),
];

const leaves = leavesOf(program);
const reading = leaves.filter((leaf) => takesData(leaf) && leaf.name !== THE_CURE);

let root: string;
let data: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "sogoc-cut-off-"));
  data = join(root, "data");
  const { store, blobs, close } = await openEmbedded({ folder: data });
  await blobs.put(Buffer.from("một tờ"));
  await store.append("book-1", -1, []);
  await close();
  const secrets = openSqliteSecrets({ file: dataFiles(data).secrets });
  await secrets.put("account-1", { hash: "argon2id" });
  await secrets.close();
});
afterAll(() => rm(root, { recursive: true, force: true }));

const run = (words: readonly string[]) => program.parseAsync(words, { from: "user" });

/** Everything there, by name. */
const namesIn = () => readdirSync(root, { recursive: true }).map(String).sort();

const expectRefused = async (words: readonly string[], told: RegExp) => {
  const before = namesIn();
  const error = await run(words).catch((reason: unknown) => reason);
  expect(error, words.join(" ")).toBeInstanceOf(CommandFailed);
  expect(error).toMatchObject({ exitCode: exitCodes.notInOrder, message: expect.stringMatching(told) });
  expect(namesIn()).toEqual(before);
};

describe("a data folder of which a restore was cut off", () => {
  const cuts: readonly (readonly [string, () => () => void, RegExp])[] = [
    [
      "while the old data went aside",
      () => {
        const leaving = join(data, "restoring-unfinished-aside");
        mkdirSync(leaving);
        renameSync(dataFiles(data).blobs, join(leaving, "blobs"));
        return () => {
          renameSync(join(leaving, "blobs"), dataFiles(data).blobs);
          rmSync(leaving, { recursive: true });
        };
      },
      /Lần khôi phục vào .* bị ngắt giữa chừng, dữ liệu cũ vẫn còn đủ; hãy chạy lại lệnh khôi phục[\s\S]*Do not remove/,
    ],
    [
      "while what it brings was gathered beside it",
      () => {
        mkdirSync(`${data}.restoring`);
        return () => rmSync(`${data}.restoring`, { recursive: true });
      },
      /Lần khôi phục vào .* bị ngắt giữa chừng; hãy chạy lại lệnh khôi phục, hoặc xóa[\s\S]*run it again/,
    ],
  ];

  it.each(cuts)("%s is refused by every command that reads it", async (_when, cut, told) => {
    const mend = cut();
    for (const leaf of reading)
      await expectRefused([...leaf.name.split(" "), ...otherWords(leaf, root), "--data", data], told);
    for (const [name, words] of Object.entries(givenOtherwise))
      await expectRefused([...name.split(" "), ...words(data)], told);
    mend();
    expect(reading.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["verify", "rebuild", "backup", "backup new-key", "admin reset", "keys renew"]),
    );
  });

  it("is refused by every command where its half is named itself", async () => {
    const half = join(root, "half.restoring");
    cpSync(data, half, { recursive: true });
    for (const leaf of reading)
      await expectRefused(
        [...leaf.name.split(" "), ...otherWords(leaf, root), "--data", half],
        new RegExp(`Không mở: ${half}[\\s\\S]*Run the restore again[\\s\\S]*\n  ${join(root, "half")}$`),
      );
    rmSync(half, { recursive: true });
  });

  it("is known to every command: each takes --data, or is named as one that reads none", () => {
    const known = [THE_CURE, ...Object.keys(withoutData), ...Object.keys(givenOtherwise)];
    const others = leaves.filter((leaf) => !takesData(leaf) || leaf.name === THE_CURE);
    expect(others.map(({ name }) => name).sort()).toEqual(known.sort());
  });
});
