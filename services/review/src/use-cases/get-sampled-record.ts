import { CommandRejected, type ErrorCode } from "@sogoc/core";
import { casesToCheck } from "../domain/review.ts";
import { listEarlierMarks, type MarkReaders } from "../steps/list-marks.ts";
import { getScanVersions, type ShownReaders } from "../steps/list-overtaken-checks.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { versionOfSampled } from "./check-record.ts";

export const sampledRecordRefusals = [
  "record-not-in-sample",
  "review-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * A record that a review looks at, with the marks of its last check and those that earlier rounds
 * left on it. Throws `record-not-in-sample`.
 */
export const getSampledRecord = async (
  { records, reviews, scans }: MarkReaders & ShownReaders,
  { opened, state }: OpenedReview,
  recordId: string,
) => {
  const record = await records.find(recordId);
  if (!record || !casesToCheck(opened).includes(recordId)) throw new CommandRejected("record-not-in-sample");
  const earlier = await listEarlierMarks({ records, reviews }, { ...opened, state }, recordId);
  const check = state.checks.get(recordId);
  const scanVersion = (await getScanVersions(scans, opened.bookId))(record.number);
  const isOvertaken = check?.scanVersion !== undefined && scanVersion > check.scanVersion;
  return {
    record,
    version: versionOfSampled(record, scanVersion, check?.times ?? 0),
    marks: check?.marks ?? [],
    earlier: earlier.map(({ field, severity, reason, notMended }) => ({
      field,
      severity,
      reason,
      notMended,
    })),
    checked: check !== undefined && !isOvertaken,
    scanChanged: isOvertaken ? (true as const) : undefined,
  };
};
