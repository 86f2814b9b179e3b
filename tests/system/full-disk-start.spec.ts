import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { mountSmallDisk } from "../support/small-disk.ts";

const program = fileURLToPath(new URL("../../apps/standalone/src/main.ts", import.meta.url));
const disk = mountSmallDisk(24);
const data = join(disk.folder, "data");
afterAll(() => disk.remove());

if (!disk.isMounted) console.warn("full-disk-start.spec.ts: no right to mount a small disk here, skipped");

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

/** A port that nobody has at the moment. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
};

const ADDRESS = /Sổ Gốc: (http:\S+)/;
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
