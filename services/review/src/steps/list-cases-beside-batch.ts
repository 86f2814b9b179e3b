import { everyDocument } from "@sogoc/core";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import { byNumber, type RecordReader, type RecordView } from "../read-models/records.ts";

export interface BookCaseReaders {
  readonly records: RecordReader;
  readonly keyedBatches: BatchKeyingReader;
}

/**
 * The cases of a book that are in other batches, by number. Those of a batch that somebody keys a
 * second time are left out, because findings quote their values.
 */
export const listCasesBesideBatch = async (
  { records, keyedBatches }: BookCaseReaders,
  { bookId, batchId }: { readonly bookId: string; readonly batchId: string },
): Promise<readonly RecordView[]> => {
  const underWay = await everyDocument(keyedBatches, { where: { bookId, underWay: 1 } });
  const keyedAgain = new Set(
    underWay.filter(({ secondKeyers = [] }) => secondKeyers.length > 0).map(({ id }) => id),
  );
  const ofBook = await everyDocument(records, {
    where: { bookId, status: "entered" },
    orderBy: byNumber,
  });
  return ofBook.filter((record) => record.batchId !== batchId && !keyedAgain.has(record.batchId));
};
