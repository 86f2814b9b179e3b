import type { DataOf } from "@sogoc/events";
import { type BatchRecords, casesWanted, type EarlierRounds, mayWantMore } from "../domain/beside-sample.ts";
import { type CasesAdded, casesToCheck, noCasesAdded, type ReviewState } from "../domain/review.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import { getEarlierRounds, type RoundReaders } from "./get-earlier-rounds.ts";
import { type EarlierScanReaders, listOvertakenOf } from "./get-earlier-rounds-as-shown.ts";
import { getKeyingOfBatch } from "./get-keying-of-batch.ts";
import { listRecordsOfBatch, listVoidedOfBatch } from "./list-records-of-batch.ts";

export interface AddedReaders extends RoundReaders, EarlierScanReaders {
  readonly keyedBatches: Pick<BatchKeyingReader, "find">;
}

type RoundUnderWay = Pick<
  DataOf<"ReviewOpened">,
  "batchId" | "bookId" | "round" | "sample" | "again" | "fixesOnly"
> &
  Pick<ReviewState, "status">;

const getRecordsInQuestion = async (
  { records, keyedBatches }: AddedReaders,
  { batchId, fixesOnly }: RoundUnderWay,
  earlier: EarlierRounds,
): Promise<BatchRecords> => {
  const keying = await getKeyingOfBatch(keyedBatches, batchId);
  const isAsked = fixesOnly === true || mayWantMore(keying, earlier);
  return {
    keying,
    entered: isAsked ? await listRecordsOfBatch(records, batchId) : [],
    voided: await listVoidedOfBatch(records, batchId),
  };
};

/** Like `listCasesAdded`, where what is left of earlier rounds was read already. */
export const listCasesAddedTo = async (
  readers: AddedReaders,
  review: RoundUnderWay,
  before: EarlierRounds,
): Promise<CasesAdded> => {
  if (review.status !== "open") return noCasesAdded;
  const overtaken = await listOvertakenOf(readers, review.bookId, before);
  const earlier = { ...before, overtaken };
  const records = await getRecordsInQuestion(readers, review, earlier);
  const asked = new Set(casesToCheck(review));
  const recordIds = casesWanted(records, review, earlier).filter((recordId) => !asked.has(recordId));
  return { recordIds, overtaken: new Set(recordIds.filter((recordId) => overtaken.has(recordId))) };
};

/**
 * Cases that an open round has to look at beyond those it was opened with: an earlier version
 * opened it by narrower rules, or another scan shows since then what an earlier round found right.
 * None of a round that is closed. Throws `read-model-behind`.
 */
export const listCasesAdded = async (readers: AddedReaders, review: RoundUnderWay): Promise<CasesAdded> =>
  review.status === "open"
    ? listCasesAddedTo(readers, review, await getEarlierRounds(readers, review))
    : noCasesAdded;
