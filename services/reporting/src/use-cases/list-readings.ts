import { between, type PageAsked } from "@sogoc/core";
import type { Access } from "../access.ts";
import type { HoldsRecord } from "../exports/exported-records.ts";
import { currentEvents } from "../history/record-at.ts";
import type { ExportRow } from "../read-models/exports.ts";
import { getRecord } from "../steps/get-record.ts";

const newestFirst = [{ column: "at", descending: true }] as const;
const SHOWN_BESIDE = 200;

/** The workbooks that the record was imported from. */
const importsOf = async ({ store }: Access<"store">, recordId: string): Promise<readonly string[]> =>
  currentEvents(await store.readStream(`record-${recordId}`)).flatMap((event) =>
    event.type === "RecordEntered" && event.data.importId !== undefined ? [event.data.importId] : [],
  );

/** Who looked at files of a whole book, newest first. */
export const fileReadingsOfBook = (
  { fileReadings }: Access<"fileReadings">,
  bookId: string,
  { limit, after }: PageAsked,
) => fileReadings.query({ where: { bookId }, orderBy: newestFirst, limit, after });

/**
 * Who looked at a record, newest first; beside each page the exports that hold it and the looks at
 * files that it stands in. Throws `record-unknown`.
 */
export const readingsOfRecord = async (
  access: Access<"exports" | "fileReadings" | "readings" | "records" | "store">,
  holdsRecord: HoldsRecord,
  recordId: string,
  { limit, after }: PageAsked,
) => {
  const record = await getRecord(access, recordId);
  const { bookId } = record;
  const beside = { orderBy: newestFirst, limit: SHOWN_BESIDE };
  const page = await access.readings.query({ where: { recordId }, orderBy: newestFirst, limit, after });
  const ofItsBook = await access.exports.query({ where: { bookId }, ...beside });
  const taken: ExportRow[] = [];
  for (const one of ofItsBook.items) if (await holdsRecord(one, record)) taken.push(one);
  const others = new Set(ofItsBook.items.filter((one) => !taken.includes(one)).map(({ id }) => id));
  const ofBook = await access.fileReadings.query({ where: { bookId }, ...beside });
  const fileId = { in: await importsOf(access, recordId) };
  const ofImports = await access.fileReadings.query({ where: { fileId }, ...beside });
  const seen = ofBook.items.filter(({ file, fileId: id }) => file !== "export" || !others.has(id));
  const files = [...seen, ...ofImports.items].sort((a, b) => (a.at < b.at ? 1 : -1));
  return { page, exports: taken, files };
};

/** What one account looked at between two moments, left out = from or to any. */
export interface ReadingsOfAccount extends PageAsked {
  readonly account: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * What one account looked at in an area, newest first. A page may come out shorter than asked for:
 * looks at records elsewhere are another auditor's matter.
 */
export const readingsOfAccount = async (
  access: Access<"readings" | "records">,
  area: readonly string[],
  { account, from, to, limit, after }: ReadingsOfAccount,
) => {
  const where = { account, at: between(from, to) };
  const page = await access.readings.query({ where, orderBy: newestFirst, limit, after });
  const inside = new Set(area);
  const records = await access.records.findMany(page.items.map(({ recordId }) => recordId));
  const items = page.items.filter(({ recordId }) => inside.has(records.get(recordId)?.unitId ?? ""));
  return { ...page, items };
};
