import { findRefusal, type Refusal } from "@sogoc/access";
import { CommandRejected, everyDocument, everyHandOf, vietnamDay } from "@sogoc/core";
import { actingOf, type HttpPorts, type OfRequest, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { BatchReader } from "../../read-models/batches.ts";
import type { SentImport } from "../../steps/load-import.ts";

interface ImportPermissionDependencies {
  readonly http: HttpPorts;
  readonly batches: BatchReader;
}

const bookKeeperRefusal = (http: HttpPorts, request: FastifyRequest, unitId: string): Refusal | undefined =>
  findRefusal({
    principal: principalOf(request),
    roles: ["book-keeper"],
    unitId,
    day: vietnamDay(http.clock.now()),
    tree: http.directory.tree(),
  });

/** Throws where this person may not open batches in the unit. */
export const requireBookKeeper = (http: HttpPorts, request: FastifyRequest, unitId: string): void => {
  const refusal = bookKeeperRefusal(http, request, unitId);
  if (refusal) throw new CommandRejected(refusal);
};

/**
 * Throws `blind-keying` for whoever keys a batch of the unit a second time, or for an account whose
 * password they had set: a workbook may hold its first keying, and the preview of one's own says
 * which rows are the same as what was keyed.
 */
export const requireNotSecondKeyer = async (
  { batches, http }: Pick<ImportPermissionDependencies, "batches" | "http">,
  request: FastifyRequest,
  unitId: string,
): Promise<void> => {
  const hands = everyHandOf(actingOf(request, http));
  const keyedAgain = await everyDocument(batches, { where: { unitId, status: "second-keying" } });
  if (keyedAgain.some(({ secondKeyers }) => secondKeyers.some((keyer) => hands.includes(keyer)))) {
    throw new CommandRejected("blind-keying");
  }
};

/**
 * The rows are somebody's keying: another clerk may be the one who keys the same cases a second
 * time. Throws `work-of-another` or `blind-keying`.
 */
export const requireMaySeeImport =
  (dependencies: Pick<ImportPermissionDependencies, "http" | "batches">, importOf: OfRequest<SentImport>) =>
  async (request: FastifyRequest): Promise<void> => {
    const { unitId, sentBy } = await importOf(request);
    if (sentBy === principalOf(request).account) return;
    if (bookKeeperRefusal(dependencies.http, request, unitId)) throw new CommandRejected("work-of-another");
    await requireNotSecondKeyer(dependencies, request, unitId);
  };
