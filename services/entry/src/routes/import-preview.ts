import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Blobs, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import {
  createEventStreams,
  type HttpPorts,
  inShape,
  logFileReadingOf,
  principalOf,
  readingContext,
  type ServiceApp,
  tagged,
  withTemporaryFolder,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { digestOfPreview } from "../domain/import.ts";
import { StoredPreview } from "../imports/stored-preview.ts";
import { followImport } from "../use-cases/follow-import.ts";
import { type GetImportProgressDependencies, getImportProgress } from "../use-cases/get-import-progress.ts";
import { showImportPreview, showPreviewRefusals } from "../use-cases/show-import-preview.ts";
import {
  errorReportRefusals,
  type WriteErrorReportDependencies,
  writeErrorReport,
} from "../use-cases/write-error-report.ts";
import {
  type ImportInPath,
  ImportParams,
  ImportShape,
  importInPathRefusals,
  preparedImportRefusals,
} from "./import-in-path.ts";

export interface ImportPreviewRoutesDependencies
  extends GetImportProgressDependencies,
    WriteErrorReportDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly blobs: Pick<Blobs, "read">;
}

const Preview = StoredPreview.omit({ notGood: true }).extend({
  digest: z.string().describe("Of the file and of all that is shown here; an import is confirmed by it."),
  recordType: z.string().describe("Whose columns the codes of the fields are."),
});

/**
 * Records who reads rows that somebody else has sent: they are persons' data, though in no book
 * yet.
 */
const logImportReading = async (
  { http, commands }: Pick<ImportPreviewRoutesDependencies, "http" | "commands">,
  request: FastifyRequest,
  { importId: fileId, unitId, preparedBy }: DataOf<"ImportPrepared">,
): Promise<void> => {
  if (preparedBy === principalOf(request).account) return;
  const file = { file: "import", fileId, unitId, purpose: "checking" } as const;
  await logFileReadingOf(request, http, commands, file);
};

const progressRoutes = (
  app: ServiceApp,
  dependencies: GetImportProgressDependencies & Pick<ImportPreviewRoutesDependencies, "http">,
  inPath: ImportInPath,
): void => {
  const { permission, requireMaySeeImport: preHandler } = inPath;
  const refusals = importInPathRefusals;
  const openStream = createEventStreams(app, dependencies.http);
  app.get(
    "/imports/:importId",
    {
      config: { permission, refusals },
      preHandler,
      schema: {
        tags: ["imports"],
        summary: "Tiến độ nhập tệp / Progress of an import",
        params: ImportParams,
        response: { 200: ImportShape },
      },
    },
    async (request, reply) => {
      const progress = await getImportProgress(dependencies, request.params.importId);
      return tagged(reply, inShape(ImportShape, progress));
    },
  );

  app.get(
    "/imports/:importId/progress",
    {
      config: { permission, refusals, answers: "text/event-stream" },
      preHandler,
      schema: { tags: ["imports"], summary: "Tiến độ trực tiếp (SSE) / Live progress", params: ImportParams },
    },
    async (request, reply) => {
      const { importId } = request.params;
      const stream = openStream(request, reply, preHandler);
      const follow = async () => {
        for await (const shown of followImport(dependencies, importId)) {
          if (stream.ended) return;
          stream.tell(inShape(ImportShape, shown));
        }
      };
      follow().then(stream.end, stream.end);
      return reply.send(stream.body);
    },
  );
};

const looking = (
  app: ServiceApp,
  dependencies: ImportPreviewRoutesDependencies,
  inPath: ImportInPath,
): void => {
  const { permission, requireMaySeeImport: preHandler, loadPreparedInPath } = inPath;
  app.get(
    "/imports/:importId/preview",
    {
      config: { permission, refusals: [...preparedImportRefusals, ...showPreviewRefusals] },
      preHandler,
      schema: {
        tags: ["imports"],
        summary: "Xem trước và các lỗi / Preview and problems",
        params: ImportParams,
        response: { 200: Preview },
      },
    },
    async (request) => {
      const prepared = await loadPreparedInPath(request);
      await logImportReading(dependencies, request, prepared);
      const context = readingContext(request, dependencies.http);
      const shown = await showImportPreview(dependencies, prepared, context);
      const { recordType } = prepared;
      return inShape(Preview, { ...shown, recordType, digest: digestOfPreview(prepared) });
    },
  );

  app.get(
    "/imports/:importId/errors.xlsx",
    {
      config: { permission, refusals: [...preparedImportRefusals, ...errorReportRefusals] },
      preHandler,
      schema: {
        tags: ["imports"],
        summary: "Các dòng bị từ chối / The refused rows as a workbook",
        params: ImportParams,
      },
    },
    async (request, reply) => {
      const prepared = await loadPreparedInPath(request);
      await logImportReading(dependencies, request, prepared);
      return withTemporaryFolder(async (folder) => {
        const file = join(folder, "errors.xlsx");
        await writeErrorReport(dependencies, prepared, principalOf(request).account, file);
        return reply
          .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
          .header("content-disposition", 'attachment; filename="loi.xlsx"')
          .send(await readFile(file));
      });
    },
  );
};

/** How far an import is, what it would write, and what of it is refused. */
export const importPreviewRoutes = (
  app: ServiceApp,
  dependencies: ImportPreviewRoutesDependencies,
  inPath: ImportInPath,
): void => {
  progressRoutes(app, dependencies, inPath);
  looking(app, dependencies, inPath);
};
