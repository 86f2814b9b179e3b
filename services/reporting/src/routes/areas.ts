import { textIn, waitForPosition } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { Dependencies } from "../dependencies.ts";
import { getBook } from "../steps/get-book.ts";
import { getRecord } from "../steps/get-record.ts";

/** Looked up in read models, so that the wait for what the caller has just written comes before. */
type AreaOf = (request: FastifyRequest) => Promise<string>;

export const unitOfRecord =
  (dependencies: Dependencies<"http" | "records">): AreaOf =>
  async (request) => {
    await waitForPosition(request, dependencies.http);
    return (await getRecord(dependencies, textIn(request.params, "recordId"))).unitId;
  };

export const unitOfBook =
  (dependencies: Dependencies<"books" | "http">): AreaOf =>
  async (request) => {
    await waitForPosition(request, dependencies.http);
    return (await getBook(dependencies, textIn(request.params, "bookId"))).details.unitId;
  };

export const unitOfBookInBody =
  (dependencies: Dependencies<"books" | "http">): AreaOf =>
  async (request) => {
    await waitForPosition(request, dependencies.http);
    return (await getBook(dependencies, textIn(request.body, "bookId"))).details.unitId;
  };
