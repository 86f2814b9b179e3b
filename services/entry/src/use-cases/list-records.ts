import type { Page, PageAsked } from "@sogoc/core";
import type { RecordReader, RecordView } from "../read-models/records.ts";

interface RecordsAsked extends PageAsked {
  readonly batchId: string;
  /** Only those that a check has marked. */
  readonly marked?: boolean | undefined;
  /** Only those with warnings that nobody has answered. */
  readonly unanswered?: boolean | undefined;
  /** From the highest number down. */
  readonly last?: boolean | undefined;
}

/** Records of a batch by their numbers, voided ones too. */
export const listRecords = (
  records: RecordReader,
  { batchId, marked, unanswered, last, limit, after }: RecordsAsked,
): Promise<Page<RecordView>> =>
  records.query({
    where: { batchId, marked: marked ? 1 : undefined, unanswered: unanswered ? 1 : undefined },
    orderBy: [{ column: "sortNumber", descending: last ?? false }],
    limit,
    after,
  });
