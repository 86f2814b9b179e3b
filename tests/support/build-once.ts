import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PATIENCE_MS } from "@sogoc/core/testing";
import { findWriterLock } from "@sogoc/embedded";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Build {
  /** Beside it lie the lock and the name of the run that built last. */
  readonly place: string;
  /** The run of all specs together; undefined for a program on its own, which always looks. */
  readonly run: string | undefined;
  readonly patienceMs: number;
  /** Builds where something is stale; ends, or throws, when it is aborted. */
  readonly build: (signal: AbortSignal) => Promise<unknown>;
}

/**
 * Builds once in a run, whichever spec comes first; the others wait for it. What the servers of
 * other specs give out stays as it is until the run ends, also where somebody edits meanwhile. The
 * lock ends with the process that holds it. Throws where the build does not end in time.
 */
export const buildOnceIn = async ({ place, run, patienceMs, build }: Build): Promise<void> => {
  const end = Date.now() + patienceMs;
  let giveBack = findWriterLock(place);
  while (!giveBack) {
    if (Date.now() > end)
      throw new Error(`somebody else builds the web application and does not end: ${place}-lock`);
    await pause(50);
    giveBack = findWriterLock(place);
  }
  try {
    const built = `${place}-built-in`;
    if (run !== undefined && (await readFile(built, "utf8").catch(() => "")) === run) return;
    const signal = AbortSignal.timeout(patienceMs);
    try {
      await build(signal);
    } catch (error) {
      if (signal.aborted) throw new Error("the build of the web application does not end", { cause: error });
      throw error;
    }
    await writeFile(built, run ?? "");
  } finally {
    giveBack();
  }
};

/** Builds the web application where it is stale, once in a run of the specs. */
export const buildOnce = (): Promise<void> =>
  buildOnceIn({
    place: join(tmpdir(), `sogoc-build-${createHash("sha256").update(root).digest("hex").slice(0, 12)}`),
    run: process.env["SOGOC_TEST_RUN"],
    patienceMs: 5 * PATIENCE_MS,
    build: (signal) =>
      promisify(execFile)(process.execPath, [join(root, "web/build.ts")], { cwd: root, signal }),
  });

/** Addresses of what the page of the application is made of. */
const partsIn = (page: string): string[] =>
  [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/gu)].flatMap(([, path = ""]) => path);

/**
 * Throws where a server gives out a page whose parts it does not have: it knows the files that
 * there were when it began, and the application was built anew since. In a browser that page stays
 * blank, and every step of a spec would wait for it to the end of its patience.
 */
export const requireWholeApp = async (address: string): Promise<void> => {
  const page = await (await fetch(address)).text();
  const parts = partsIn(page);
  const answers = await Promise.all(parts.map((path) => fetch(`${address}${path}`)));
  const missing = parts.filter((_path, index) => !answers[index]?.ok);
  if (parts.length > 0 && missing.length === 0) return;
  throw new Error(
    `web/dist was built anew while the server of this spec began (it does not have ${missing.join(", ") || "any part of the page"}): let nobody else build in this checkout, and run it again`,
  );
};
