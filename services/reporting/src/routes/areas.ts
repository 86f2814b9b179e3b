import { waitForPosition } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { getBookRow, getRecordRow, type ReportingParts } from "../reporting-parts.ts";

/** Looked up in read models, so that the wait for what the caller has just written comes before. */
type AreaOf = (request: FastifyRequest) => Promise<string>;

const text = (holder: unknown, name: string): string => {
  const value = ((holder ?? {}) as Record<string, unknown>)[name];
  return typeof value === "string" ? value : "";
};

export const unitOfRecord =
  (parts: ReportingParts): AreaOf =>
  async (request) => {
    await waitForPosition(request, parts.http);
    return (await getRecordRow(parts, text(request.params, "recordId"))).unitId;
  };

export const unitOfBook =
  (parts: ReportingParts): AreaOf =>
  async (request) => {
    await waitForPosition(request, parts.http);
    return (await getBookRow(parts, text(request.params, "bookId"))).book.unitId;
  };

export const unitOfBookInBody =
  (parts: ReportingParts): AreaOf =>
  async (request) => {
    await waitForPosition(request, parts.http);
    return (await getBookRow(parts, text(request.body, "bookId"))).book.unitId;
  };
