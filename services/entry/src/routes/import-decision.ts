import { Sha256 } from "@sogoc/events";
import { commandRoute, type HttpPorts, inShape, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { runInBackground } from "../imports/run-in-background.ts";
import {
  type ConfirmImportDependencies,
  confirmImport,
  confirmImportRefusals,
} from "../use-cases/confirm-import.ts";
import {
  type DiscardImportDependencies,
  discardImport,
  discardImportRefusals,
} from "../use-cases/discard-import.ts";
import { type GetImportProgressDependencies, getImportProgress } from "../use-cases/get-import-progress.ts";
import { type ImportInPath, ImportParams, ImportShape, preparedImportRefusals } from "./import-in-path.ts";
import { requireBookKeeper } from "./permissions/imports.ts";

/** What the routes need that confirm or discard an import, and show its progress. */
export interface ImportDecisionDependencies {
  readonly confirm: ConfirmImportDependencies;
  readonly discard: DiscardImportDependencies;
  readonly progress: GetImportProgressDependencies;
}

const confirming = (
  app: ServiceApp,
  http: HttpPorts,
  { confirm, progress }: ImportDecisionDependencies,
  inPath: ImportInPath,
): void => {
  commandRoute(app, http, "/imports/:importId/confirm", {
    permission: inPath.permission,
    needsIfMatch: true,
    refusals: [...preparedImportRefusals, ...confirmImportRefusals],
    tag: "imports",
    summary: "Ghi vào hệ thống / Write the rows",
    params: ImportParams,
    body: z.strictObject({
      mode: z.enum(["all-or-nothing", "good-rows-only"]),
      restoredRowsSeen: z
        .literal(true)
        .optional()
        .describe("What the preview's `secondSheet` shows was looked at and is to be taken."),
      digest: Sha256.optional().describe(
        "`digest` of the preview that was looked at: any other file or preview is refused.",
      ),
    }),
    answer: ImportShape,
    status: 202,
    run: async ({ body, request }, context) => {
      await inPath.requireMaySeeImport(request);
      const prepared = await inPath.loadPreparedInPath(request);
      if (prepared.openBatches) requireBookKeeper(http, request, prepared.unitId);
      const run = runInBackground(confirm.jobs, request.log);
      const handled = await confirmImport(confirm, prepared, body, run, context);
      const shown = await getImportProgress(progress, prepared.importId);
      return { handled, content: inShape(ImportShape, shown) };
    },
  });
};

const discarding = (
  app: ServiceApp,
  http: HttpPorts,
  { discard }: ImportDecisionDependencies,
  inPath: ImportInPath,
): void => {
  commandRoute(app, http, "/imports/:importId/discard", {
    permission: inPath.permission,
    needsIfMatch: true,
    refusals: [...preparedImportRefusals, ...discardImportRefusals],
    tag: "imports",
    summary: "Bỏ tệp này / Discard the import",
    params: ImportParams,
    answer: z.object({ importId: z.string() }),
    run: async ({ params: { importId }, request }, context) => {
      await inPath.requireMaySeeImport(request);
      return { handled: await discardImport(discard, importId, context), content: { importId } };
    },
  });
};

/** A prepared import is written, or dropped. */
export const importDecisionRoutes = (
  app: ServiceApp,
  http: HttpPorts,
  decision: ImportDecisionDependencies,
  inPath: ImportInPath,
): void => {
  confirming(app, http, decision, inPath);
  discarding(app, http, decision, inPath);
};
