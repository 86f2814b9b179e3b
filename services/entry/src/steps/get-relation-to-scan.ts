import type { RelationToCase } from "@sogoc/access";
import { everyDocument } from "@sogoc/core";
import { holdsCase } from "@sogoc/registers";
import type { BatchReader } from "../read-models/batches.ts";
import type { ScanView } from "../read-models/scans.ts";

/**
 * What somebody has to do with the cases that a scan shows: those of every batch of its book where
 * it shows no single one.
 */
export const getRelationToScan = async (
  batches: BatchReader,
  { bookId, number, sortNumber }: ScanView,
  account: string,
): Promise<RelationToCase> => {
  const ofBook = await everyDocument(batches, { where: { bookId } });
  const shown = ofBook.filter(
    (batch) => batch.status !== "withdrawn" && (number === undefined || holdsCase(batch, sortNumber, number)),
  );
  return {
    isMaker: shown.some(({ assignedTo, firstKeyer, secondKeyers }) =>
      [assignedTo, firstKeyer?.accountId, ...secondKeyers].includes(account),
    ),
    isUnderReview: shown.some(({ status }) => status === "submitted"),
  };
};
