import type { BatchView } from "../read-models/batches.ts";
import { bookNumberKey, type UploadReader } from "../read-models/uploads.ts";

/**
 * Returns, by batch that waits for its second keying, who is known to be refused it: who ended the
 * first keying, and who sent a workbook with cases of the batch, of its book or of a book of the
 * same number. Who had the first keying before that, or has read its cases, is refused only when
 * the batch is assigned to them.
 */
export const listBarredKeyers = async (
  { uploads }: { readonly uploads: UploadReader },
  batches: readonly BatchView[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const waiting = batches.filter(
    ({ status, assignedTo }) => status === "second-keying" && assignedTo === null,
  );
  const uploadIdsOf = ({ id, bookId, unitId, recordType, bookNumber }: BatchView) => [
    id,
    bookId,
    ...(unitId === null ? [] : [bookNumberKey({ unitId, recordType, bookNumber })]),
  ];
  const sent = await uploads.findMany(waiting.flatMap(uploadIdsOf));
  return new Map(
    waiting.map((batch) => [
      batch.id,
      [
        ...(batch.firstKeyer ? [batch.firstKeyer.accountId] : []),
        ...uploadIdsOf(batch).flatMap((id) => sent.get(id)?.sentBy ?? []),
      ],
    ]),
  );
};
