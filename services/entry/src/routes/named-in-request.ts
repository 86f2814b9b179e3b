import type { CommandHandler } from "@sogoc/core";
import { loadedOnce, type OfRequest, textIn } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { RecordKeys } from "../domain/record-model.ts";
import { type Batch, type LoadBatchDependencies, loadBatch } from "../steps/load-batch.ts";
import { loadBook, type RegisteredBook } from "../steps/load-book.ts";
import { loadRecordKeys } from "../steps/load-record.ts";

export const pathText = (request: FastifyRequest, name: string): string => textIn(request.params, name);

/**
 * Reads a text of the body, such as the unit of a book that does not exist yet, or the id of one
 * that does. Empty where there is none: what is unknown lies in nobody's area.
 */
export const bodyText =
  (name: string) =>
  (request: FastifyRequest): string =>
    textIn(request.body, name);

export const queryText =
  (name: string) =>
  (request: FastifyRequest): string =>
    textIn(request.query, name);

/** Loads the batch named in the path, once a request. Rejects with `batch-unknown`. */
export const batchInPath = (dependencies: LoadBatchDependencies): OfRequest<Batch> =>
  loadedOnce((request) => loadBatch(dependencies, pathText(request, "batchId")));

export const unitOfBatch =
  (loadBatchInPath: OfRequest<Batch>): OfRequest<string> =>
  async (request) =>
    (await loadBatchInPath(request)).opened.unitId;

/** Loads the book named in the path, once a request. Rejects with `book-unknown`. */
export const bookInPath = (commands: Pick<CommandHandler, "load">): OfRequest<RegisteredBook> =>
  loadedOnce((request) => loadBook(commands, pathText(request, "bookId")));

/** Loads the book named in the body, once a request. Rejects with `book-unknown`. */
export const bookInBody = (commands: Pick<CommandHandler, "load">): OfRequest<RegisteredBook> =>
  loadedOnce((request) => loadBook(commands, bodyText("bookId")(request)));

/** Loads the keys of the record in the path, once a request. Rejects with `record-unknown`. */
export const recordInPath = (commands: Pick<CommandHandler, "load">): OfRequest<RecordKeys> =>
  loadedOnce((request) => loadRecordKeys(commands, pathText(request, "recordId")));

/** Bytes of the body, where the request says how many. */
export const announcedBytes = ({ headers }: FastifyRequest): number | undefined =>
  Number(headers["content-length"]) || undefined;
