import { CommandRejected } from "@sogoc/core";
import { principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { BatchRow } from "../read-models/batch-row.ts";
import type { ReportingParts } from "../reporting-parts.ts";

/**
 * Whoever keys a batch a second time sees nothing of the first keying before he is done, whatever
 * else he may.
 */
export const isBlindTo = (batch: BatchRow | undefined, account: string): boolean =>
  batch?.batch?.status === "second-keying" && batch.batch.secondKeyers.includes(account);

/** Throws `blind-keying`. */
export const requireSighted = async (
  parts: ReportingParts,
  request: FastifyRequest,
  batchId: string,
): Promise<void> => {
  const batch = await parts.batches.find(batchId);
  if (isBlindTo(batch, principalOf(request).account)) throw new CommandRejected("blind-keying");
};

/** The same for a whole book. */
export const requireSightedInBook = async (
  parts: ReportingParts,
  request: FastifyRequest,
  bookId: string,
): Promise<void> => {
  const { account } = principalOf(request);
  const { items } = await parts.batches.query({ where: { bookId, state: "second-keying" }, limit: 1_000 });
  if (items.some((batch) => isBlindTo(batch, account))) throw new CommandRejected("blind-keying");
};
