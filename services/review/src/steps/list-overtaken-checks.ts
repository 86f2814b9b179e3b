import { everyDocument } from "@sogoc/core";
import { scansByCase } from "@sogoc/registers";
import type { RecordReader } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import type { ScanReader, ScanView } from "../read-models/scans.ts";

export interface ShownReaders {
  readonly records: RecordReader;
  readonly reviews: ReviewReader;
  readonly scans: ScanReader;
}

/** Finds the scan that shows a case: its own, else that of the whole book. */
export const getScansShown = async (
  scans: ScanReader,
  bookId: string,
): Promise<(number: string) => ScanView | undefined> =>
  scansByCase(await everyDocument(scans, { where: { bookId } }));

/** The version of the scan that shows a case, raised by each new scan; 0 where there is none. */
export const getScanVersions = async (
  scans: ScanReader,
  bookId: string,
): Promise<(number: string) => number> => {
  const scanOf = await getScansShown(scans, bookId);
  return (number) => scanOf(number)?.version ?? 0;
};

/** Where the checks of a review are in the log. */
const getPositions = async (
  reviews: ReviewReader,
  reviewId: string,
): Promise<(recordId: string) => number | undefined> => {
  const checks = (await reviews.find(reviewId))?.checks ?? {};
  return (recordId) => checks[recordId]?.position;
};

type Made = readonly [recordId: string, check: { readonly scanVersion?: number | undefined }];

/**
 * Records of a review whose check was made beside a scan that has been replaced, or without one:
 * they are to be checked again. Older checks do not name their scan; for them the order of check
 * and scan in the log decides.
 */
export const listOvertakenChecks = async (
  { records, reviews, scans }: ShownReaders,
  { reviewId, bookId }: { readonly reviewId: string; readonly bookId: string },
  checks: Iterable<Made>,
): Promise<ReadonlySet<string>> => {
  const made = [...checks];
  if (made.length === 0) return new Set();
  const scanOf = await getScansShown(scans, bookId);
  const known = await records.findMany(made.map(([recordId]) => recordId));
  const isKept = made.every(([, { scanVersion }]) => scanVersion !== undefined);
  const positionOf = isKept ? () => undefined : await getPositions(reviews, reviewId);
  const isOvertaken = ([recordId, { scanVersion }]: Made): boolean => {
    const number = known.get(recordId)?.number;
    const scan = number === undefined ? undefined : scanOf(number);
    if (!scan) return false;
    return scanVersion === undefined
      ? scan.position > (positionOf(recordId) ?? Infinity)
      : scan.version > scanVersion;
  };
  return new Set(made.filter(isOvertaken).map(([recordId]) => recordId));
};
