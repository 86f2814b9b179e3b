import { type ChildProcess, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInMemorySecrets } from "@sogoc/core";
import { openOfficeAuthority } from "@sogoc/host/network/office-authority";
import { getOfficeNames } from "@sogoc/host/network/office-names";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { askWhoeverListens, type Heard } from "../support/ask-whoever-listens.ts";
import { freePort } from "../support/free-port.ts";
import { mountSmallDisk } from "../support/small-disk.ts";

const program = fileURLToPath(new URL("../../apps/standalone/src/main.ts", import.meta.url));
const disk = mountSmallDisk(24);
const data = join(disk.folder, "data");
const given = mkdtempSync(join(tmpdir(), "sogoc-given-"));
afterAll(() => {
  disk.remove();
  rmSync(given, { recursive: true, force: true });
});

if (!disk.isMounted)
  console.warn("full-disk-start.long.spec.ts: no right to mount a small disk here, skipped");

const servers: ChildProcess[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.kill("SIGKILL");
});

/** A server of this folder, and what it has told so far. */
const start = (settings: NodeJS.ProcessEnv = {}) => {
  const env = {
    ...process.env,
    PORT: "0",
    HOST: "127.0.0.1",
    SOGOC_METRICS_PORT: "0",
    SOGOC_DATA: data,
    ...settings,
  };
  const server = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "pipe"] });
  servers.push(server);
  const found = { server, told: "" };
  for (const output of [server.stdout, server.stderr])
    output.on("data", (chunk: Buffer) => {
      found.told += chunk.toString();
    });
  const ended = once(server, "exit");
  return {
    server,
    told: () => found.told,
    /** Resolves when it has told this; whoever hangs is ended by the guard of every test. */
    says: async (words: RegExp) => {
      while (!words.test(found.told)) {
        if (server.exitCode !== null) throw new Error(`It ended: ${found.told}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    end: async (signal: NodeJS.Signals) => {
      server.kill(signal);
      const [code] = await ended;
      return code as number | null;
    },
  };
};

const ADDRESS = /Sổ Gốc: (https?:\S+)/;
const WAITING = /HẾT CHỖ LƯU TRỮ: chưa khởi động được.*ổ (\S+) \(chứa (\S+)\)[\s\S]*it cannot start/;

/** Processes of the system that were started with this folder; undefined where it does not say. */
const serversOf = (folder: string): readonly string[] | undefined => {
  if (!existsSync("/proc/self/environ")) return undefined;
  return readdirSync("/proc").filter((number) => {
    try {
      return readFileSync(`/proc/${number}/environ`, "utf8").includes(`SOGOC_DATA=${folder}\0`);
    } catch {
      return false;
    }
  });
};

describe.skipIf(!disk.isMounted)("a power cut while the disk is full", () => {
  it("is outlived: the start names the disk, waits for room, and goes on by itself", async () => {
    const first = start();
    await first.says(ADDRESS);
    await first.end("SIGKILL");
    disk.fill();

    const waiting = start();
    await waiting.says(WAITING);
    expect(WAITING.exec(waiting.told())?.slice(1)).toEqual([disk.folder, data]);
    expect(waiting.told()).toMatch(/data: đã hết chỗ.*has no room left.*\(ENOSPC\)/);
    expect(waiting.told()).not.toContain("    at ");
    // Told to end, it does not wait any longer.
    expect(await waiting.end("SIGTERM")).toBe(0);

    const port = await freePort();
    const again = start({ PORT: String(port) });
    await again.says(WAITING);
    const ask = (path: string, accept: string) =>
      fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } });
    await expect
      .poll(() =>
        ask("/health/live", "*/*").then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    const unready = await ask("/health/ready", "*/*");
    expect([unready.status, await unready.json()]).toMatchObject([503, { code: "storage-full" }]);
    const page = await ask("/", "text/html");
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining("hết chỗ lưu trữ")]);
    disk.empty();
    await again.says(ADDRESS);
    const address = ADDRESS.exec(again.told())?.[1];
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect(await again.end("SIGTERM")).toBe(0);
    expect(serversOf(data) ?? []).toEqual([]);
  });

  /** Asks until somebody listens. */
  const hear = async (port: number, path: string): Promise<Heard> => {
    let heard: Heard | undefined;
    await expect
      .poll(async () => {
        heard = await askWhoeverListens(port, path);
        return heard !== undefined;
      })
      .toBe(true);
    return heard ?? { status: 0, body: "", fingerprint: "" };
  };
  const waitedFor = async (settings: NodeJS.ProcessEnv) => {
    const port = await freePort();
    const waiting = start({ ...settings, PORT: String(port) });
    await waiting.says(WAITING);
    const live = await hear(port, "/health/live");
    const unready = await hear(port, "/health/ready");
    expect([live.status, unready.status, JSON.parse(unready.body)]).toMatchObject([
      200,
      503,
      { code: "storage-full", title: expect.stringContaining("hết chỗ lưu trữ") },
    ]);
    const plain = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: "text/html" } });
    expect([plain.status, await plain.text()]).toEqual([503, expect.stringContaining("hết chỗ lưu trữ")]);
    return { waiting, port, fingerprint: unready.fingerprint };
  };

  it("is told in HTTPS by the own certificate that people know, and goes on by it", async () => {
    const settings = { SOGOC_HTTPS: "own", SOGOC_DATA: join(disk.folder, "own") };
    const port = await freePort();
    const first = start({ ...settings, PORT: String(port) });
    await first.says(ADDRESS);
    const known = await hear(port, "/health/live");
    await first.end("SIGKILL");
    disk.fill();
    const waited = await waitedFor(settings);
    expect(waited.fingerprint).toBe(known.fingerprint);
    disk.empty();
    await waited.waiting.says(ADDRESS);
    expect(await hear(waited.port, "/health/ready")).toMatchObject({
      status: 200,
      fingerprint: known.fingerprint,
    });
    await waited.waiting.end("SIGTERM");
  });

  it("is told in HTTPS by a certificate of the moment where there was no start before", async () => {
    disk.fill();
    const waited = await waitedFor({ SOGOC_HTTPS: "own", SOGOC_DATA: join(disk.folder, "first") });
    await waited.waiting.end("SIGTERM");
    disk.empty();
  });

  it("is told in HTTPS by certificates that were given", async () => {
    const [certificate, key] = [join(given, "server.pem"), join(given, "server.key")];
    const findNames = () => getOfficeNames([]);
    const clock = { now: () => new Date() };
    const office = await openOfficeAuthority({ secrets: createInMemorySecrets(), clock, findNames });
    writeFileSync(certificate, office.current().certificate);
    writeFileSync(key, office.current().key);
    disk.fill();
    const files = { SOGOC_CERTIFICATE: certificate, SOGOC_CERTIFICATE_KEY: key };
    const waited = await waitedFor({ ...files, SOGOC_DATA: join(disk.folder, "given") });
    expect(waited.fingerprint).toBe(new X509Certificate(office.current().certificate).fingerprint256);
    await waited.waiting.end("SIGTERM");
    disk.empty();
  });

  it("leaves no server behind where the one that waited is killed", async () => {
    disk.fill();
    const waited = start();
    await waited.says(WAITING);
    disk.empty();
    await waited.says(ADDRESS);
    await waited.end("SIGKILL");
    await expect.poll(() => serversOf(data) ?? [], { timeout: 60_000 }).toEqual([]);
  });
});
