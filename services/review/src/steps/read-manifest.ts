import { json } from "node:stream/consumers";
import { type Blobs, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { SentPackage } from "@sogoc/registers";
import { z } from "zod";
import type { ExportReader } from "../read-models/exports.ts";

export interface ReadManifestDependencies {
  readonly exports: ExportReader;
  readonly blobs: Pick<Blobs, "read">;
}

export const manifestRefusals = [
  "blob-missing",
  "export-not-ready",
  "export-unknown",
] as const satisfies readonly ErrorCode[];

/** The parts of a manifest that a hand-over needs; the reporting service defines the rest. */
const PackageManifest = z.object({
  exportId: z.string(),
  book: z.object({ bookId: z.string(), office: z.string() }),
  delta: z.literal(true).optional(),
  workbook: z.object({ sha256: z.string() }),
  scans: z.object({ sha256: z.string() }),
  records: z.array(z.object({ recordId: z.string(), number: z.string(), revision: z.int() })),
  files: z.array(z.object({ kind: z.string(), number: z.string().nullable(), sha256: z.string() })),
});

/**
 * The manifest of a finished export of this book, read by the hash in its event. Throws what
 * `manifestRefusals` names: `export-unknown` for an export of another book, `export-not-ready` for
 * one made before manifests listed records.
 */
export const readManifest = async (
  { exports, blobs }: ReadManifestDependencies,
  bookId: string,
  exportId: string,
) => {
  const found = await exports.find(exportId);
  if (!found || found.bookId !== bookId) throw new CommandRejected("export-unknown");
  const parsed = PackageManifest.safeParse(await json(await blobs.read(found.manifestSha256)));
  if (!parsed.success) throw new CommandRejected("export-not-ready");
  return { ...parsed.data, manifestSha256: found.manifestSha256 };
};

/** The package that a manifest describes. */
export const packageOf = ({
  book,
  files,
  records,
}: Awaited<ReturnType<typeof readManifest>>): SentPackage => ({
  office: book.office,
  scans: files,
  records,
});
