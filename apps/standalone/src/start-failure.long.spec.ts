import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { DamagedSecret } from "@sogoc/core";
import { dataFiles, openEmbedded, openSqliteConsumerState, openSqliteSecrets } from "@sogoc/embedded";
import { passwordName, secondFactorName } from "@sogoc/events";
import { openEngines } from "@sogoc/host/engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSmallFolder } from "./backups/testing/small-folder.ts";
import { startFailure } from "./start-failure.ts";

/** As the guard of every test: whoever hangs is ended, and no slow machine fails. */
const GUARD_MS = 20 * 60_000;

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

/** Starts the server with these settings and answers what it says when it gives up. */
const complaintOf = (settings: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program],
      // One that starts all the same is ended, and has said something else.
      { env: { ...process.env, ...settings }, timeout: GUARD_MS },
      (error, _out, complaint) => (error ? resolve(complaint) : reject(new Error("It started."))),
    );
  });

/** Starts the server, and ends it once it has said something that matches; answers all it said. */
const saidUntil = async (settings: Readonly<Record<string, string>>, wanted: RegExp): Promise<string> => {
  const server = spawn(process.execPath, [program], { env: { ...process.env, ...settings } });
  let said = "";
  await new Promise<void>((resolve) => {
    for (const output of [server.stdout, server.stderr])
      output.on("data", (chunk) => {
        said += String(chunk);
        if (wanted.test(said)) resolve();
      });
    server.once("exit", () => resolve());
  });
  if (server.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  return said;
};

/** Takes a port for as long as the work lasts. */
const whilePortIsTaken = async (work: (port: string) => Promise<void>): Promise<void> => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  await work(typeof address === "object" && address ? String(address.port) : "");
  await new Promise((resolve) => other.close(resolve));
};

describe("a server that cannot start", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sogoc-start-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("says which setting is wrong, and of those that nothing reads which name is nearest", async () => {
    const complaint = await complaintOf({
      PORT: "many",
      SOGOC_HTPS: "mat-khau",
      sogoc_data: folder,
      SOGOC_KAFKA_PREFIX: "x",
      SOGOC_BACKUP_KEY: "x",
    });
    expect(complaint).toContain("PORT=many: ");
    expect(complaint).not.toMatch(/^ *at /m);
    expect(complaint).not.toMatch(/mat-khau|SOGOC_KAFKA_PREFIX|SOGOC_BACKUP_KEY/);
    expect(complaint).toContain(
      "không có thiết lập SOGOC_HTPS nên nó bị bỏ qua; tên gần nhất là SOGOC_HTTPS",
    );
    expect(complaint).toContain("sogoc_data is no setting and does nothing; the nearest name is SOGOC_DATA");
  });

  it("does not listen on the network before it was told of HTTPS", async () => {
    const open = { HOST: "0.0.0.0", PORT: "0", SOGOC_DATA: join(folder, "n") };
    expect(await complaintOf({ ...open, SOGOC_HTTPS: "true" })).toMatch(
      /chưa nói rõ ai lo HTTPS[\s\S]*SOGOC_HTTPS=own[\s\S]*does not say who ends HTTPS/,
    );
    const complaint = await complaintOf(open);
    expect(complaint).toMatch(/chưa có HTTPS[\s\S]*SOGOC_HTTPS=own[\s\S]*without HTTPS/);
    expect(complaint).not.toContain("at ");
  });

  it("says that its data folder is a file, and that backups would lie in the data", async () => {
    const file = join(folder, "thu.txt");
    await writeFile(file, "thư");
    const complaint = await complaintOf({ PORT: "0", SOGOC_DATA: file });
    expect(complaint).toMatch(/Không khởi động được[\s\S]*thu\.txt: đã có thứ khác ở đó.*something else/);
    expect(complaint).not.toContain("    at ");
    const data = join(folder, "c");
    const inside = await complaintOf({ PORT: "0", SOGOC_DATA: data, SOGOC_BACKUP_TO: join(data, "sao-luu") });
    expect(inside).toMatch(/SOGOC_BACKUP_TO=.*thư mục dữ liệu.*is the data folder/);
  });

  it("says that the port is taken", async () => {
    await whilePortIsTaken(async (port) => {
      const complaint = await complaintOf({ PORT: port, SOGOC_DATA: join(folder, "a") });
      expect(complaint).toMatch(/Cổng này[\s\S]*port is in use/);
      expect(complaint).not.toContain("    at ");
    });
  });

  it("has lost no first password, and says how to get in until somebody has", async () => {
    // A space, as in the name of a disk: the command that is printed has to work.
    const at = { SOGOC_DATA: join(folder, "lần đầu"), PORT: "0" };
    await whilePortIsTaken(async (taken) => {
      await complaintOf({ ...at, PORT: taken });
      await complaintOf({ ...at, SOGOC_METRICS_PORT: taken });
    });
    await complaintOf({ ...at, HOST: "may-khong-co.invalid", SOGOC_HTTPS: "own" });
    const first = await saidUntil(at, /first password: \S+/);
    expect(first).toMatch(/administrator: admin\n.*first password: \S{8,}/);
    expect(first).not.toContain("Nobody has signed in");
    const second = await saidUntil(at, /admin reset .*\n/);
    expect(second).not.toContain("first password:");
    expect(second).toContain(
      `Nobody has signed in yet. The first password of admin was shown once, at an earlier start; where nobody has it, stop the server and issue a new one:\n  npm run sogoc -- admin reset admin --data '${at.SOGOC_DATA}'`,
    );
  });

  it("says that another one is running on the same data", async () => {
    const data = join(folder, "b");
    const engines = await openEngines({ engine: "embedded", folder: data });
    expect(await complaintOf({ PORT: "0", SOGOC_DATA: data })).toContain("Another Sổ Gốc is running");
    await engines.close();
  });

  /** Each path below a folder, with its size and rights. */
  const stateOf = (data: string): readonly string[] =>
    ["", ...readdirSync(data, { recursive: true }).map(String)].sort().map((name) => {
      const found = statSync(join(data, name));
      return `${name} ${found.isFile() ? found.size : ""} ${found.mode.toString(8)}`;
    });

  /** A data folder with an event that names a file, a consumer that has read it, and a password. */
  const lived = async (name: string): Promise<string> => {
    const data = join(folder, name);
    const { engines } = await openSmallFolder(data);
    await engines.secrets.put(passwordName("a"), "argon2id");
    await engines.close();
    const consumers = openSqliteConsumerState({ file: dataFiles(data).consumers });
    await consumers.saveCheckpoint("reaction", 1);
    await consumers.close();
    return data;
  };

  it("says that the log is missing beside what is left, and touches nothing", async () => {
    const data = await lived("no-log");
    rmSync(dataFiles(data).events);
    const before = stateOf(data);
    const complaint = await complaintOf({ PORT: "0", SOGOC_DATA: data });
    expect(complaint).toMatch(/events\.sqlite bị mất hoặc trống[\s\S]*is missing or empty[\s\S]*restore/);
    expect(complaint).not.toContain("    at ");
    expect(stateOf(data)).toEqual(before);
  });

  it("says that the secrets are empty, prints no first password and touches nothing", async () => {
    const data = await lived("no-secrets");
    truncateSync(dataFiles(data).secrets);
    const before = stateOf(data);
    const complaint = await complaintOf({ PORT: "0", SOGOC_DATA: data });
    expect(complaint).toMatch(
      /secrets\.sqlite \(mật khẩu[\s\S]*is missing or empty[\s\S]*admin reset --accept-lost-secrets/,
    );
    expect(complaint).not.toContain("    at ");
    expect(stateOf(data)).toEqual(before);
  });

  it("says that the folder of the files is gone, how it comes back, and touches nothing", async () => {
    const data = await lived("no-files");
    rmSync(dataFiles(data).blobs, { recursive: true });
    const before = stateOf(data);
    const complaint = await complaintOf({ PORT: "0", SOGOC_DATA: data });
    expect(complaint).toMatch(
      /blobs \(bản quét[\s\S]*chép nốt thư mục blobs[\s\S]*is not there[\s\S]*restore[\s\S]*rebuild --accept-lost-files/,
    );
    expect(complaint).not.toContain("    at ");
    expect(stateOf(data)).toEqual(before);
    await expect(openEmbedded({ folder: data })).rejects.toMatchObject({ kind: "blobs" });
    await (await openEmbedded({ folder: data, acceptLostFiles: true })).close();
    await (await openEngines({ engine: "embedded", folder: data })).close();
  });

  it("says which key is damaged, by its sum or since it is none, and how a new one is made", async () => {
    const data = await lived("rotten-key");
    const keep = async (value: object) => {
      const secrets = openSqliteSecrets({ file: dataFiles(data).secrets });
      for (const name of ["signing-key/current", "signing-key/ring"]) await secrets.put(name, value);
      await secrets.close();
    };
    const told = /signing-key\/\w+ trong secrets\.sqlite đã hỏng[\s\S]*is damaged[\s\S]*keys renew/;
    await keep([{ jwk: { kty: "OKP", crv: "Ed25519", x: "A", d: "A" }, signsFrom: 1 }]);
    const complaint = await complaintOf({ PORT: "0", SOGOC_DATA: data });
    expect(complaint).toMatch(told);
    expect(complaint).not.toContain("    at ");
    const database = new DatabaseSync(dataFiles(data).secrets);
    database.exec("UPDATE secrets SET value = '[' WHERE key = 'signing-key/ring'");
    database.close();
    expect(await complaintOf({ PORT: "0", SOGOC_DATA: data })).toMatch(told);
  });

  it("sends nobody to new keys for a password that is damaged", () => {
    for (const key of [passwordName("a-1"), secondFactorName("a-1")]) {
      const words = startFailure(new DamagedSecret(key)) ?? "";
      expect(words).toMatch(/mật khẩu hay xác thực hai bước[\s\S]*is damaged[\s\S]*admin reset/);
      expect(words).toContain(key);
      expect(words).not.toContain("keys renew");
    }
  });

  it("says that the file of the secrets, or of the log, is damaged, and touches nothing", async () => {
    for (const name of ["secrets", "events"] as const) {
      const data = await lived(`damaged-${name}`);
      await writeFile(dataFiles(data)[name], Buffer.alloc(8192, 0xa7));
      const before = stateOf(data);
      const complaint = await complaintOf({ PORT: "0", SOGOC_DATA: data });
      expect(complaint).toMatch(new RegExp(`${name}\\.sqlite.*đã hỏng`));
      expect(complaint).not.toContain("    at ");
      if (name === "secrets") expect(stateOf(data)).toEqual(before);
    }
  });

  it("leaves somebody else's folder as it is, rights included", async () => {
    const data = join(folder, "home");
    mkdirSync(join(data, "thu-muc"), { recursive: true });
    await writeFile(join(data, "thu-muc", "thu.txt"), "thư");
    for (const path of [data, join(data, "thu-muc")]) chmodSync(path, 0o755);
    chmodSync(join(data, "thu-muc", "thu.txt"), 0o644);
    const before = stateOf(data);
    const complaint = await complaintOf({ PORT: "0", SOGOC_DATA: data });
    expect(complaint).toMatch(/không phải thư mục dữ liệu[\s\S]*thu-muc[\s\S]*is no data folder/);
    expect(complaint).not.toContain("    at ");
    expect(stateOf(data)).toEqual(before);
  });
});
