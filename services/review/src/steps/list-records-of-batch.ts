import { everyDocument } from "@sogoc/core";
import type { SubmittedRecord, SubmittedRecordReader } from "../read-models/submitted-records.ts";

const ofStatus =
  (status: SubmittedRecord["status"]) =>
  (records: SubmittedRecordReader, batchId: string): Promise<readonly SubmittedRecord[]> =>
    everyDocument(records, { where: { batchId, status }, orderBy: [{ column: "sortNumber" }] });

/** All records of a batch that were not voided, by number. */
export const listRecordsOfBatch = ofStatus("entered");

/** The records of a batch that were voided and not keyed again under their number. */
export const listVoidedOfBatch = ofStatus("voided");
