import { type Finding, placesKnownBy } from "@sogoc/registers";
import { createQuotationMasks, maskFinding } from "../domain/masked-findings.ts";
import { findingsOfBatch } from "../domain/rule-findings.ts";
import type { RuleReaders } from "../steps/count-unanswered-findings.ts";
import { type BookCaseReaders, listCasesBesideBatch } from "../steps/list-cases-beside-batch.ts";
import { listRecordsOfBatch } from "../steps/list-records-of-batch.ts";
import type { OpenedReview } from "../steps/load-review.ts";

const bySeverity: readonly Finding["severity"][] = ["error", "warning", "info"];

/**
 * All findings in a review's batch as it is now, as a part of its book, errors first. `total`
 * counts them all; `recordIds` are the records that the findings in the answer quote, numbers of
 * identity papers masked.
 */
export const listFindings = async (
  { records, keyedBatches, directory }: RuleReaders & BookCaseReaders,
  { opened }: Pick<OpenedReview, "opened">,
  limit: number,
) => {
  const ofBatch = await listRecordsOfBatch(records, opened.batchId);
  const others = await listCasesBesideBatch({ records, keyedBatches }, opened);
  const all = findingsOfBatch(ofBatch, others, placesKnownBy(directory.tree().units)).toSorted(
    (a, b) => bySeverity.indexOf(a.severity) - bySeverity.indexOf(b.severity),
  );
  const maskOf = createQuotationMasks([...ofBatch, ...others]);
  const findings = all.slice(0, limit).map((finding) => maskFinding(finding, maskOf(finding.records)));
  return { total: all.length, findings, recordIds: [...new Set(findings.flatMap((one) => one.records))] };
};
