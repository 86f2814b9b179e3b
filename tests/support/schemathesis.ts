import { spawn } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached } from "../../packages/distributed/testing/engine.ts";
import { answers, runTool } from "../../packages/distributed/testing/processes.ts";

const pinned = fileURLToPath(new URL("./schemathesis.txt", import.meta.url));

/**
 * Folder with the fuzzer's modules; undefined, with one visible line, where there is no Python to
 * run it.
 */
export const findSchemathesis = async (): Promise<string | undefined> => {
  if (!answers("python3", "-m", "pip", "--version")) {
    process.stderr.write("FUZZER SKIPPED: there is no Python with pip to fetch schemathesis with\n");
    return undefined;
  }
  return cached("schemathesis-4.32.5", async (folder) => {
    await copyFile(pinned, join(folder, "requirements.txt"));
    await runTool("python3", ["-m", "pip", "install", "-q", "--no-deps", "--target", folder, "-r", pinned]);
  });
};

/** What a run found: its exit code (0: nothing) and what it printed. */
export interface FuzzVerdict {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs the fuzzer over one document, given by its address. `token` is a bearer
 * token.
 */
export const fuzz = (
  modules: string,
  options: {
    readonly document: string;
    readonly token: string;
    /** The same one makes the same requests. */
    readonly seed: number;
    readonly examples: number;
    readonly phases: readonly string[];
    /** Paths that match are left out. */
    readonly without: string;
  },
): Promise<FuzzVerdict> => {
  const checks = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
  ];
  const child = spawn(
    "python3",
    [
      ...["-m", "schemathesis.cli", "run", options.document],
      ...["--header", `Authorization: Bearer ${options.token}`],
      ...["--checks", checks.join(","), "--phases", options.phases.join(",")],
      ...["--max-examples", String(options.examples), "--seed", String(options.seed), "--no-shrink"],
      ...["--exclude-path-regex", options.without, "--exclude-checks", "unsupported_method"],
      ...["--warnings", "off", "--request-timeout", "60", "--continue-on-failure"],
      ...["--suppress-health-check", "all"],
    ],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PYTHONPATH: modules, NO_COLOR: "1" } },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
};
