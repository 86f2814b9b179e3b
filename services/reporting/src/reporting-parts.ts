import { CommandRejected, type ReadModel, type ServicePorts } from "@sogoc/core";
import type { HttpPorts, ServiceRuntime } from "@sogoc/http";
import type { ExportJobs } from "./exports/export-jobs.ts";
import type { BatchRow } from "./read-models/batch-row.ts";
import type { BookPart, BookRow } from "./read-models/book-row.ts";
import type { CheckRow } from "./read-models/checks.ts";
import type { ClerkDayRow } from "./read-models/clerks.ts";
import type { CorrectionRow } from "./read-models/corrections.ts";
import type { DayRow } from "./read-models/days.ts";
import type { ExportRow } from "./read-models/exports.ts";
import type { FieldLengthsRow } from "./read-models/field-lengths.ts";
import type { FileReadingRow } from "./read-models/file-readings.ts";
import type { HandoverRow } from "./read-models/handovers.ts";
import type { LotRow } from "./read-models/lots.ts";
import type { PaceRow } from "./read-models/paces.ts";
import type { ReadingRow } from "./read-models/readings.ts";
import type { RecordRow } from "./read-models/records.ts";
import type { ScanRow } from "./read-models/scans.ts";
import type { SecondKeyingRow } from "./read-models/second-keyings.ts";

/** Everything the reporting routes and exports work with. */
export interface ReportingParts {
  readonly ports: ServicePorts;
  readonly http: HttpPorts;
  readonly runtime: ServiceRuntime;
  readonly jobs: ExportJobs;
  readonly records: ReadModel<RecordRow>;
  readonly books: ReadModel<BookRow>;
  readonly batches: ReadModel<BatchRow>;
  readonly days: ReadModel<DayRow>;
  readonly clerks: ReadModel<ClerkDayRow>;
  readonly checks: ReadModel<CheckRow>;
  readonly readings: ReadModel<ReadingRow>;
  readonly fileReadings: ReadModel<FileReadingRow>;
  readonly exports: ReadModel<ExportRow>;
  readonly scans: ReadModel<ScanRow>;
  readonly corrections: ReadModel<CorrectionRow>;
  readonly secondKeyings: ReadModel<SecondKeyingRow>;
  readonly lots: ReadModel<LotRow>;
  readonly handovers: ReadModel<HandoverRow>;
  readonly fieldLengths: ReadModel<FieldLengthsRow>;
  readonly paces: ReadModel<PaceRow>;
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
