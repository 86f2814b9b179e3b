import { everyDocument } from "@sogoc/core";
import { byNumber, type RecordReader, type RecordView } from "../read-models/records.ts";

const ofStatus =
  (status: RecordView["status"]) =>
  (records: RecordReader, batchId: string): Promise<readonly RecordView[]> =>
    everyDocument(records, { where: { batchId, status }, orderBy: byNumber });

/** All records of a batch that were not voided, by number. */
export const listRecordsOfBatch = ofStatus("entered");

/** The records of a batch that were voided and not keyed again under their number. */
export const listVoidedOfBatch = ofStatus("voided");
