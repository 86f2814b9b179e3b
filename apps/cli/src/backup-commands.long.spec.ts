import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GENESIS_HASH, linkEvent } from "@sogoc/core";
import {
  backup,
  dataFiles,
  generateBackupKey,
  openEmbedded,
  openSqliteSecrets,
  readMark,
  readRecipient,
  recipientOf,
  takeWriterLock,
} from "@sogoc/embedded";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { withDrillFolder } from "./drill-folder.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

const sogoc = (words: readonly string[], settings: NodeJS.ProcessEnv = {}, account: { uid?: number } = {}) =>
  new Promise<{ readonly code: number; readonly out: string }>((resolve) => {
    const env = { ...process.env, SOGOC_DATA: "", SOGOC_BACKUP_TO: "", ...settings };
    execFile(process.execPath, [MAIN, ...words], { env, uid: account.uid }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    );
  });

let root: string;
let data: string;
let scan: string;

const fill = async (folder: string, name: string): Promise<string> => {
  const engines = await openEmbedded({ folder });
  const { sha256, size } = await engines.blobs.put(Buffer.from(`trang của ${name}`));
  const actor = { account: "a", name: "Người thử", roles: [], unit: "u" };
  const metadata = { actor, at: "2026-03-01T00:00:00.000Z", commandId: "c", correlationId: "c" };
  const scanned = {
    bookId: "b",
    scanId: "s",
    kind: "case",
    fileName: "KS.2008.01.2008-02-03.05.pdf",
    sha256,
    size,
    pages: 1,
  };
  const event = linkEvent(
    { id: name, type: "ScanAttached", schema: 1, data: scanned, metadata },
    { stream: `book-${name}`, revision: 0, previousHash: GENESIS_HASH },
  );
  await engines.store.append(`book-${name}`, -1, [event]);
  await engines.close();
  const secrets = openSqliteSecrets({ file: dataFiles(folder).secrets });
  await secrets.put("account-1", { hash: "argon2id" });
  await secrets.close();
  return sha256;
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "sogoc-backups-"));
  data = join(root, "data");
  scan = await fill(data, "một");
});
afterAll(() => rm(root, { recursive: true, force: true }));

const flip = (file: string) => {
  const bytes = readFileSync(file);
  bytes[4] = (bytes[4] ?? 0) ^ 1;
  writeFileSync(file, bytes);
};
const blobIn = (folder: string) => join(folder, "blobs", scan.slice(0, 2), scan.slice(2));

describe("sogoc backup", () => {
  it("that is killed is told by the list, with whose it was, and the next one goes on at once", async () => {
    const place = join(root, "cut-place");
    const child = spawn(process.execPath, [MAIN, "backup", place, "--data", data], { stdio: "ignore" });
    const ended = once(child, "exit");
    const lock = join(place, "sogoc-backup-under-way.json");
    while (child.exitCode === null && !(existsSync(lock) && readFileSync(lock, "utf8").includes("renewals")))
      await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill("SIGKILL");
    await ended;
    // One that was quicker than the signal has left nothing to tell of.
    if (existsSync(lock)) {
      mkdirSync(join(place, "unfinished-2026-01-01T00-00-00-000Z"));
      const other = join(root, "marked-place");
      await backup({ from: data, to: other, program: "0.1.0" });
      cpSync(join(other, "sogoc-backups.json"), join(place, "sogoc-backups.json"));
      const { out } = await sogoc(["backup", "list", place]);
      expect(out).toContain("ĐANG GHI HOẶC DỞ DANG / UNDER WAY OR CUT OFF");
      expect(out).toMatch(
        /đang ghi vào đây, hoặc bị ngắt: của hệ thống [0-9a-f]{12}, máy \S+, tiến trình \d+/,
      );
    }
    const next = await sogoc(["backup", place, "--data", data]);
    expect([next.code, existsSync(lock)]).toEqual([0, false]);
  });

  it("saves the installation that SOGOC_DATA names, says which, and brings it to another machine", async () => {
    const place = join(root, "place");
    const saved = await sogoc(["backup", place], { SOGOC_DATA: data });
    expect(saved.out).toMatch(/installation: [0-9a-f]{12}\n.*backed up: .*place/);
    expect(saved.out).toContain("1 sự kiện, 1 tệp, 17 byte / 1 events, 1 files, 17 bytes");
    expect([saved.code, saved.out.includes("the demo")]).toEqual([0, false]);
    const restored = join(root, "restored");
    const unnamed = await sogoc(["restore", place]);
    expect([unnamed.code, unnamed.out]).toEqual([2, expect.stringMatching(/^Chưa nói .*--data <folder>\n$/)]);
    const { code, out } = await sogoc(["restore", place], { SOGOC_DATA: restored });
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(
        "Nguyên vẹn: 1 sự kiện, 1 chuỗi, 1 tệp, 17 byte, 1 mật khẩu và khóa / intact: 1 events, 1 streams, 1 files",
      ),
    ]);
    expect((await sogoc(["verify"], { SOGOC_DATA: restored })).out).toContain("files intact: 1 files");
    expect((await sogoc(["restore", place, "--data", restored])).code).toBe(2);
    expect((await sogoc(["backup", "list", place])).out).toMatch(
      /Z {2}\(\d\d:\d\d \d+\/\d+\/\d+\) {2}1 sự kiện, 1 tệp \/ 1 events, 1 files/,
    );
  });

  it("says that it means the demo where no installation is named", async () => {
    const { code, out } = await sogoc(["backup", join(root, "of-demo"), "--data", join(root, "nowhere")]);
    expect([code, out]).toEqual([2, expect.stringContaining("no store in")]);
    expect((await sogoc(["verify", "--at-least", "1"])).out).toContain("the demo: .data/demo");
    const bare = await sogoc(["backup"], { SOGOC_DATA: data });
    expect([bare.code, bare.out]).toEqual([2, expect.stringMatching(/backup <nơi[\s\S]*SOGOC_BACKUP_TO/)]);
  });

  it("never writes over live data: neither its own nor another installation's", async () => {
    const other = join(root, "other");
    await fill(other, "hai");
    for (const to of [data, other, join(data, "sao-luu")]) {
      const before = readFileSync(dataFiles(to === other ? other : data).events);
      const { code, out } = await sogoc(["backup", to, "--data", data]);
      expect([code, out]).toEqual([2, expect.stringMatching(/data folder/)]);
      expect(readFileSync(dataFiles(to === other ? other : data).events).equals(before)).toBe(true);
    }
    const place = join(root, "place-of-other");
    expect((await sogoc(["backup", place, "--data", other])).code).toBe(0);
    const { code, out } = await sogoc(["backup", place, "--data", data]);
    expect([code, out]).toEqual([2, expect.stringContaining("another installation")]);
  });

  it("says with its exit code that the log is damaged, and so does the list of backups", async () => {
    const [damaged, place] = [join(root, "damaged-log"), join(root, "place-damaged-log")];
    await fill(damaged, "năm");
    expect((await sogoc(["backup", place, "--data", damaged])).code).toBe(0);
    const { events } = dataFiles(damaged);
    const bytes = readFileSync(events);
    bytes.write("2009", bytes.indexOf("2008-02-03"));
    writeFileSync(events, bytes);
    const saved = await sogoc(["backup", place, "--data", damaged, "--keep", "1"]);
    expect([saved.code, saved.out]).toEqual([
      1,
      expect.stringMatching(/LOG DAMAGED: hash-mismatch: book-năm[\s\S]*NO good backup[\s\S]*--set-aside/),
    ]);
    const list = await sogoc(["backup", "list", place]);
    expect([list.code, list.out]).toEqual([
      1,
      expect.stringMatching(/Z {2}[^\n]*LOG DAMAGED 1\n1 bản nguyên vẹn \/ whole, 1 hỏng sổ sự kiện/),
    ]);
    const to = join(root, "restored-damaged-log");
    const restored = await sogoc(["restore", place, "--data", to, "--with-losses"]);
    expect([restored.code, restored.out]).toEqual([
      1,
      expect.stringMatching(
        /NOT WHOLE, the log is damaged in 1 places[\s\S]*hash-mismatch: book-năm[\s\S]*backup list/,
      ),
    ]);
    expect(restored.out).not.toContain("intact");
    const drilled = await sogoc(["backup", "drill", place, "--with-losses"]);
    expect([drilled.code, drilled.out.includes("has passed")]).toEqual([1, false]);
  });

  it("refuses to restore what is not whole, with what is missing, and leaves nothing", async () => {
    const place = join(root, "place-not-whole");
    await sogoc(["backup", place, "--data", data]);
    rmSync(join(place, "blobs"), { recursive: true });
    const target = join(root, "target");
    const { code, out } = await sogoc(["restore", place, "--data", target]);
    expect([code, out]).toEqual([1, expect.stringContaining(scan)]);
    expect(existsSync(target)).toBe(false);
  });

  it("says with its exit code that a file is damaged on the server, and that a restore is not whole", async () => {
    const [place, to] = [join(root, "place-losses"), join(root, "restored-losses")];
    expect((await sogoc(["backup", place, "--data", data])).code).toBe(0);
    flip(blobIn(data));
    const again = await sogoc(["backup", place, "--data", data]);
    expect([again.code, again.out]).toEqual([1, expect.stringContaining(`THE COPY IS RIGHT: ${scan}`)]);
    flip(blobIn(place));
    const restored = await sogoc(["restore", place, "--data", to, "--with-losses"]);
    expect([restored.code, restored.out]).toEqual([
      1,
      expect.stringMatching(/NOT WHOLE, 1 files are missing/),
    ]);
    expect(restored.out).not.toContain("intact");
    flip(blobIn(data));
  });

  it("makes a new key for new places, and leaves the older ones as they are", async () => {
    const { code, out } = await sogoc(["backup", "new-key", "--data", data]);
    const [secret = ""] = /AGE-SECRET-KEY-1\w+/.exec(out) ?? [];
    expect([code, out]).toEqual([0, expect.stringMatching(/beside it: age1\w{10}…/)]);
    const recipient = await readRecipient(data);
    expect(await recipientOf(secret)).toBe(recipient);
    expect(out).toContain(`${recipient?.slice(0, 14)}…`);
  });

  // The device that has no room, as Linux has one.
  it.runIf(process.platform === "linux")("keeps no new key that nobody could be shown", async () => {
    const before = await readRecipient(data);
    await using full = await open("/dev/full", "w");
    const told = async (words: readonly string[]) => {
      const child = spawn(process.execPath, [MAIN, ...words], { stdio: ["ignore", full.fd, full.fd] });
      const [code] = await once(child, "exit");
      return code as number;
    };
    expect(await told(["backup", "new-key", "--data", data])).toBe(3);
    expect(await readRecipient(data)).toBe(before);
    expect(await told(["simulate"])).toBe(3);
    rmSync(join(data, "backup-key.json"), { force: true });
  });

  it("practises a restore with its key, and touches nothing", async () => {
    const place = join(root, "place-encrypted");
    const { secret, recipient } = await generateBackupKey();
    await sogoc(["backup", place, "--data", data, "--recipient", recipient]);
    const before = readdirSync(place, { recursive: true }).sort();
    expect((await sogoc(["backup", "drill", place])).code).toBe(2);
    const inside = join(root, "drills");
    mkdirSync(inside);
    const key = { SOGOC_BACKUP_KEY: secret };
    const { code, out } = await sogoc(["backup", "drill", place, "--in", inside], key);
    expect(out).toContain("intact: 1 events, 1 streams, 1 files");
    expect(out).toMatch(/read models built from the log: \d\d\n.*the drill has passed/);
    // What was found is not hidden below a line for each read model.
    expect(out.trim().split("\n")).toHaveLength(5);
    expect(code).toBe(0);
    expect(readdirSync(inside)).toEqual([]);
    expect(readdirSync(place, { recursive: true }).sort()).toEqual(before);
  });
});

describe.runIf(process.getuid?.() === 0)("root beside the account of a service", () => {
  const SERVICE = { uid: 65_534 };
  let [home, own, place] = ["", "", ""];

  /** What an account has, down to the last file. */
  const giveTo = (uid: number, path: string): void => {
    const inside = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }) : [];
    for (const name of ["", ...inside]) chownSync(join(path, String(name)), uid, uid);
  };
  const byService = (...words: readonly string[]) => sogoc(words, {}, SERVICE);

  beforeAll(() => chmodSync(root, 0o755));

  const prepare = async (name: string): Promise<boolean> => {
    if ((await byService("--help")).code !== 0) return false;
    home = join(root, name);
    [own, place] = [join(home, "data"), join(home, "place")];
    mkdirSync(place, { recursive: true });
    cpSync(data, own, { recursive: true });
    giveTo(SERVICE.uid, home);
    return true;
  };
  const unreadable = "another account may not read the program here";

  it("ends with one command what a restore of an older backup asks for, and stops no backup after it", async (context) => {
    if (!(await prepare("accept-older"))) return context.skip(unreadable);
    expect((await byService("backup", place, "--data", own)).code).toBe(0);
    const [older = ""] = readdirSync(place).sort();
    await fill(own, "hai");
    expect((await byService("backup", place, "--data", own)).code).toBe(0);
    const back = await byService("restore", place, "--set", older, "--data", own, "--set-aside");
    expect(back.code).toBe(0);
    const refused = await byService("backup", place, "--data", own);
    expect([refused.code, refused.out]).toEqual([2, expect.stringContaining("--accept-older")]);
    expect((await sogoc(["backup", place, "--data", own, "--accept-older"])).code).toBe(0);
    expect(await byService("backup", place, "--data", own)).toMatchObject({ code: 0 });
    // Files in folders of the pool that were not there yet.
    for (const name of ["ba", "bốn", "năm", "sáu"]) await fill(own, name);
    expect((await sogoc(["backup", place, "--data", own])).code).toBe(0);
    expect(await byService("backup", place, "--data", own)).toMatchObject({ code: 0 });
    const listed = await byService("backup", "list", place);
    expect([listed.code, listed.out]).toEqual([0, expect.not.stringMatching(/DAMAGED|MAY NOT/)]);
    const drilled = await byService("backup", "drill", place);
    expect([drilled.code, drilled.out]).toEqual([0, expect.stringContaining("has passed")]);
  });

  it("leaves the data to the account that they belong to, whatever it does there", async (context) => {
    if (!(await prepare("commands"))) return context.skip(unreadable);
    writeFileSync(join(own, "read-models.sqlite"), "hỏng");
    rmSync(join(own, "consumers.sqlite"), { force: true });
    for (const words of [
      ["rebuild"],
      ["verify"],
      ["keys", "renew"],
      ["authority", "new", "so-goc.example"],
      ["backup", "new-key"],
    ])
      expect(await sogoc([...words, "--data", own]), words.join(" ")).toMatchObject({ code: 0 });
    const names = readdirSync(own, { recursive: true }).map(String);
    expect(names).toContain("backup-key.json");
    expect((await byService("backup", "new-key", "--data", own)).out).toMatch(
      new RegExp(`in place of the key marked: ${(await readRecipient(own))?.slice(0, 4)}`),
    );
    expect(names.filter((name) => statSync(join(own, name)).uid !== SERVICE.uid)).toEqual([]);
    expect(await byService("rebuild", "--data", own)).toMatchObject({ code: 0 });
  });

  it("is told by verify as what it may not read, and not as damage", async (context) => {
    if (!(await prepare("verify-denied"))) return context.skip(unreadable);
    const files = dataFiles(own);
    expect((await byService("verify", "--data", own)).code).toBe(0);
    for (const path of [blobIn(own), files.blobs, files.secrets, files.events, own]) {
      const { mode } = statSync(path);
      chmodSync(path, 0o700);
      chownSync(path, 0, 0);
      const found = await byService("verify", "--data", own);
      expect([found.code, found.out], path).toEqual([
        3,
        expect.stringMatching(new RegExp(`MAY NOT READ, NOT LOOKED AT: ${path}\n[\\s\\S]*Not damaged`)),
      ]);
      expect(found.out).not.toMatch(/HỎNG|DAMAGED:|MISSING|THIẾU|no store|LOOKED AT: \D*unable/);
      chownSync(path, SERVICE.uid, SERVICE.uid);
      chmodSync(path, mode);
    }
    // Damage is told beside what may not be read.
    writeFileSync(blobIn(own), "hỏng");
    chownSync(files.secrets, 0, 0);
    const both = await byService("verify", "--data", own);
    expect([both.code, both.out]).toEqual([1, expect.stringMatching(/FILE DAMAGED[\s\S]*MAY NOT READ/)]);
  });

  it("is told as what may not be read, with the command that mends it, where an earlier program left it", async (context) => {
    if (!(await prepare("left-by-root"))) return context.skip(unreadable);
    expect((await byService("backup", place, "--data", own)).code).toBe(0);
    const [set = ""] = readdirSync(place).sort();
    giveTo(0, join(place, set));
    const mending = new RegExp(`Not damaged.*\n  chown -R \\S+ ${place}\n`);
    for (const [words, code] of [
      [["backup", "list", place], 1],
      [["backup", place, "--data", own], 3],
      [["restore", place, "--data", join(home, "again")], 3],
      [["restore", place, "--data", join(home, "again"), "--set", set], 3],
      [["backup", "drill", place], 3],
    ] as const) {
      const found = await byService(...words);
      expect([found.code, found.out], words.join(" ")).toEqual([code, expect.stringMatching(mending)]);
      expect(found.out).toContain(join(place, set));
      expect(found.out).not.toContain("MANIFEST DAMAGED");
    }
    giveTo(SERVICE.uid, join(place, set));
    const [start = ""] = readdirSync(join(place, "blobs"));
    giveTo(0, join(place, "blobs", start));
    for (const words of [
      ["backup", place, "--data", own],
      ["restore", place, "--data", join(home, "again")],
    ]) {
      const found = await byService(...words);
      expect([found.code, found.out], words.join(" ")).toEqual([3, expect.stringMatching(mending)]);
    }
    giveTo(SERVICE.uid, join(place, "blobs"));
    giveTo(0, join(place, "sogoc-backups.json"));
    const marked = await byService("backup", place, "--data", own);
    expect([marked.code, marked.out]).toEqual([3, expect.stringMatching(mending)]);
    expect(marked.out).not.toContain("is damaged");
    giveTo(SERVICE.uid, place);
    expect((await byService("backup", place, "--data", own)).code).toBe(0);
    giveTo(0, blobIn(own));
    const original = await byService("backup", join(home, "other"), "--data", own);
    expect([original.code, original.out]).toEqual([
      1,
      expect.stringMatching(new RegExp(`MAY NOT READ: ${blobIn(own)}\n[\\s\\S]*chown -R \\S+ ${own}\n`)),
    ]);
    // Whoever is somebody else is told whose it is: giving it to them would stop the service.
    for (const [mode, code] of [
      [0o755, 1],
      [0o700, 3],
    ] as const) {
      chmodSync(place, mode);
      const stranger = await sogoc(["backup", "list", place], {}, { uid: 65_533 });
      expect([stranger.code, stranger.out]).toEqual([
        code,
        expect.stringMatching(/belongs to the account (nobody|65534); run this as that account or as root/),
      ]);
      expect(stranger.out).not.toContain("chown");
    }
  });
});

describe("a backup by hand of an installation that has a key", () => {
  it("is sealed with it in a new place, unless a plain one is asked for", async () => {
    const [own, sealed, plain] = [join(root, "with-key"), join(root, "usb-sealed"), join(root, "usb-plain")];
    cpSync(data, own, { recursive: true });
    const { secret, recipient } = await generateBackupKey();
    writeFileSync(join(own, "backup-key.json"), JSON.stringify({ recipient }));
    const made = await sogoc(["backup", sealed, "--data", own]);
    expect([made.code, made.out]).toEqual([0, expect.stringContaining(`marked: ${recipient.slice(0, 14)}…`)]);
    expect(made.out).toContain("(mã hóa / encrypted)");
    expect((await readMark(sealed))?.recipient).toBe(recipient);
    expect((await sogoc(["backup", "drill", sealed], { SOGOC_BACKUP_KEY: secret })).code).toBe(0);
    const open = await sogoc(["backup", plain, "--data", own, "--plain"]);
    expect([open.code, open.out]).toEqual([0, expect.stringContaining("NOT ENCRYPTED")]);
    // A place goes on as it is, whatever the installation's key is.
    expect((await sogoc(["backup", plain, "--data", own])).out).toContain("NOT ENCRYPTED");
    expect((await sogoc(["backup", sealed, "--data", own])).out).toContain("(mã hóa / encrypted)");
    const neither = await sogoc(["backup", sealed, "--data", own, "--plain"]);
    expect([neither.code, neither.out]).toEqual([
      2,
      expect.stringContaining("--plain needs an empty folder"),
    ]);
    const both = ["backup", join(root, "x"), "--data", own, "--plain", "--recipient", recipient];
    expect((await sogoc(both)).code).toBe(2);
    writeFileSync(join(own, "backup-key.json"), "");
    const damaged = await sogoc(["backup", join(root, "x"), "--data", own]);
    expect([damaged.code, damaged.out]).toEqual([2, expect.stringMatching(/backup-key\.json .*đã hỏng/)]);
    expect(existsSync(join(root, "x"))).toBe(false);
  });
});

describe("a backup by hand where the server's key is set", () => {
  it("is sealed with that key, as the server's are, before the one that the installation has kept", async () => {
    const [own, sealed, plain] = [
      join(root, "with-setting"),
      join(root, "usb-set"),
      join(root, "usb-set-plain"),
    ];
    cpSync(data, own, { recursive: true });
    const [kept, set, given] = await Promise.all([1, 2, 3].map(() => generateBackupKey()));
    writeFileSync(join(own, "backup-key.json"), JSON.stringify({ recipient: kept?.recipient }));
    const env = { SOGOC_BACKUP_RECIPIENT: set?.recipient };
    expect((await sogoc(["backup", sealed, "--data", own], env)).code).toBe(0);
    expect((await readMark(sealed))?.recipient).toBe(set?.recipient);
    expect((await sogoc(["backup", "drill", sealed], { SOGOC_BACKUP_KEY: set?.secret })).code).toBe(0);
    const other = await sogoc(["backup", sealed, "--data", own], {
      SOGOC_BACKUP_RECIPIENT: given?.recipient,
    });
    expect([other.code, other.out]).toEqual([2, expect.stringContaining(`${set?.recipient.slice(0, 14)}`)]);
    const word = ["backup", join(root, "usb-word"), "--data", own, "--recipient", String(given?.recipient)];
    expect((await sogoc(word, env)).code).toBe(0);
    expect((await readMark(join(root, "usb-word")))?.recipient).toBe(given?.recipient);
    expect((await sogoc(["backup", plain, "--data", own, "--plain"], env)).code).toBe(0);
    expect((await readMark(plain))?.recipient).toBeNull();
    expect((await sogoc(["backup", plain, "--data", own], env)).code).toBe(2);
    expect((await sogoc(["backup", plain, "--data", own, "--plain"], env)).code).toBe(0);
    const wrong = await sogoc(["backup", join(root, "x"), "--data", own], {
      SOGOC_BACKUP_RECIPIENT: String(given?.secret),
    });
    expect([wrong.code, wrong.out]).toEqual([2, expect.stringMatching(/SOGOC_BACKUP_RECIPIENT: .*age1/)]);
    expect(wrong.out).not.toContain(given?.secret);
    const empty = { SOGOC_BACKUP_RECIPIENT: "" };
    expect((await sogoc(["backup", join(root, "usb-kept"), "--data", own], empty)).code).toBe(0);
    expect((await readMark(join(root, "usb-kept")))?.recipient).toBe(kept?.recipient);
  });
});

describe("a backup by hand of data whose program.json cannot be read", () => {
  it("is made, and says what it lacks and where", async () => {
    const own = join(root, "without-stamp");
    cpSync(data, own, { recursive: true });
    writeFileSync(join(own, "program.json"), "{");
    const made = await sogoc(["backup", join(root, "usb-no-stamp"), "--data", own]);
    expect([made.code, made.out]).toEqual([
      0,
      expect.stringMatching(/KHÔNG GHI CHƯƠNG TRÌNH[\s\S]*DOES NOT SAY WHICH PROGRAM[\s\S]*program\.json/),
    ]);
    expect((await sogoc(["backup", join(root, "usb-stamp"), "--data", data])).out).not.toContain(
      "WHICH PROGRAM",
    );
  });
});

describe("a backup that is named as a data folder", () => {
  it("is refused by every command, with the line that makes a data folder of it", async () => {
    const place = join(root, "place-taken-for-data");
    const { set } = await backup({ from: data, to: place, program: "0.1.0" });
    const folder = join(place, set);
    const names = () => readdirSync(place, { recursive: true }).sort();
    const [before, bytes] = [names(), readFileSync(dataFiles(folder).events)];
    for (const words of [
      ["rebuild"],
      ["rebuild", "--accept-older"],
      ["verify"],
      ["admin", "reset"],
      ["admin", "end-auditor", "an", "--reason", "x"],
      ["keys", "renew"],
      ["authority", "new"],
      ["backup", join(root, "elsewhere")],
      ["backup", "new-key"],
    ]) {
      const { code, out } = await sogoc([...words, "--data", folder]);
      expect([code, out], words.join(" ")).toEqual([2, expect.stringContaining("is a backup")]);
      expect(out).toContain(`npm run sogoc -- restore ${place} --set ${set} --data <`);
    }
    expect(names()).toEqual(before);
    expect(readFileSync(dataFiles(folder).events).equals(bytes)).toBe(true);
    expect((await sogoc(["backup", "drill", place])).code).toBe(0);
    const one = await sogoc(["backup", "list", folder]);
    expect([one.code, one.out]).toEqual([2, expect.stringContaining(`${place} --set ${set}`)]);
    writeFileSync(join(folder, "events.sqlite-lock"), "");
    const listed = await sogoc(["backup", "list", place]);
    expect([listed.code, listed.out]).toEqual([
      1,
      expect.stringMatching(/DO NOT USE: events\.sqlite-lock[\s\S]*1 không còn như lúc sao lưu/),
    ]);
  });
});

describe("the account of a service, which may not write beside its data", () => {
  /** Nobody's number on most systems; an account that is not root's needs no other. */
  const account = process.getuid?.() === 0 ? { uid: 65_534 } : {};

  it("goes back in the folder that is there, and is told what to have made where none is", async (context) => {
    if ((await sogoc(["--help"], {}, account)).code !== 0) {
      console.warn("backup-commands.long.spec.ts: another account may not read the program here, skipped");
      return context.skip();
    }
    const above = join(root, "var-lib");
    const [place, to] = [join(root, "place-of-service"), join(above, "sogoc")];
    await backup({ from: data, to: place, program: "0.1.0" });
    mkdirSync(above);
    cpSync(data, to, { recursive: true });
    const own = [place, to].flatMap((folder) => [
      folder,
      ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
    ]);
    if (account.uid !== undefined) for (const path of own) chownSync(path, account.uid, account.uid);
    for (const folder of [root, above]) chmodSync(folder, 0o555);
    try {
      const call = ["restore", place, "--data", to, "--set-aside"];
      const back = await sogoc(call, {}, account);
      expect([back.code, back.out]).toEqual([0, expect.stringMatching(`was there before: ${to}/aside-\\d`)]);
      expect(existsSync(blobIn(to))).toBe(true);
      const missing = await sogoc(["restore", place, "--data", join(above, "new")], {}, account);
      expect(missing.out).toMatch(/không được tạo thư mục trong .*var-lib/);
      expect(missing.out).toMatch(/install -d -m 0700 -o \S+ .*var-lib\/new\n$/);
      expect(missing.code).toBe(3);
    } finally {
      for (const folder of [root, above]) chmodSync(folder, 0o755);
    }
    if (account.uid === undefined) return;
    // By root it is made beside and renamed, and the account of the service can open it.
    expect((await sogoc(["restore", place, "--data", to, "--set-aside"])).code).toBe(0);
    expect(statSync(dataFiles(to).events).uid).toBe(account.uid);
    const other = join(root, "of-somebody-else");
    mkdirSync(other, { mode: 0o755 });
    const refused = await sogoc(["restore", place, "--data", other], {}, account);
    expect([refused.code, refused.out]).toEqual([3, expect.stringContaining("không được")]);
  });
});

describe("what goes wrong", () => {
  it("is said in words of both languages: paths, keys, settings and damaged manifests", async () => {
    const place = join(root, "place-of-faults");
    await sogoc(["backup", place, "--data", data]);
    const file = join(root, "thu.txt");
    writeFileSync(file, "thư");
    const large = join(root, "khoa-lon");
    writeFileSync(large, "x".repeat(70_000));
    for (const [words, code, reason] of [
      [["restore"], 2, /^Thiếu <from> .*missing required argument/],
      [["verify", "--data", file], 2, /thu\.txt là tệp.*is a file/],
      [["backup", join(file, "x"), "--data", data], 3, /không phải thư mục.*is no folder/],
      [
        ["restore", place, "--data", join(root, "r"), "--key-file", join(root, "khong-co")],
        2,
        /Tệp khóa.*khong-co: không có ở đó/,
      ],
      [
        ["backup", "drill", place, "--key-file", large],
        2,
        /Tệp khóa.*khoa-lon: quá lớn, 70000 byte.*is too large/,
      ],
      [["backup", "drill", place, "--key-file", file], 2, /Không có khóa.*No key in what was given/],
      [["backup", "drill", place, "--in", place], 2, /nằm trong nơi sao lưu/],
      [["verify", "--proof", join(root, "khong-co")], 3, /khong-co: không có ở đó.*is not there/],
    ] as const) {
      const found = await sogoc(words);
      expect([found.code, found.out], words.join(" ")).toEqual([code, expect.stringMatching(reason)]);
      expect(found.out, words.join(" ")).not.toMatch(/\n +at |no such file|Error:/);
    }
    expect(readdirSync(place).sort()).toContain("sogoc-backups.json");
    const [set = ""] = readdirSync(place).sort();
    writeFileSync(join(place, set, "manifest.json"), "rác");
    const listed = await sogoc(["backup", "list", place]);
    expect([listed.code, listed.out]).toEqual([1, expect.stringMatching(`MANIFEST DAMAGED.*${set}`)]);
    const restored = await sogoc(["restore", place, "--data", join(root, "r")]);
    expect([restored.code, restored.out]).toEqual([1, expect.stringMatching(`bản kê khai[\\s\\S]*${set}`)]);
  });
});

describe("a drill that is cut off", () => {
  const makePlace = async (name: string) => {
    const place = join(root, `${name}-place`);
    await sogoc(["backup", place, "--data", data]);
    const inside = join(root, `${name}-drills`);
    mkdirSync(inside);
    return { place, inside };
  };
  /**
   * Ends the drill by a signal once it has opened something. Answers 0 where it was done by then.
   */
  const signalOnce = (place: string, inside: string, signal: NodeJS.Signals) =>
    new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, [MAIN, "backup", "drill", place, "--in", inside], {
        stdio: "ignore",
      });
      const looking = setInterval(() => {
        const opened = readdirSync(inside, { recursive: true }).some((name) =>
          String(name).endsWith("events.sqlite"),
        );
        if (!opened) return;
        clearInterval(looking);
        child.kill(signal);
      }, 1);
      child.once("exit", (code) => {
        clearInterval(looking);
        resolve(code);
      });
    });

  const cutOff = async (...wish: Parameters<typeof signalOnce>): Promise<number | null> => {
    for (;;) {
      const code = await signalOnce(...wish);
      if (code !== 0) return code;
    }
  };

  it("by a signal removes what it has opened", async () => {
    const { place, inside } = await makePlace("signalled");
    for (const [signal, code] of [
      ["SIGTERM", 143],
      ["SIGINT", 130],
    ] as const) {
      expect(await cutOff(place, inside, signal)).toBe(code);
      expect(readdirSync(inside)).toEqual([]);
    }
  });

  it("by a kill is removed by the next, which leaves one that is at work", async () => {
    const { place, inside } = await makePlace("killed");
    expect(await cutOff(place, inside, "SIGKILL")).toBeNull();
    const [left = ""] = readdirSync(inside);
    // A person's own, by such a name, lies there too.
    const notes = join(inside, "sogoc-drill-notes");
    mkdirSync(notes);
    writeFileSync(join(notes, "bien-ban.txt"), "diễn tập");
    const atWork = join(inside, "sogoc-drill-at-work");
    mkdirSync(atWork);
    const unlock = takeWriterLock(join(atWork, "drill"));
    const then = new Date(Date.now() - 3_600_000);
    for (const old of [join(inside, left), atWork, notes]) utimesSync(old, then, then);
    const { code, out } = await sogoc(["backup", "drill", place, "--in", inside]);
    expect([code, out]).toEqual([0, expect.stringContaining("were cut off left: 1")]);
    expect(readdirSync(inside).sort()).toEqual(["sogoc-drill-at-work", "sogoc-drill-notes"]);
    expect(readdirSync(notes)).toEqual(["bien-ban.txt"]);
    unlock();
  });
});

describe("the place of a drill", () => {
  it("is swept also where a system knows no owners by number, as Windows", async () => {
    const inside = join(root, "without-owners");
    const left = join(inside, "sogoc-drill-left");
    mkdirSync(left, { recursive: true });
    const then = new Date(Date.now() - 3_600_000);
    utimesSync(left, then, then);
    const { getuid } = process;
    vi.spyOn(console, "log").mockImplementation(() => {});
    Object.defineProperty(process, "getuid", { value: undefined, configurable: true });
    try {
      await withDrillFolder(inside, async () => {
        expect(existsSync(left)).toBe(false);
      });
    } finally {
      Object.defineProperty(process, "getuid", { value: getuid, configurable: true });
      vi.restoreAllMocks();
    }
    expect(readdirSync(inside)).toEqual([]);
  });
});

describe("sogoc verify", () => {
  it("never says that files are intact where it could not look at them", async () => {
    const folder = join(root, "unreadable-list");
    await fill(folder, "ba");
    const engines = await openEmbedded({ folder });
    const manifest = await engines.blobs.put(Buffer.from("không phải bản kê"));
    const actor = { account: "a", name: "Người thử", roles: [], unit: "u" };
    const metadata = { actor, at: "2026-03-01T00:00:00.000Z", commandId: "c", correlationId: "c" };
    const exported = { id: "x", type: "BookExported", schema: 1, data: { manifestSha256: manifest.sha256 } };
    const event = linkEvent(
      { ...exported, metadata },
      {
        stream: "export-x",
        revision: 0,
        previousHash: GENESIS_HASH,
      },
    );
    await engines.store.append("export-x", -1, [event]);
    await engines.close();
    const { code, out } = await sogoc(["verify", "--data", folder]);
    expect([code, out]).toEqual([1, expect.stringContaining("FILES COULD NOT BE LOOKED AT: ")]);
    expect(out).not.toContain("files intact");
  });

  it("names what a backup that was cut off has left of the log, while none is being made", async () => {
    const folder = join(root, "left-copy");
    await fill(folder, "sót");
    const copy = join(folder, "backup-unfinished");
    mkdirSync(copy);
    const unlock = takeWriterLock(join(folder, "backup"));
    expect((await sogoc(["verify", "--data", folder])).out).not.toContain("LEFT OVER");
    unlock();
    const { code, out } = await sogoc(["verify", "--data", folder]);
    expect([code, out]).toEqual([0, expect.stringContaining(`LEFT OVER: ${copy}`)]);
  });

  it("names a stored file in which one bit was flipped, and one that is gone", async () => {
    const copy = join(root, "flipped");
    await sogoc(["backup", join(root, "place-of-flipped"), "--data", data]);
    await sogoc(["restore", join(root, "place-of-flipped"), "--data", copy]);
    flip(blobIn(copy));
    const flipped = await sogoc(["verify", "--data", copy]);
    expect([flipped.code, flipped.out]).toEqual([1, expect.stringContaining(`FILE DAMAGED: ${scan}`)]);
    rmSync(blobIn(copy));
    const gone = await sogoc(["verify", "--data", copy]);
    expect([gone.code, gone.out]).toEqual([1, expect.stringMatching(`FILE MISSING: ${scan}.*book-một`)]);
  });
});

describe("a secret that is not what was written", () => {
  it("is named by verify, backup, drill and restore, each with its exit code, until its key is new", async () => {
    const [folder, place] = [join(root, "rotten-key"), join(root, "place-of-rotten-key")];
    await fill(folder, "khóa");
    const { secrets } = dataFiles(folder);
    const opened = openSqliteSecrets({ file: secrets });
    for (const name of ["signing-key/ring", "export-key/current"]) await opened.put(name, { d: "AbCdEf" });
    await opened.close();
    const bytes = readFileSync(secrets);
    for (let at = bytes.indexOf("AbCdEf"); at >= 0; at = bytes.indexOf("AbCdEf")) bytes.write("BbCdEf", at);
    writeFileSync(secrets, bytes);
    for (const words of [
      ["verify", "--data", folder],
      ["backup", place, "--data", folder],
      ["backup", "drill", place],
      ["restore", place, "--data", join(root, "of-rotten-key")],
      ["restore", place, "--data", join(root, "of-rotten-key"), "--with-losses"],
    ]) {
      const { code, out } = await sogoc(words);
      expect([words, code, out]).toEqual([words, 1, expect.stringContaining("signing-key/ring")]);
      expect(out).not.toMatch(/drill has passed|^ *at /m);
    }
    const renewed = await sogoc(["keys", "renew", "--data", folder]);
    expect(renewed).toMatchObject({ code: 0, out: expect.stringContaining("export-key/current") });
    expect((await sogoc(["verify", "--data", folder])).code).toBe(0);
  });
});

describe("sogoc rebuild", () => {
  it("says that a read-model file is damaged and makes it anew", async () => {
    const copy = join(root, "damaged");
    await sogoc(["backup", join(root, "place-of-damaged"), "--data", data]);
    await sogoc(["restore", join(root, "place-of-damaged"), "--data", copy]);
    writeFileSync(dataFiles(copy).readModels, Buffer.alloc(9_000, "rác"));
    const { code, out } = await sogoc(["rebuild", "--data", copy]);
    expect(out).toMatch(/DAMAGED FILE: .*read-models\.sqlite/);
    expect(out).toMatch(/reporting-scans +1 sự kiện \/ events/);
    expect(code).toBe(0);
  });
});
