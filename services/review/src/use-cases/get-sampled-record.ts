import { CommandRejected, type ErrorCode } from "@sogoc/core";
import { placesKnownBy } from "@sogoc/registers";
import { everyCaseToCheck } from "../domain/review.ts";
import { findingsLetStand } from "../domain/rule-findings.ts";
import type { RuleReaders } from "../steps/count-unanswered-findings.ts";
import { listEarlierMarks, type MarkReaders } from "../steps/list-marks.ts";
import { listOvertakenBefore } from "../steps/list-overtaken-before.ts";
import { getScanVersions, listOvertakenChecks, type ShownReaders } from "../steps/list-overtaken-checks.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { versionOfSampled } from "./check-record.ts";

export const sampledRecordRefusals = [
  "record-not-in-sample",
  "review-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * A record that a review looks at, with the marks of its last check and those that earlier rounds
 * left on it, and what its keyers let stand of what the rules find in it. Throws
 * `record-not-in-sample`.
 */
export const getSampledRecord = async (
  { records, reviews, scans, directory }: MarkReaders & ShownReaders & RuleReaders,
  { opened, state }: OpenedReview,
  recordId: string,
) => {
  const record = await records.find(recordId);
  const overtakenBefore = await listOvertakenBefore({ records, reviews, scans }, opened);
  const asked = everyCaseToCheck(opened, state.checks.keys(), overtakenBefore);
  if (!record || !asked.includes(recordId)) throw new CommandRejected("record-not-in-sample");
  const earlier = await listEarlierMarks({ records, reviews }, { ...opened, state }, recordId);
  const check = state.checks.get(recordId);
  const scanVersion = (await getScanVersions(scans, opened.bookId))(record.number);
  const made = check === undefined ? [] : ([[recordId, check]] as const);
  const isOvertaken = (await listOvertakenChecks({ records, reviews, scans }, opened, made)).has(recordId);
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
    letStand: findingsLetStand(record, placesKnownBy(directory.tree().units)).map(({ finding, answer }) => ({
      rule: finding.rule,
      fields: finding.fields,
      messageVi: finding.messageVi,
      messageEn: finding.messageEn,
      reason: answer.reason,
      by: answer.by,
      at: answer.at,
    })),
    checked: check !== undefined && !isOvertaken,
    scanChanged: isOvertaken || (!check && overtakenBefore.includes(recordId)) ? (true as const) : undefined,
  };
};
