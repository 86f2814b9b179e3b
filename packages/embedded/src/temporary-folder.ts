import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** For specs: an empty folder, and a way to remove it. */
export const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "sogoc-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
