import { execFileSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";

/** Files that this process may have open at once, while too many are. */
const MOST_FILES = 2_048;

const limits = (): readonly [soft: string, hard: string] => {
  const words = execFileSync(
    "prlimit",
    ["--pid", String(process.pid), "--nofile", "--noheadings", "--output", "SOFT,HARD"],
    { encoding: "utf8" },
  );
  const [soft = "", hard = ""] = words.trim().split(/\s+/);
  return [soft, hard];
};
const limitTo = (soft: string, hard: string) =>
  execFileSync("prlimit", ["--pid", String(process.pid), `--nofile=${soft}:${hard}`], { stdio: "ignore" });

/** Whether the limit of this process can be lowered for a while. */
export const canLimitFiles = (): boolean => {
  try {
    const [soft, hard] = limits();
    limitTo(soft, hard);
    return true;
  } catch {
    return false;
  }
};

const isTooMany = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EMFILE";

/** As many files as this process may have, open. */
export interface HeldFiles {
  /** Opens as many as others have closed meanwhile. */
  readonly fill: () => void;
  readonly release: () => void;
}

export const holdAllFiles = (): HeldFiles => {
  const [soft, hard] = limits();
  limitTo(String(MOST_FILES), hard);
  const held: number[] = [];
  const fill = () => {
    try {
      for (;;) held.push(openSync(devNull, "r"));
    } catch (error) {
      if (!isTooMany(error)) throw error;
    }
  };
  fill();
  return {
    fill,
    release() {
      for (const handle of held.splice(0)) closeSync(handle);
      limitTo(soft, hard);
    },
  };
};
