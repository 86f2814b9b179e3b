import { findRefusal, type Refusal } from "@sogoc/access";
import { CommandRejected, vietnamDay } from "@sogoc/core";
import { actingOf, type HttpPorts, type OfRequest, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { BatchReader } from "../../read-models/batches.ts";
import type { SentImport } from "../../steps/load-import.ts";
import { requireNotSecondKeyer } from "../../steps/require-not-second-keyer.ts";

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

/**
 * Throws unless this person is a book-keeper of the unit: nobody else has an import open batches.
 */
export const requireBookKeeper = (http: HttpPorts, request: FastifyRequest, unitId: string): void => {
  const refusal = bookKeeperRefusal(http, request, unitId);
  if (refusal) throw new CommandRejected(refusal);
};

/**
 * Throws `work-of-another` or `blind-keying`: the rows are somebody's keying, and another clerk may
 * be about to key the same cases a second time.
 */
export const requireMaySeeImport =
  (
    dependencies: Pick<ImportPermissionDependencies, "http" | "batches">,
    loadImportInPath: OfRequest<SentImport>,
  ) =>
  async (request: FastifyRequest): Promise<void> => {
    const { unitId, preparedBy } = await loadImportInPath(request);
    if (preparedBy === principalOf(request).account) return;
    if (bookKeeperRefusal(dependencies.http, request, unitId)) throw new CommandRejected("work-of-another");
    // A workbook may hold the first keying of any batch of its unit.
    await requireNotSecondKeyer(dependencies.batches, actingOf(request, dependencies.http), { unitId });
  };
