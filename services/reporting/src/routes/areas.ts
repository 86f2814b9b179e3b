import type { FastifyRequest } from "fastify";
import { getBookRow, getRecordRow, type ReportingParts } from "../reporting-parts.ts";

type AreaOf = (request: FastifyRequest) => Promise<string>;

const text = (holder: unknown, name: string): string => {
  const value = ((holder ?? {}) as Record<string, unknown>)[name];
  return typeof value === "string" ? value : "";
};

export const unitOfRecord =
  (parts: ReportingParts): AreaOf =>
  async (request) =>
    (await getRecordRow(parts, text(request.params, "recordId"))).unitId;

export const unitOfBook =
  (parts: ReportingParts): AreaOf =>
  async (request) =>
    (await getBookRow(parts, text(request.params, "bookId"))).book.unitId;

export const unitOfBookInBody =
  (parts: ReportingParts): AreaOf =>
  async (request) =>
    (await getBookRow(parts, text(request.body, "bookId"))).book.unitId;
