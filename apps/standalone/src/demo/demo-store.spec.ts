import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEngines } from "@sogoc/host/engines";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

it("tells nobody sign-ins where the data are not the demo's own, whatever the settings say", async () => {
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
        const found = /(http:\S+)[\s\S]*first password/.exec(told)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    // An answer like any other: a browser writes every 404 into its console.
    for (const question of ["demo.json", "tin-cay/van-tay.json"]) {
      const answer = await fetch(`${address}/${question}`);
      expect([answer.status, await answer.text()]).toEqual([204, ""]);
    }
    expect(told).not.toContain("sogoc-demo");
  } finally {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
