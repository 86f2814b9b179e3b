import { useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query } from "../../api/queries.ts";
import { useImagesAhead } from "../../ui/keying/use-case-images.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";

const BATCH = "/api/entry/v1/batches/{batchId}";

export type DeskBatch = Answer<"get", typeof BATCH>;

/** The batch, the columns of its book, and the scan of the number that stands in the form. */
export const useDeskData = (batchId: string, number: string) => {
  const batch = useQuery(query(BATCH, { path: { batchId } }));
  const type = useRecordType(batch.data?.recordType);
  const scan = useScanOf(batch.data?.bookId, number);
  useImagesAhead(batch.data?.bookId, number);
  return { batch, type, scan };
};
