import { z } from "zod";
import planned from "../data/planned-record-types.json" with { type: "json" };
import { readRecordTypes } from "./record-type-files.ts";
import type { RecordType } from "./record-type-schema.ts";

/** The book types whose columns are known, in the ministry's order: one file of the folder each. */
export const recordTypes: readonly RecordType[] = readRecordTypes(
  new URL("../data/record-types/", import.meta.url),
);

const byCode = new Map(recordTypes.map((recordType) => [recordType.code, recordType]));

/**
 * A code that the data knows, such as `KS`. A plain string, so that a further book type is data
 * only.
 */
export const RecordTypeCode = z.string().refine((code) => byCode.has(code), {
  error: "Loại sổ không có trong danh mục / unknown book type",
});
export type RecordTypeCode = z.infer<typeof RecordTypeCode>;

export const findRecordType = (code: string): RecordType | undefined => byCode.get(code);

/** Throws `RangeError` for a code that the data does not have. */
export const getRecordType = (code: string): RecordType => {
  const recordType = byCode.get(code);
  if (recordType === undefined) throw new RangeError(`Unknown record type ${code}`);
  return recordType;
};

/** A book that exists in law but whose columns are not known. */
const PlannedRecordType = z.strictObject({
  name_vi: z.string(),
  name_en: z.string(),
  filePrefixGuess: z.string().nullable(),
  note: z.string(),
});

/** Books to come: each becomes a record type once its sheet is known. */
export const plannedRecordTypes: readonly z.infer<typeof PlannedRecordType>[] = z
  .array(PlannedRecordType)
  .parse(planned);
