import { textIn, waitForPosition } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { Access } from "../access.ts";
import { getBook } from "../steps/get-book.ts";
import { getRecord } from "../steps/get-record.ts";

/** Looked up in read models, so that the wait for what the caller has just written comes before. */
type AreaOf = (request: FastifyRequest) => Promise<string>;

export const unitOfRecord =
  (access: Access<"http" | "records">): AreaOf =>
  async (request) => {
    await waitForPosition(request, access.http);
    return (await getRecord(access, textIn(request.params, "recordId"))).unitId;
  };

export const unitOfBook =
  (access: Access<"books" | "http">): AreaOf =>
  async (request) => {
    await waitForPosition(request, access.http);
    return (await getBook(access, textIn(request.params, "bookId"))).book.unitId;
  };

export const unitOfBookInBody =
  (access: Access<"books" | "http">): AreaOf =>
  async (request) => {
    await waitForPosition(request, access.http);
    return (await getBook(access, textIn(request.body, "bookId"))).book.unitId;
  };
