import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RestoreUnfinished } from "@sogoc/embedded";
import { openEngines } from "@sogoc/host/engines";
import { expect, it } from "vitest";
import { ensureDemo, isDemoStore } from "./demo.ts";

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

it("tells nobody sign-ins where the data are not the demo's own, whatever the settings say, and asks its administrator for a second factor", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-real-"));
  const data = join(folder, "data");
  await (await openEngines({ engine: "embedded", folder: data })).close();
  const env = { ...process.env, PORT: "0", SOGOC_DATA: data, SOGOC_DEMO: "true" };
  const server = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    let told = "";
    const address = await new Promise<string>((resolve) => {
      server.stdout.on("data", (chunk: Buffer) => {
        told += chunk.toString();
        // The first password comes after the address.
        if (/first password: \S/.test(told)) resolve(/http:\S+/.exec(told)?.[0] ?? "");
      });
    });
    // An answer like any other: a browser writes every 404 into its console.
    for (const question of ["demo.json", "tin-cay/van-tay.json"]) {
      const answer = await fetch(`${address}/${question}`);
      expect([answer.status, await answer.text()]).toEqual([204, ""]);
    }
    expect(told).not.toContain("sogoc-demo");
    const password = /first password: (\S+)/.exec(told)?.[1];
    const entered = await fetch(`${address}/api/accounts/v1/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ signInName: "admin", password }),
    });
    expect(await entered.json()).toMatchObject({ account: { mustSetSecondFactor: true } });
  } finally {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});

it("fills an empty folder as it fills one that is not there, goes on after a cut, and fills no other", async () => {
  const root = await mkdtemp(join(tmpdir(), "sogoc-demo-"));
  const folder = join(root, "data");
  let seeds = 0;
  const ensure = () =>
    ensureDemo(folder, {
      seed: async ({ secrets }) => {
        seeds++;
        await secrets.put("account-1", { hash: "argon2id" });
      },
    });
  try {
    await mkdir(folder);
    // Where a seed was cut off, nothing of it is kept.
    await mkdir(join(folder, "demo-unfinished"));
    await writeFile(join(folder, "demo-unfinished", "events.sqlite"), "rác");
    await ensure();
    expect(isDemoStore(folder)).toBe(true);
    const names = readdirSync(folder).sort();
    expect(names).toEqual(expect.arrayContaining(["DEMO.txt", "events.sqlite", "secrets.sqlite"]));
    expect(names).not.toContain("demo-unfinished");
    await (await openEngines({ engine: "embedded", folder })).close();
    // Cut off among its last moves.
    for (const back of [["DEMO.txt"], ["DEMO.txt", "events.sqlite"], []]) {
      await mkdir(join(folder, "demo-unfinished"));
      for (const name of back) await rename(join(folder, name), join(folder, "demo-unfinished", name));
      await ensure();
      expect(readdirSync(folder).sort()).toEqual(names);
    }
    expect(seeds).toBe(1);
    // Somebody's own data stay as they are.
    await rm(join(folder, "DEMO.txt"));
    await ensure();
    await mkdir(join(folder, "demo-unfinished"));
    await ensure();
    expect(isDemoStore(folder)).toBe(false);
    expect(existsSync(join(folder, "demo-unfinished"))).toBe(true);
    expect(seeds).toBe(1);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

it("fills nothing where a restore was cut off", async () => {
  const root = await mkdtemp(join(tmpdir(), "sogoc-demo-"));
  const folder = join(root, "data");
  await mkdir(`${folder}.restoring`);
  const seed = () => Promise.reject(new Error("It was seeded."));
  await expect(ensureDemo(folder, { seed })).rejects.toThrow(RestoreUnfinished);
  expect(readdirSync(root)).toEqual(["data.restoring"]);
  await rm(root, { recursive: true, force: true });
});
