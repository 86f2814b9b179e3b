import { type CommandContext, CommandRejected, type ServicePorts, uuidFrom } from "@sogoc/core";
import type { HttpPorts, ServiceRuntime } from "@sogoc/http";
import type { BatchGate } from "./batch-gate.ts";
import { type BatchState, batchDecider } from "./domain/batch.ts";
import { type BookState, bookDecider } from "./domain/book.ts";
import type { ImportJobs } from "./imports/import-jobs.ts";
import type { PreparedRows } from "./imports/prepared-rows.ts";
import type { EntryReadModels } from "./read-models/index.ts";
import type { UploadsUnderWay } from "./upload-quota.ts";

/** Everything the entry routes and imports work with. */
export interface EntryParts extends EntryReadModels {
  readonly ports: ServicePorts;
  readonly http: HttpPorts;
  readonly runtime: ServiceRuntime;
  readonly gate: BatchGate;
  readonly jobs: ImportJobs;
  readonly preparedRows: PreparedRows;
  /** Bytes that the uploaded files of one unit may take; undefined = any. */
  readonly uploadQuota: number | undefined;
  readonly uploadsUnderWay: UploadsUnderWay;
}

export type RegisteredBook = NonNullable<BookState["registered"]>;
export type OpenedBatch = NonNullable<BatchState["opened"]>;

/**
 * Throws `book-unknown`. Read from the stream, so that a book is there the moment it was
 * registered.
 */
export const getBook = async (parts: EntryParts, bookId: string): Promise<RegisteredBook> => {
  const { state } = await parts.runtime.commands.load(bookDecider, bookId);
  if (!state.registered) throw new CommandRejected("book-unknown");
  return state.registered;
};

/** Throws `batch-unknown`. */
export const getBatch = async (
  parts: EntryParts,
  batchId: string,
): Promise<{ readonly state: BatchState; readonly opened: OpenedBatch }> => {
  const { state } = await parts.runtime.commands.load(batchDecider, batchId);
  if (!state.opened) throw new CommandRejected("batch-unknown");
  return { state, opened: state.opened };
};

/** A further command of the same request, with an id of its own that a repetition makes again. */
export const followUp = (context: CommandContext, step: string): CommandContext => {
  const { expectedRevision: _, ...rest } = context;
  return { ...rest, commandId: uuidFrom(context.commandId, step) };
};
