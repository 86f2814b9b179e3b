import type { PageAsked } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { HoldsRecord } from "../exports/exported-records.ts";
import { currentEvents } from "../history/record-at.ts";
import type { ExportView } from "../read-models/exports.ts";
import { getRecord } from "../steps/get-record.ts";
import { newestFirst } from "../steps/newest-first.ts";

const SHOWN_BESIDE = 200;

/** The workbooks that the record was imported from. */
const loadImportIds = async (
  { store }: Dependencies<"store">,
  recordId: string,
): Promise<readonly string[]> =>
  currentEvents(await store.readStream(`record-${recordId}`)).flatMap((event) =>
    event.type === "RecordEntered" && event.data.importId !== undefined ? [event.data.importId] : [],
  );

/**
 * Who looked at a record, newest first; beside each page the exports that hold it and the readings
 * of files that hold it. Throws `record-unknown`.
 */
export const listReadingsOfRecord = async (
  dependencies: Dependencies<"exports" | "fileReadings" | "readings" | "records" | "store">,
  holdsRecord: HoldsRecord,
  recordId: string,
  { limit, after }: PageAsked,
) => {
  const record = await getRecord(dependencies, recordId);
  const { bookId } = record;
  const beside = { orderBy: newestFirst, limit: SHOWN_BESIDE };
  const page = await dependencies.readings.query({ where: { recordId }, orderBy: newestFirst, limit, after });
  const ofItsBook = await dependencies.exports.query({ where: { bookId }, ...beside });
  const taken: ExportView[] = [];
  for (const one of ofItsBook.items) if (await holdsRecord(one, record)) taken.push(one);
  const others = new Set(ofItsBook.items.filter((one) => !taken.includes(one)).map(({ id }) => id));
  const ofBook = await dependencies.fileReadings.query({ where: { bookId }, ...beside });
  const fileId = { in: await loadImportIds(dependencies, recordId) };
  const ofImports = await dependencies.fileReadings.query({ where: { fileId }, ...beside });
  const seen = ofBook.items.filter(({ file, fileId: id }) => file !== "export" || !others.has(id));
  const files = [...seen, ...ofImports.items].sort((a, b) => (a.at < b.at ? 1 : -1));
  return { page, exports: taken, files };
};
