import { between, everyDocument } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { readManifest } from "../exports/read-manifest.ts";

interface Packed {
  readonly bookId: string;
  /** Packages that were made since then lie ready as yet: what they hold has left once. */
  readonly since: string;
}

/**
 * Records of a book that its packages for the national database held before `since`. Made again,
 * a package of these is not the first one after their acceptance.
 */
export const listPackedBefore = async (
  { blobs, exports }: Dependencies<"blobs" | "exports">,
  { bookId, since }: Packed,
): Promise<ReadonlySet<string>> => {
  const packed = new Set<string>();
  for (const row of await everyDocument(exports, { where: { bookId, at: between(undefined, since) } })) {
    if (row.kind !== "hand-over") continue;
    const { records = [] } = await readManifest(blobs, row.manifestSha256);
    for (const { recordId } of records) packed.add(recordId);
  }
  return packed;
};
