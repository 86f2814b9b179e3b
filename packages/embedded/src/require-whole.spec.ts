import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { newEvents } from "@sogoc/core/testing";
import { passwordName } from "@sogoc/events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { diskFaultInWords } from "./backup/disk-fault.ts";
import { openSmallInstallation } from "./backup/testing/small-installation.ts";
import { openSqliteConsumerState } from "./consumer-state.ts";
import { dataFiles } from "./data-files.ts";
import { openEmbedded } from "./embedded.ts";
import { blobPath } from "./folder-blobs.ts";
import { findMissingLog, findSecretsLoss, requireUsableFolder } from "./require-whole.ts";
import { openSqliteSecrets } from "./secrets.ts";
import { sweepBlobs } from "./sweep-blobs.ts";
import { temporaryFolder } from "./temporary-folder.ts";

let root: string;
let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder: root, remove } = temporaryFolder());
  folder = join(root, "data");
});
afterEach(() => remove());

const fill = async (): Promise<string> => {
  const installation = await openSmallInstallation(folder);
  const sha256 = await installation.attach("trang một");
  await installation.close();
  return sha256;
};

describe("a log that is missing or empty", () => {
  const losses: Readonly<Record<string, (file: string) => void>> = {
    missing: (file) => rmSync(file),
    "of 0 bytes": (file) => truncateSync(file),
    "a fresh one": (file) => {
      rmSync(file);
      copyFileSync(join(root, "fresh", "events.sqlite"), file);
    },
  };
  const remains: Readonly<Record<string, () => Promise<void>>> = {
    "stored files": async () => {},
    "a consumer's place": async () => {
      rmSync(dataFiles(folder).blobs, { recursive: true });
      const consumers = openSqliteConsumerState({ file: dataFiles(folder).consumers });
      await consumers.saveCheckpoint("reaction", 75);
      await consumers.close();
    },
    "a password": async () => {
      rmSync(dataFiles(folder).blobs, { recursive: true });
      const secrets = openSqliteSecrets({ file: dataFiles(folder).secrets });
      await secrets.put(passwordName("a"), "argon2id");
      await secrets.close();
    },
    "a backup before an update": async () => {
      rmSync(dataFiles(folder).blobs, { recursive: true });
      mkdirSync(join(folder, "before-update", "2026-03-01T00-00-00-000Z"), { recursive: true });
    },
  };

  it.each(
    Object.keys(losses).flatMap((loss) => Object.keys(remains).map((remain) => [loss, remain] as const)),
  )("%s is not begun anew beside %s", async (loss, remain) => {
    await (await openEmbedded({ folder: join(root, "fresh") })).close();
    await fill();
    await remains[remain]?.();
    losses[loss]?.(dataFiles(folder).events);
    const before = readdirSync(folder, { recursive: true }).sort();
    for (const open of [
      async () => requireUsableFolder(folder),
      () => openEmbedded({ folder }),
      () => openEmbedded({ folder, acceptOlder: true }),
    ])
      await expect(open()).rejects.toMatchObject({
        name: "DataFolderRefused",
        kind: "log",
        message: expect.stringMatching(/bị mất hoặc trống[\s\S]*is missing or empty[\s\S]*--set-aside/),
      });
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  });

  it("is that of a first start where nothing is left of another, cut off wherever it was", async () => {
    for (const begin of [
      () => {},
      () => mkdirSync(folder),
      () => mkdirSync(join(folder, "lost+found")),
      () => writeFileSync(dataFiles(folder).events, ""),
    ]) {
      begin();
      expect(() => requireUsableFolder(folder)).not.toThrow();
    }
    await (await openEmbedded({ folder })).close();
    // Keys are made before the first event.
    const secrets = openSqliteSecrets({ file: dataFiles(folder).secrets });
    await secrets.put("signing-keys", []);
    await secrets.close();
    expect(() => requireUsableFolder(folder)).not.toThrow();
  });
});

describe("secrets that are missing or empty", () => {
  it("are told where the log has events, and not where they are there", async () => {
    await fill();
    expect(findSecretsLoss(folder)).toBeUndefined();
    const { secrets } = dataFiles(folder);
    truncateSync(secrets);
    expect(() => requireUsableFolder(folder)).toThrow(/bị mất hoặc trống[\s\S]*--accept-lost-secrets/);
    rmSync(secrets);
    expect(() => requireUsableFolder(folder)).toThrow(/1 sự kiện[\s\S]*has 1 events/);
    expect(findMissingLog(folder)).toBeUndefined();
  });

  it("are told where keys were made anew, but nobody's password is there who has signed in", async () => {
    const installation = await openSmallInstallation(folder);
    expect(findSecretsLoss(folder)).toBeUndefined();
    await installation.say("SignedIn", { accountId: "a", sessionId: "s" });
    expect(findSecretsLoss(folder)).toMatchObject({ kind: "secrets" });
    await installation.keepSecret(passwordName("a"), "argon2id");
    expect(findSecretsLoss(folder)).toBeUndefined();
    await installation.close();
  });
});

describe("secrets in a damaged file", () => {
  it("are told with the file's name where the log has events", async () => {
    await fill();
    const { secrets } = dataFiles(folder);
    for (const end of ["-wal", "-shm"]) rmSync(`${secrets}${end}`, { force: true });
    writeFileSync(secrets, Buffer.alloc(8192, 0xa7));
    const told = findSecretsLoss(folder)?.message ?? "";
    expect(told).toMatch(/secrets\.sqlite \(mật khẩu.*đã hỏng[\s\S]*is damaged[\s\S]*--accept-lost-secrets/);
    expect(() => requireUsableFolder(folder)).toThrow("secrets.sqlite");
  });
});

describe("a damaged log", () => {
  it("is told with the file's name", async () => {
    await fill();
    const { events } = dataFiles(folder);
    for (const end of ["-wal", "-shm"]) rmSync(`${events}${end}`, { force: true });
    writeFileSync(events, Buffer.alloc(8192, 0xa7));
    const error = await openEmbedded({ folder }).catch((error: unknown) => error);
    expect(diskFaultInWords(error)).toMatch(/events\.sqlite: tệp dữ liệu đã hỏng.*is damaged/);
  });
});

describe("a sweep", () => {
  const age = (sha256: string) => {
    const then = Date.now() / 1_000 - 25 * 3_600;
    utimesSync(blobPath(dataFiles(folder).blobs, sha256), then, then);
  };

  it("removes nothing where the log names no file, or others have seen more of it", async () => {
    const { store, blobs, close } = await openEmbedded({ folder });
    const { sha256 } = await blobs.put(Buffer.from("một tờ"));
    age(sha256);
    await store.append("book-1", -1, newEvents("a", 2));
    await expect(sweepBlobs({ store, blobs })).rejects.toThrow("names no file");
    await expect(sweepBlobs({ store, blobs, seen: () => 3 })).rejects.toMatchObject({ name: "LogTooShort" });
    expect(await blobs.find(sha256)).toBeDefined();
    await close();
  });
});

describe("somebody else's folder", () => {
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

  it("is refused before anything is made, and keeps its rights", async () => {
    mkdirSync(join(folder, "blobs-cua-toi"), { recursive: true });
    writeFileSync(join(folder, "thu.txt"), "thư", { mode: 0o644 });
    chmodSync(folder, 0o755);
    await expect(openEmbedded({ folder })).rejects.toMatchObject({
      kind: "foreign",
      message: expect.stringMatching(/không phải thư mục dữ liệu[\s\S]*thu\.txt[\s\S]*is no data folder/),
    });
    expect(readdirSync(folder).sort()).toEqual(["blobs-cua-toi", "thu.txt"]);
    expect([modeOf(folder), modeOf(join(folder, "thu.txt"))]).toEqual(["755", "644"]);
  });

  it("that data was put into keeps its rights and those of all that is not ours, and is told as open", async () => {
    await fill();
    mkdirSync(join(folder, "etc"));
    writeFileSync(join(folder, "etc", "passwd"), "x", { mode: 0o644 });
    writeFileSync(join(root, "outside.txt"), "x", { mode: 0o644 });
    symlinkSync(join(root, "outside.txt"), join(folder, "last-backup.json"));
    symlinkSync(join(root), join(folder, "before-update"));
    const { events, blobs } = dataFiles(folder);
    for (const path of [folder, join(folder, "etc"), blobs]) chmodSync(path, 0o755);
    chmodSync(events, 0o644);
    const open: string[] = [];
    const { close } = await openEmbedded({
      folder,
      notices: { onOpenToOthers: (paths) => void open.push(...paths) },
    });
    await close();
    expect(open).toEqual([folder]);
    expect([folder, join(folder, "etc"), join(folder, "etc", "passwd")].map(modeOf)).toEqual([
      "755",
      "755",
      "644",
    ]);
    expect(modeOf(join(root, "outside.txt"))).toBe("644");
    expect([events, blobs].map(modeOf)).toEqual(["600", "700"]);
  });
});
