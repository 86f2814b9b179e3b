import type { FastifyRequest } from "fastify";
import { type EntryParts, getBatch, getBook } from "../entry-parts.ts";

type AreaOf = (request: FastifyRequest) => string | Promise<string>;

const param = (request: FastifyRequest, name: string): string => {
  const value = (request.params as Record<string, unknown>)[name];
  return typeof value === "string" ? value : "";
};

/**
 * A unit named in the body: for things that do not exist yet. An unknown unit lies in nobody's
 * area.
 */
export const bodyText =
  (name: string): AreaOf =>
  (request) => {
    const value = ((request.body ?? {}) as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  };

export const queryText =
  (name: string): AreaOf =>
  (request) => {
    const value = (request.query as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  };

export const unitOfBook =
  (parts: EntryParts): AreaOf =>
  async (request) =>
    (await getBook(parts, param(request, "bookId"))).unitId;

export const unitOfBatch =
  (parts: EntryParts): AreaOf =>
  async (request) =>
    (await getBatch(parts, param(request, "batchId"))).opened.unitId;

export const unitOfBookInBody =
  (parts: EntryParts): AreaOf =>
  async (request) =>
    (await getBook(parts, await bodyText("bookId")(request))).unitId;
