import { type Acting, CommandRejected, type ErrorCode, refusalOf } from "@sogoc/core";
import { hasOtherBookNumber, placesKnownBy } from "@sogoc/registers";
import { makersIn, requireIndependent } from "../domain/independence.ts";
import { everyCaseToCheck } from "../domain/review.ts";
import { answeredFindings } from "../domain/rule-findings.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import type { RuleReaders } from "../steps/count-unanswered-findings.ts";
import { getEarlierRounds } from "../steps/get-earlier-rounds.ts";
import { listCasesAddedTo } from "../steps/list-cases-added.ts";
import { listEarlierMarks, type MarkReaders } from "../steps/list-marks.ts";
import { getScanVersions, listOvertakenChecks, type ShownReaders } from "../steps/list-overtaken-checks.ts";
import { listUnmarkedChanges, type UnmarkedChangesDependencies } from "../steps/list-unmarked-changes.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { requireMaySeeFirstKeying } from "../steps/require-may-see-first-keying.ts";
import { versionOfSampled } from "./check-record.ts";

export const sampledRecordRefusals = [
  "blind-keying",
  "record-not-in-sample",
  "review-unknown",
] as const satisfies readonly ErrorCode[];

interface SampledRecordReaders extends MarkReaders, ShownReaders, RuleReaders, UnmarkedChangesDependencies {
  readonly keyedBatches: BatchKeyingReader;
}

/**
 * A record to check, with the marks of its last check and of earlier rounds, with what was changed
 * since although nobody had marked it, with its keyers' answers to findings, and why the reader may
 * not check it, where they may not. Throws what `sampledRecordRefusals` names.
 */
export const getSampledRecord = async (
  { records, reviews, scans, directory, keyedBatches, store }: SampledRecordReaders,
  { opened, state }: OpenedReview,
  recordId: string,
  reader: Acting,
) => {
  const record = await records.find(recordId);
  const rounds = await getEarlierRounds({ records, reviews }, opened);
  const round = { ...opened, status: state.status };
  const added = await listCasesAddedTo({ records, reviews, scans, keyedBatches }, round, rounds);
  const asked = everyCaseToCheck(opened, state.checks.keys(), added);
  if (!record || !asked.includes(recordId)) throw new CommandRejected("record-not-in-sample");
  // It may have left this batch, and be keyed in another one.
  await requireMaySeeFirstKeying({ keyedBatches }, reader, record.batchId);
  const earlier = await listEarlierMarks({ records }, rounds, { ...opened, state }, recordId);
  const unmarked =
    record.status === "entered" ? await listUnmarkedChanges({ store }, rounds, [record]) : undefined;
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
    unmarked: unmarked?.get(recordId) ?? [],
    letStand: answeredFindings(record, placesKnownBy(directory.tree().units)).map(({ finding, answer }) => ({
      rule: finding.rule,
      fields: finding.fields,
      messageVi: finding.messageVi,
      messageEn: finding.messageEn,
      reason: answer.reason,
      by: answer.by,
      at: answer.at,
    })),
    checked: check !== undefined && !isOvertaken,
    otherBookNumber: hasOtherBookNumber(record.bookNumber, record.fields) || undefined,
    barred: refusalOf(() =>
      requireIndependent(makersIn(opened), { account: reader.account, acting: reader }),
    ),
    scanChanged: isOvertaken || (!check && added.overtaken.has(recordId)) ? (true as const) : undefined,
  };
};
