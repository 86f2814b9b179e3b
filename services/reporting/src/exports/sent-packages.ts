import { type Blobs, CommandRejected } from "@sogoc/core";
import type { SentPackage } from "@sogoc/registers";
import { readManifest } from "./read-manifest.ts";

const REMEMBERED = 50;

/**
 * A package by the hash of its manifest; undefined where the manifest is gone, or is
 * from before manifests named their records.
 */
export type FindSent = (manifestSha256: string) => Promise<SentPackage | undefined>;

/** Manifests never change: the ones used last are kept in memory. */
export const createFindSent = (blobs: Pick<Blobs, "read">): FindSent => {
  const known = new Map<string, SentPackage>();
  const read = async (sha256: string): Promise<SentPackage | undefined> => {
    try {
      const { records, files, book } = await readManifest(blobs, sha256);
      return (
        records && {
          office: book.office,
          scans: files.map(({ kind, number, sha256: scan }) => ({ kind, number, sha256: scan })),
          records: records.map(({ recordId, number, revision }) => ({ recordId, number, revision })),
        }
      );
    } catch (error) {
      if (error instanceof CommandRejected && error.code === "blob-missing") return undefined;
      throw error;
    }
  };
  return async (sha256) => {
    const found = known.get(sha256) ?? (await read(sha256));
    if (!found) return undefined;
    known.delete(sha256);
    known.set(sha256, found);
    const oldest = known.size > REMEMBERED ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return found;
  };
};
