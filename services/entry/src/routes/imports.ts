import {
  actingOf,
  CommandHeaders,
  commandContext,
  type HttpPorts,
  Id,
  QueryFlag,
  type ServiceApp,
  withUpload,
} from "@sogoc/http";
import { z } from "zod";
import { runInBackground } from "../imports/run-in-background.ts";
import { importers } from "../imports/write-import.ts";
import type { BatchReader } from "../read-models/batches.ts";
import { giveBackAfter, type UploadQuota } from "../steps/create-upload-quota.ts";
import { requireNotSecondKeyer } from "../steps/require-not-second-keyer.ts";
import { admitWorkbook, admitWorkbookRefusals } from "../use-cases/admit-workbook.ts";
import { type PrepareImportDependencies, prepareImport } from "../use-cases/prepare-import.ts";
import { type ImportDecisionDependencies, importDecisionRoutes } from "./import-decision.ts";
import { importInPath } from "./import-in-path.ts";
import { type ImportPreviewRoutesDependencies, importPreviewRoutes } from "./import-preview.ts";
import { announcedBytes, queryText } from "./named-in-request.ts";
import { requireBookKeeper } from "./permissions/imports.ts";
import { RecordTypeCode } from "./shapes.ts";

const MAX_WORKBOOK = 512 * 1024 ** 2;

/** What the route needs that receives a workbook. */
interface SendWorkbookDependencies {
  readonly http: HttpPorts;
  readonly batches: BatchReader;
  readonly quota: UploadQuota;
}

const sending = (
  app: ServiceApp,
  dependencies: SendWorkbookDependencies,
  prepare: PrepareImportDependencies,
): void => {
  const { http, quota } = dependencies;
  app.post(
    "/imports",
    {
      bodyLimit: MAX_WORKBOOK,
      config: {
        permission: { roles: importers, startsWork: true, area: queryText("unitId") },
        refusals: [...admitWorkbookRefusals, "blind-keying", "quota-exceeded"],
      },
      schema: {
        tags: ["imports"],
        summary: "Gửi tệp nhập liệu để xem trước / Upload a workbook for a preview",
        consumes: ["multipart/form-data"],
        headers: CommandHeaders,
        querystring: z.object({
          unitId: Id,
          recordType: RecordTypeCode,
          openBatches: QueryFlag.optional().describe(
            "Open a batch for each book that has none (book-keepers).",
          ),
        }),
        response: { 202: z.object({ importId: z.string() }) },
      },
    },
    async (request, reply) => {
      const { unitId, recordType, openBatches = false } = request.query;
      const requireMaySend = async () => {
        if (openBatches) requireBookKeeper(http, request, unitId);
        // A preview shows which rows are the same as what was keyed, also to the sender.
        await requireNotSecondKeyer(dependencies.batches, actingOf(request, http), { unitId });
      };
      await requireMaySend();
      const share = await quota.openShare(unitId, announcedBytes(request));
      const limits = { maxBytes: MAX_WORKBOOK, onReceived: share.reserve };
      const run = runInBackground(prepare.jobs, request.log);
      const begun = admitWorkbook(prepare, commandContext(request, http)).then(() =>
        withUpload(request, http, limits, async (received) => {
          await requireMaySend();
          const workbook = { unitId, recordType, mayOpenBatches: openBatches, received };
          return prepareImport(prepare, workbook, run, commandContext(request, http));
        }),
      );
      giveBackAfter(
        share,
        begun.then(({ read }) => read),
      );
      const { importId, isNew } = await begun;
      if (isNew) reply.header("location", `/api/entry/v1/imports/${importId}`);
      return reply.code(202).send({ importId });
    },
  );
};

/** What each group of routes needs. */
interface ImportRoutesDependencies {
  readonly prepare: PrepareImportDependencies;
  readonly preview: ImportPreviewRoutesDependencies;
  readonly decision: ImportDecisionDependencies;
}

/** Workbooks: sent for a preview, shown, then written or dropped. */
export const importRoutes = (
  app: ServiceApp,
  dependencies: SendWorkbookDependencies,
  { prepare, preview, decision }: ImportRoutesDependencies,
): void => {
  const { http, batches } = dependencies;
  const inPath = importInPath({ http, batches, commands: prepare.commands, jobs: prepare.jobs });
  sending(app, dependencies, prepare);
  importPreviewRoutes(app, preview, inPath);
  importDecisionRoutes(app, http, decision, inPath);
};
