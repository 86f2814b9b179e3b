import { CommandRejected, type ServicePorts } from "@sogoc/core";
import type { HttpPorts, ServiceRuntime } from "@sogoc/http";
import type { ExportJobs } from "./exports/export-jobs.ts";
import type { BookPart, BookRow } from "./read-models/book-row.ts";
import type { ReportingReadModels } from "./read-models/index.ts";
import type { RecordRow } from "./read-models/records.ts";

/** Everything the reporting routes and exports work with. */
export interface ReportingParts extends ReportingReadModels {
  readonly ports: ServicePorts;
  readonly http: HttpPorts;
  readonly runtime: ServiceRuntime;
  readonly jobs: ExportJobs;
}

/** Throws `record-unknown`. */
export const getRecordRow = async (parts: ReportingParts, recordId: string): Promise<RecordRow> => {
  const row = await parts.records.find(recordId);
  if (!row) throw new CommandRejected("record-unknown");
  return row;
};

export type RegisteredBook = BookRow & { readonly book: BookPart };

/** Throws `book-unknown`, also while only the book's records were heard of. */
export const getBookRow = async (parts: ReportingParts, bookId: string): Promise<RegisteredBook> => {
  const row = await parts.books.find(bookId);
  if (!row?.book) throw new CommandRejected("book-unknown");
  return { ...row, book: row.book };
};
