import type { Acting, PageAsked } from "@sogoc/core";
import { columnsOfRegister, getRecordType } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import type { BatchStateName } from "../read-models/batch-state.ts";
import { byNumber, type RecordView } from "../read-models/records.ts";
import { withoutHiddenBatches } from "../steps/require-may-see-first-keying.ts";

/** A case with its page, as keyed, and the state of its batch. */
export type PlacedCase = RecordView & {
  readonly page: string;
  readonly batchState: BatchStateName | null;
};

const pageOf = (row: RecordView): string => {
  const { page } = columnsOfRegister(getRecordType(row.recordType));
  const value = page === undefined ? undefined : row.kept[page];
  return value && "raw" in value ? (value.raw ?? "") : "";
};

/** Cases of a book by number, without those that whoever asks must not see yet. */
export const listBookCases = async (
  dependencies: Dependencies<"batches" | "records">,
  bookId: string,
  asker: Acting,
  { limit, after }: PageAsked,
) => {
  const page = await dependencies.records.query({
    where: { bookId, ...(await withoutHiddenBatches(dependencies, asker, { bookId })) },
    orderBy: byNumber,
    limit,
    after,
  });
  const batchOf = await dependencies.batches.findMany([...new Set(page.items.map(({ batchId }) => batchId))]);
  const items = page.items.map(
    (row): PlacedCase => ({ ...row, page: pageOf(row), batchState: batchOf.get(row.batchId)?.state ?? null }),
  );
  return { ...page, items };
};
