import type { CommandHandler, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type HttpPorts, Id, loadedOnce, type OfRequest } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { ImportJobs } from "../imports/import-jobs.ts";
import { importers } from "../imports/write-import.ts";
import type { BatchReader } from "../read-models/batches.ts";
import { loadImport, loadPrepared, type SentImport } from "../steps/load-import.ts";
import { pathText } from "./named-in-request.ts";
import { requireMaySeeImport } from "./permissions/imports.ts";

export const ImportParams = z.object({ importId: Id });

export const ImportShape = z.object({
  importId: z.string(),
  phase: z.enum(["preparing", "prepared", "writing", "interrupted", "finished", "failed", "discarded"]),
  percent: z.int().min(0).max(100).nullable(),
  done: z.int(),
  total: z.int().nullable(),
  good: z.int(),
  refused: z.int(),
  unchanged: z.int(),
  written: z.int(),
  failure: z.string().optional(),
  failureDetail: z.object({ vi: z.string(), en: z.string() }).optional(),
  revision: z.int(),
});

interface ImportInPathDependencies {
  readonly http: HttpPorts;
  readonly commands: Pick<CommandHandler, "load">;
  readonly batches: BatchReader;
  readonly jobs: Pick<ImportJobs, "find">;
}

/** What every route refuses that is about one import. */
export const importInPathRefusals = [
  "import-unknown",
  "work-of-another",
  "blind-keying",
] as const satisfies readonly ErrorCode[];

/** The same where its workbook must have been read. */
export const preparedImportRefusals = [
  ...importInPathRefusals,
  "import-not-ready",
] as const satisfies readonly ErrorCode[];

/** The import in a path: its permission, who may see it, what was prepared. */
export interface ImportInPath {
  readonly permission: {
    readonly roles: typeof importers;
    readonly area: (request: FastifyRequest) => Promise<string>;
  };
  /** Throws `work-of-another` or `blind-keying`. */
  readonly requireMaySeeImport: (request: FastifyRequest) => Promise<void>;
  /** Throws `import-unknown` or `import-not-ready`. */
  readonly loadPreparedInPath: OfRequest<DataOf<"ImportPrepared">>;
}

export const importInPath = (dependencies: ImportInPathDependencies): ImportInPath => {
  const loadImportInPath: OfRequest<SentImport> = loadedOnce((request) =>
    loadImport(dependencies, pathText(request, "importId")),
  );
  return {
    permission: { roles: importers, area: async (request) => (await loadImportInPath(request)).unitId },
    requireMaySeeImport: requireMaySeeImport(dependencies, loadImportInPath),
    loadPreparedInPath: async (request) => {
      const { importId, prepared } = await loadImportInPath(request);
      return prepared ?? loadPrepared(dependencies, importId);
    },
  };
};
