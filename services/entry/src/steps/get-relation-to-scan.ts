import type { RelationToCase } from "@sogoc/access";
import { everyDocument } from "@sogoc/core";
import { coversCase } from "@sogoc/registers";
import type { BatchReader } from "../read-models/batches.ts";
import type { ScanView } from "../read-models/scans.ts";

/**
 * The relation of somebody to the cases that a scan shows: the case of the scan or, for other
 * scans, those of every batch of the book that is not withdrawn. They have keyed where they have
 * such a batch, ended its first keying or ever had its second; who had it before, or sent a
 * workbook, is not known here.
 */
export const getRelationToScan = async (
  batches: BatchReader,
  { bookId, number, sortNumber }: ScanView,
  account: string,
): Promise<RelationToCase> => {
  const ofBook = await everyDocument(batches, { where: { bookId } });
  const shown = ofBook.filter(
    (batch) =>
      batch.status !== "withdrawn" && (number === undefined || coversCase(batch, sortNumber, number)),
  );
  return {
    hasKeyed: shown.some(({ assignedTo, firstKeyer, secondKeyers }) =>
      [assignedTo, firstKeyer?.accountId, ...secondKeyers].includes(account),
    ),
    isUnderReview: shown.some(({ status }) => status === "submitted"),
  };
};
