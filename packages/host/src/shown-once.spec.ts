import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { devNull } from "node:os";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";

const program = `
  import { showOnce } from ${JSON.stringify(new URL("./shown-once.ts", import.meta.url).href)};
  await showOnce("khóa").then(() => process.exit(0), ({ name }) => process.exit(name === "NotShown" ? 3 : 4));
`;

/** What was read on both outputs, and the exit code: 3 where it was shown to nobody. */
const run = async (output: number | "pipe", errors: number | "pipe") => {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], {
    stdio: ["ignore", output, errors],
  });
  const read = [child.stdout, child.stderr].map((stream) => (stream === null ? "" : text(stream)));
  const [[code], ...said] = await Promise.all([once(child, "exit"), ...read]);
  return { code, said };
};

describe("what is shown once", () => {
  it("is shown on the first output", async () => {
    expect(await run("pipe", "pipe")).toEqual({ code: 0, said: ["khóa\n", ""] });
  });

  it("is shown on the other where the first is thrown away", async () => {
    await using nothing = await open(devNull, "w");
    expect(await run(nothing.fd, "pipe")).toEqual({ code: 0, said: ["", "khóa\n"] });
  });

  it("is told as shown to nobody where both are thrown away", async () => {
    await using nothing = await open(devNull, "w");
    expect(await run(nothing.fd, nothing.fd)).toEqual({ code: 3, said: ["", ""] });
  });

  // The device that has no room, as Linux has one.
  it.runIf(process.platform === "linux")("is told as shown to nobody where no room is left", async () => {
    await using full = await open("/dev/full", "w");
    expect(await run(full.fd, "pipe")).toEqual({ code: 0, said: ["", "khóa\n"] });
    expect(await run(full.fd, full.fd)).toEqual({ code: 3, said: ["", ""] });
  });
});
