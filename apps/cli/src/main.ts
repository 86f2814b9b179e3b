#!/usr/bin/env node
import { CommanderError } from "commander";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { program } from "./program.ts";

// Whatever is written is for this account alone: backups hold personal data, password hashes and
// keys.
process.umask(0o077);

// Where nobody can be told why, the exit code still says it.
process.stderr.on("error", () => {});
// What nobody could read is not done. Whoever reads only the first lines has had enough of them.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code === "EPIPE" || process.exitCode !== undefined) return;
  process.exitCode = exitCodes.failed;
  console.error(`Không ghi được kết quả ra / the output could not be written: ${code}`);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else if (error instanceof CommandFailed) {
    console.error(error.message);
    process.exitCode = error.exitCode;
  } else {
    const { isWrongSetting, words } = (await import("./tell-failure.ts")).tellFailure(error);
    console.error(words);
    process.exitCode = isWrongSetting ? exitCodes.usage : exitCodes.failed;
  }
}
