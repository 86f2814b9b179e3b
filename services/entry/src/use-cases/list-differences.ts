import type { ErrorCode, PageAsked } from "@sogoc/core";
import { differenceKind } from "@sogoc/registers";
import { requireArbiter } from "../domain/batch.ts";
import { byNumber, type RecordReader, type RecordView } from "../read-models/records.ts";
import type { Batch } from "../steps/load-batch.ts";

export const listDifferencesRefusals = [
  "batch-unknown",
  "keyed-by-yourself",
  "no-arbitration",
] as const satisfies readonly ErrorCode[];

const differencesOf = ({ id: recordId, number, scanId, fields, second, revision }: RecordView) =>
  (second?.undecided ?? []).map((field) => {
    const [one, other] = [fields[field], second?.fields[field]];
    const kind = differenceKind(one, other);
    return { recordId, revision, number, scanId, field, kind, first: one, second: other };
  });

/**
 * The undecided differences of a batch, with the `records` that the page shows. Throws what
 * `listDifferencesRefusals` names.
 */
export const listDifferences = async (
  model: RecordReader,
  { state, opened: { batchId } }: Pick<Batch, "state" | "opened">,
  { limit, after }: PageAsked,
  account: string,
) => {
  requireArbiter(state, account);
  const { items: records, next } = await model.query({
    where: { batchId, status: "entered", differs: 1 },
    orderBy: byNumber,
    limit,
    after,
  });
  return { records, items: records.flatMap(differencesOf), next };
};
