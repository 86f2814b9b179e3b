import { everyDocument } from "@sogoc/core";
import { scansByCase } from "@sogoc/registers";
import type { RecordReader } from "../read-models/records.ts";
import type { ScanReader } from "../read-models/scans.ts";

export interface ShownReaders {
  readonly records: RecordReader;
  readonly scans: ScanReader;
}

/**
 * The version of the scan that shows a case: its own, else that of the whole book; 0 where there is
 * none. Another scan raises it.
 */
export const getScanVersions = async (
  scans: ScanReader,
  bookId: string,
): Promise<(number: string) => number> => {
  const scanOf = scansByCase(await everyDocument(scans, { where: { bookId } }));
  return (number) => scanOf(number)?.version ?? 0;
};

/**
 * Records of a book whose check looked at another scan than the one that shows them now, or at
 * none: they are looked at again. Of checks that did not keep it nothing is said.
 */
export const listOvertakenChecks = async (
  { records, scans }: ShownReaders,
  bookId: string,
  checks: Iterable<readonly [recordId: string, check: { readonly scanVersion?: number | undefined }]>,
): Promise<ReadonlySet<string>> => {
  const made = [...checks];
  if (made.length === 0) return new Set();
  const versionOf = await getScanVersions(scans, bookId);
  const known = await records.findMany(made.map(([recordId]) => recordId));
  const isOvertaken = ([recordId, { scanVersion }]: (typeof made)[number]): boolean => {
    const number = known.get(recordId)?.number;
    return scanVersion !== undefined && number !== undefined && versionOf(number) > scanVersion;
  };
  return new Set(made.filter(isOvertaken).map(([recordId]) => recordId));
};
