import { Sha256 } from "@sogoc/events";
import { commandRoute, type HttpPorts, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { runBehind } from "../imports/run-behind.ts";
import { requireBookKeeper } from "../permissions/imports.ts";
import {
  type ConfirmImportAccess,
  confirmImport,
  confirmImportRefusals,
} from "../use-cases/confirm-import.ts";
import {
  type DiscardImportAccess,
  discardImport,
  discardImportRefusals,
} from "../use-cases/discard-import.ts";
import { getImportProgress, type ImportProgressAccess } from "../use-cases/get-import-progress.ts";
import { type ImportInPath, ImportParams, ImportShape, preparedImportRefusals } from "./import-in-path.ts";

export interface ImportDecisionAccess extends ConfirmImportAccess, DiscardImportAccess, ImportProgressAccess {
  readonly http: HttpPorts;
  readonly commands: ConfirmImportAccess["commands"];
  readonly jobs: ConfirmImportAccess["jobs"];
  readonly preparedRows: ConfirmImportAccess["preparedRows"] & DiscardImportAccess["preparedRows"];
}

const confirming = (app: ServiceApp, access: ImportDecisionAccess, subject: ImportInPath): void => {
  commandRoute(app, access.http, "/imports/:importId/confirm", {
    permission: subject.permission,
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
      await subject.requireMaySeeImport(request);
      const prepared = await subject.preparedOf(request);
      if (prepared.openBatches) requireBookKeeper(access.http, request, prepared.unitId);
      const run = runBehind(access.jobs, request.log);
      const handled = await confirmImport(access, prepared, body, run, context);
      return { handled, content: await getImportProgress(access, prepared.importId) };
    },
  });
};

const discarding = (app: ServiceApp, access: ImportDecisionAccess, subject: ImportInPath): void => {
  commandRoute(app, access.http, "/imports/:importId/discard", {
    permission: subject.permission,
    refusals: [...preparedImportRefusals, ...discardImportRefusals],
    tag: "imports",
    summary: "Bỏ tệp này / Discard the import",
    params: ImportParams,
    answer: z.object({ importId: z.string() }),
    run: async ({ params: { importId }, request }, context) => {
      await subject.requireMaySeeImport(request);
      return { handled: await discardImport(access, importId, context), content: { importId } };
    },
  });
};

/** A prepared import is written, or dropped. */
export const importDecisionRoutes = (
  app: ServiceApp,
  access: ImportDecisionAccess,
  subject: ImportInPath,
): void => {
  confirming(app, access, subject);
  discarding(app, access, subject);
};
