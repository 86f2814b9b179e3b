import type { ErrorCode, PageAsked } from "@sogoc/core";
import { comparedFields, getRecordType } from "@sogoc/registers";
import { requireSecondKeyer } from "../domain/batch.ts";
import { byNumber, type RecordReader } from "../read-models/records.ts";
import { keyingRefusals } from "../steps/key-in-batch.ts";
import type { Batch } from "../steps/load-batch.ts";

export const casesToKeyAgainRefusals = [
  ...keyingRefusals,
  "first-keying-not-finished",
  "second-keying-finished",
] as const satisfies readonly ErrorCode[];

/**
 * The cases of a batch as its second keyer sees them, in the order of their numbers: number, book,
 * scan and what this person has keyed. Which cases there are, with number, book and scan, is what
 * the first keying entered; none of its values is shown. Throws what `casesToKeyAgainRefusals`
 * names.
 */
export const listCasesToKeyAgain = async (
  records: RecordReader,
  { state, opened }: Pick<Batch, "state" | "opened">,
  { limit, after }: PageAsked,
  { account, now }: { readonly account: string; readonly now: string },
) => {
  requireSecondKeyer(state, account, now);
  const page = await records.query({
    where: { batchId: opened.batchId, status: "entered" },
    orderBy: byNumber,
    limit,
    after,
  });
  const items = page.items.map(({ id: recordId, number, bookNumber, scanId, second }) => {
    const ownFields = second?.keyedBy === account ? second.fields : undefined;
    return {
      recordId,
      number,
      bookNumber,
      scanId,
      keyedAgain: ownFields !== undefined,
      fields: ownFields ?? {},
    };
  });
  const fields = [...comparedFields(getRecordType(opened.recordType), opened.policy.keying)];
  return { fields, items, next: page.next };
};
