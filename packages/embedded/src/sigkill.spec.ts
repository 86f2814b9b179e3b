import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openSqliteEventStore } from "./event-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { verifyStore } from "./verify-store.ts";

const { folder, remove } = temporaryFolder();
afterAll(remove);

/** Lines the writer printed before it was killed, at `wanted` of them or soon after. */
const runAndKill = (file: string, round: number, wanted: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("./killed-writer.ts", import.meta.url));
    const child = spawn(process.execPath, [script, file, String(round)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.stdout.on("data", (chunk) => {
      out += chunk;
      if (out.split("\n").length > wanted) child.kill("SIGKILL");
    });
    child.on("close", (_, signal) => {
      // The last line may be cut off: then nobody was told.
      if (signal === "SIGKILL") resolve(out.split("\n").slice(0, -1));
      else reject(new Error(errors));
    });
  });

describe("a writer that is killed", () => {
  it("loses nothing it acknowledged, leaves no gap, and an intact file", async () => {
    const file = join(folder, "events.sqlite");
    let random = 20_260_301;
    for (let round = 0; round < 6; round++) {
      random = (random * 48_271) % 2_147_483_647;
      const wanted = 1 + (random % 2_000);
      const lines = await runAndKill(file, round, wanted);
      expect(lines.length).toBeGreaterThanOrEqual(wanted);

      const store = openSqliteEventStore({ file });
      const stored = new Map<string, number>();
      for (let after = 0, end = false; !end; ) {
        const page = await store.readAll({ after, limit: 1_000 });
        for (const event of page.events) stored.set(`${event.stream} ${event.revision}`, event.position);
        expect(page.events.map((event) => event.position)).toEqual(
          page.events.map((_, index) => after + 1 + index),
        );
        ({ upTo: after, end } = page);
      }
      for (const line of lines) {
        const [stream, revision, position] = line.split(" ");
        expect(stored.get(`${stream} ${revision}`)).toBe(Number(position));
      }
      await store.close();
      expect(await verifyStore({ file })).toMatchObject({ events: stored.size, broken: [], integrity: [] });
    }
  });
});
