import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { logOutputTo } from "./log-output.ts";

const addressOf = (module: string) => JSON.stringify(new URL(module, import.meta.url).href);

/** A server whose every request is a line of its log. */
const server = `
  import { createServer } from ${addressOf("../../http/src/server.ts")};
  import { logOutput } from ${addressOf("./log-output.ts")};
  const logger = { level: "info", base: null, stream: logOutput() };
  const server = await createServer({ logger, newId: () => "a", health: [] });
  for (let request = 0; request < 20; request++) {
    const { statusCode } = await server.inject("/health/live");
    if (statusCode !== 200) throw new Error(String(statusCode));
  }
  await server.close();
  process.stderr.write("all were answered");
`;

const run = async (output: number | "pipe") => {
  const program = spawn(process.execPath, ["--input-type=module-typescript", "--eval", server], {
    stdio: ["ignore", output, "pipe"],
  });
  // Nobody reads what the server writes.
  program.stdout?.destroy();
  const [[code], said] = await Promise.all([
    once(program, "exit"),
    program.stderr ? text(program.stderr) : "",
  ]);
  return { code, said };
};

// The device that has no room, as Linux has one.
it.runIf(process.platform === "linux")("a server answers while there is no room for its log", async () => {
  await using full = await open("/dev/full", "w");
  expect(await run(full.fd)).toEqual({ code: 0, said: "all were answered" });
});

it("a server answers while nobody reads its log any more", async () => {
  expect(await run("pipe")).toEqual({ code: 0, said: "all were answered" });
});

it("the log says how many lines were dropped, once it takes lines again", () => {
  let isFull = false;
  const lines: string[] = [];
  const log = logOutputTo({
    on: () => {},
    write(line, done) {
      if (!isFull) lines.push(line);
      done(isFull ? new Error("ENOSPC") : null);
    },
  });
  log.write("one\n");
  isFull = true;
  log.write("two\n");
  log.write("three\n");
  isFull = false;
  log.write("four\n");
  log.write("five\n");
  const told = expect.stringContaining('"dropped":2,"msg":"log lines dropped"');
  expect(lines).toEqual(["one\n", "four\n", told, "five\n"]);
});
