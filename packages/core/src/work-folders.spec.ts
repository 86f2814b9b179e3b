import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

const program = `
  import { writeFileSync } from "node:fs";
  import { openWorkFolder } from ${JSON.stringify(new URL("./work-folders.ts", import.meta.url).href)};
  const done = await openWorkFolder();
  const { path } = await openWorkFolder();
  await done.remove();
  writeFileSync(path + "/upload", "nửa chừng");
  process.on("SIGTERM", () => process.exit(0));
  setInterval(() => {}, 1_000);
  console.log("works");
`;

it("is gone when the process is told to end in the middle of the work", async () => {
  const place = await mkdtemp(join(tmpdir(), "sogoc-ends-"));
  const env = { ...process.env, TMPDIR: place };
  const worker = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], { env });
  const ended = once(worker, "exit");
  await once(worker.stdout, "data");
  expect(await readdir(place)).toHaveLength(1);
  worker.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(await readdir(place)).toEqual([]);
  await rm(place, { recursive: true });
});
