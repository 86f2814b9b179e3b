import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Request } from "playwright-core";

const dist = fileURLToPath(new URL("../../web/dist/", import.meta.url));

/**
 * Compressed bytes of the scripts among these requests, each counted once; workers run beside the
 * page and are left out.
 */
export const scriptWeight = (
  requests: readonly Request[],
): { readonly files: number; readonly bytes: number } => {
  const paths = requests.map((request) => new URL(request.url()).pathname);
  const scripts = [...new Set(paths)].filter((path) => path.endsWith("js") && !path.includes("worker"));
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(`${dist}${path}`)).length, 0);
  return { files: scripts.length, bytes };
};
