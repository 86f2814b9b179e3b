import { EXPORT_DAYS } from "@sogoc/access";
import { everyDocument } from "@sogoc/core";
import type { Access } from "../access.ts";
import { readManifest } from "../exports/read-manifest.ts";

const PAST_MS = EXPORT_DAYS * 24 * 3_600_000;

interface Taken {
  readonly account: string;
  readonly bookId: string;
  readonly now: Date;
}

/**
 * Records of a book that a person has taken a few at a time within seven days, each once; of
 * exports that are being written in this process as well.
 */
export const listFewTaken = async (
  { blobs, exports, jobs }: Access<"blobs" | "exports" | "jobs">,
  { account, bookId, now }: Taken,
): Promise<ReadonlySet<string>> => {
  const since = new Date(now.getTime() - PAST_MS).toISOString();
  const rows = await everyDocument(exports, { where: { account, at: { gte: since } } });
  const taken = new Set<string>();
  for (const row of rows) {
    if (row.bookId !== bookId || row.kind !== "few-records") continue;
    const { records = [] } = await readManifest(blobs, row.manifestSha256);
    for (const { recordId } of records) taken.add(recordId);
  }
  for (const job of jobs.all())
    if (job.account === account && job.bookId === bookId && job.kind === "few-records" && job.at >= since)
      for (const recordId of job.recordIds ?? []) taken.add(recordId);
  return taken;
};
