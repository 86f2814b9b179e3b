import type { Directory } from "@sogoc/access";
import { createYielding, type Page, type PageAsked, type WhereOf } from "@sogoc/core";
import { byNumber, type RecordReader, type RecordView } from "../read-models/records.ts";
import { createRecordJudge, type RecordWithFindings } from "../steps/create-record-judge.ts";

interface ListRecordsDependencies {
  readonly records: RecordReader;
  readonly directory: Pick<Directory, "tree">;
}

interface RecordsAsked extends PageAsked {
  readonly batchId: string;
  /** Only those with marks that nobody has corrected. */
  readonly marked?: boolean | undefined;
  /** Only those with findings that nobody has answered, and no voided ones. */
  readonly unanswered?: boolean | undefined;
  /** From the highest number down. */
  readonly last?: boolean | undefined;
}

/**
 * Judges a page in portions, so that the process serves others meanwhile: a page may be a whole
 * batch.
 */
const judgePage = async (
  items: readonly RecordView[],
  judge: (record: RecordView) => RecordWithFindings,
): Promise<readonly RecordWithFindings[]> => {
  const yieldNow = createYielding();
  const judged: RecordWithFindings[] = [];
  for (const record of items) {
    await yieldNow();
    judged.push(judge(record));
  }
  return judged;
};

/**
 * Records of a batch by their numbers, voided ones too, with what the rules find in each now. A
 * page of those with unanswered findings may contain fewer than asked for although more follow.
 */
export const listRecords = async (
  { records, directory }: ListRecordsDependencies,
  { batchId, marked, unanswered, last, limit, after }: RecordsAsked,
): Promise<Page<RecordWithFindings>> => {
  const judge = createRecordJudge(directory);
  const status = unanswered ? "entered" : undefined;
  const where = { batchId, marked: marked ? 1 : undefined, status } satisfies WhereOf<typeof records>;
  const orderBy = byNumber.map(({ column }) => ({ column, descending: last ?? false }));
  for (let from = after; ; ) {
    const page = await records.query({ where, orderBy, limit, after: from });
    const judged = await judgePage(page.items, judge);
    const items = unanswered ? judged.filter(({ unansweredCount }) => unansweredCount > 0) : judged;
    if (items.length > 0 || page.next === undefined) return { ...page, items };
    from = page.next;
  }
};
