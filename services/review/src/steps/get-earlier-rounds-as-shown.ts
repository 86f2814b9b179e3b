import type { EarlierRounds } from "../domain/beside-sample.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ScanReader } from "../read-models/scans.ts";
import { getEarlierRounds, type RoundReaders } from "./get-earlier-rounds.ts";
import { getScansShown } from "./list-overtaken-checks.ts";

export interface EarlierScanReaders {
  readonly records: RecordReader;
  readonly scans: ScanReader;
}

/**
 * Records whose last check, in an earlier round, was made beside a scan that has been replaced, or
 * without one: nobody has found right what is shown now.
 */
export const listOvertakenOf = async (
  { records, scans }: EarlierScanReaders,
  bookId: string,
  { checks }: Pick<EarlierRounds, "checks">,
): Promise<ReadonlySet<string>> => {
  if (checks.size === 0) return new Set();
  const scanOf = await getScansShown(scans, bookId);
  const known = await records.findMany([...checks.keys()]);
  const overtaken = [...checks].filter(([recordId, { scanVersion, position }]) => {
    const number = known.get(recordId)?.number;
    const scan = number === undefined ? undefined : scanOf(number);
    if (!scan) return false;
    return scanVersion === undefined ? scan.position > (position ?? Infinity) : scan.version > scanVersion;
  });
  return new Set(overtaken.map(([recordId]) => recordId));
};

/** What is left of earlier rounds, with the records whose checks were overtaken by another scan. */
export const getEarlierRoundsAsShown = async (
  readers: RoundReaders & EarlierScanReaders,
  batch: Parameters<typeof getEarlierRounds>[1],
): Promise<EarlierRounds> => {
  const earlier = await getEarlierRounds(readers, batch);
  return { ...earlier, overtaken: await listOvertakenOf(readers, batch.bookId, earlier) };
};
