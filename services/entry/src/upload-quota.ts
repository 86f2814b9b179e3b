import { CommandRejected, everyDocument } from "@sogoc/core";
import type { FastifyRequest } from "fastify";
import type { EntryParts } from "./entry-parts.ts";

const MEBIBYTE = 2 ** 20;

/** Bytes that a unit's files take. */
export const usedBytes = async (parts: Pick<EntryParts, "uploads">, unitId: string): Promise<number> => {
  const found = await everyDocument(parts.uploads, { where: { unitId } });
  return found.reduce((sum, { bytes }) => sum + bytes, 0);
};

/**
 * Throws `quota-exceeded` where a unit's files and what is about to come would take more than its share. Asked before the upload
 * is received: what is refused then leaves nothing.
 */
export const requireQuota = async (
  parts: Pick<EntryParts, "uploads" | "uploadQuota">,
  unitId: string,
  request: Pick<FastifyRequest, "headers">,
): Promise<void> => {
  const { uploadQuota } = parts;
  if (uploadQuota === undefined) return;
  const coming = Number(request.headers["content-length"] ?? 0);
  const used = await usedBytes(parts, unitId);
  if (used + coming <= uploadQuota) return;
  throw new CommandRejected("quota-exceeded", {
    usedMiB: Math.ceil(used / MEBIBYTE),
    quotaMiB: Math.floor(uploadQuota / MEBIBYTE),
  });
};
