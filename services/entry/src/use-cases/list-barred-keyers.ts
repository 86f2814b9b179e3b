import type { BatchView } from "../read-models/batches.ts";
import { numberKey, type UploadTotalsReader } from "../read-models/upload-totals.ts";

/**
 * Who is known not to be assigned the second keying of a batch that waits for it, by batch: who had
 * the first, and who sent its cases. Who has looked at the cases is refused only when the batch is
 * assigned to them.
 */
export const listBarredKeyers = async (
  { uploadTotals }: { readonly uploadTotals: UploadTotalsReader },
  batches: readonly BatchView[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const waiting = batches.filter(
    ({ status, assignedTo }) => status === "second-keying" && assignedTo === null,
  );
  const keysOf = ({ id, bookId, unitId, recordType, bookNumber }: BatchView) => [
    id,
    bookId,
    ...(unitId === null ? [] : [numberKey({ unitId, recordType, bookNumber })]),
  ];
  const sent = await uploadTotals.findMany(waiting.flatMap(keysOf));
  return new Map(
    waiting.map((batch) => [
      batch.id,
      [
        ...(batch.firstKeyer ? [batch.firstKeyer.accountId] : []),
        ...keysOf(batch).flatMap((of) => sent.get(of)?.sentBy ?? []),
      ],
    ]),
  );
};
