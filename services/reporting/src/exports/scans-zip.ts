import { Readable, type Writable } from "node:stream";
import type { Blobs } from "@sogoc/core";
import { createZipWriter, entryNameFor } from "@sogoc/files";
import type { ScanView } from "../read-models/scans.ts";

/**
 * Names inside the zip: no folders, nothing that nobody sees, none twice (file systems do not tell
 * case apart). Scans from before such names were refused have what is left of theirs.
 */
export const zipNames = (scans: readonly ScanView[]): ReadonlyMap<string, string> => {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const { id, fileName } of scans) {
    const own = entryNameFor(fileName, "scan.pdf");
    let name = own;
    for (let copy = 2; taken.has(name.toLowerCase()); copy++)
      name = own.replace(/(\.[^.]*)?$/u, `_${copy}$1`);
    taken.add(name.toLowerCase());
    names.set(id, name);
  }
  return names;
};

export const writeScansZip = async (
  out: Writable,
  blobs: Blobs,
  scans: readonly ScanView[],
  onFile: () => void,
): Promise<void> => {
  const names = zipNames(scans);
  const zip = createZipWriter(out);
  for (const { id, sha256, fileName } of scans) {
    await zip.add(
      names.get(id) ?? entryNameFor(fileName, "scan.pdf"),
      Readable.from(await blobs.read(sha256), { objectMode: false }),
    );
    onFile();
  }
  await zip.finish();
};
