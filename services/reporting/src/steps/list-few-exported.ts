import { everyDocument } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { readManifest } from "../exports/read-manifest.ts";

interface FewExported {
  readonly bookId: string;
  readonly since: string;
}

/**
 * Records of a book that finished exports hold which were asked for a few at a time, each once: of
 * those from before they were counted as they are asked for, too.
 */
export const listFewExported = async (
  { blobs, exports }: Dependencies<"blobs" | "exports">,
  { bookId, since }: FewExported,
): Promise<ReadonlySet<string>> => {
  const rows = await everyDocument(exports, { where: { bookId, at: { gte: since } } });
  const exported = new Set<string>();
  for (const row of rows) {
    if (row.kind !== "few-records") continue;
    const { records = [] } = await readManifest(blobs, row.manifestSha256);
    for (const { recordId } of records) exported.add(recordId);
  }
  return exported;
};
