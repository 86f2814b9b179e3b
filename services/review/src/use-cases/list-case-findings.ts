import type { Directory } from "@sogoc/access";
import type { Acting, ErrorCode } from "@sogoc/core";
import { placesKnownBy } from "@sogoc/registers";
import { createQuotationMasks, maskFinding } from "../domain/masked-findings.ts";
import { type CaseFindingKind, caseFindingsOf } from "../domain/rule-findings.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import type { RecordReader } from "../read-models/records.ts";
import { listRecordsOfBatch } from "../steps/list-records-of-batch.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { requireMaySeeFirstKeying } from "../steps/require-may-see-first-keying.ts";

export const caseFindingsRefusals = [
  "blind-keying",
  "review-unknown",
] as const satisfies readonly ErrorCode[];

interface CaseFindingsReaders {
  readonly records: RecordReader;
  readonly keyedBatches: BatchKeyingReader;
  readonly directory: Pick<Directory, "tree">;
}

interface CaseFindingsAsked {
  readonly kind: CaseFindingKind;
  readonly limit: number;
}

/**
 * Findings in single cases of a review's batch as they are now: those that somebody let stand, with
 * the reason, by whom and when, or those that nobody has answered. Numbers of identity papers are
 * masked, also where a reason quotes them. `total` counts all of the kind; `recordIds` are the
 * records of the findings in the answer. Throws what `caseFindingsRefusals` names.
 */
export const listCaseFindings = async (
  { records, keyedBatches, directory }: CaseFindingsReaders,
  { opened }: Pick<OpenedReview, "opened">,
  { kind, limit }: CaseFindingsAsked,
  reader: Acting,
) => {
  await requireMaySeeFirstKeying({ keyedBatches }, reader, opened.batchId);
  const ofBatch = await listRecordsOfBatch(records, opened.batchId);
  const all = caseFindingsOf(ofBatch, placesKnownBy(directory.tree().units), kind);
  const asked = all.slice(0, limit);
  const maskOf = createQuotationMasks(ofBatch);
  const findings = asked.map(({ recordId, finding, answer, ...one }) => {
    const mask = maskOf([recordId]);
    return {
      ...one,
      recordId,
      finding: maskFinding(finding, mask),
      answer: answer && { ...answer, reason: mask(answer.reason) },
    };
  });
  return { total: all.length, findings, recordIds: [...new Set(findings.map(({ recordId }) => recordId))] };
};
