import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Blobs, Clock, CommandHandler, ErrorCode, ReadModelReader } from "@sogoc/core";
import { type DataOf, FieldValue } from "@sogoc/events";
import {
  CommandHeaders,
  commandContext,
  createEventStreams,
  type HttpPorts,
  Id,
  loadedOnce,
  type OfRequest,
  principalOf,
  QueryFlag,
  type ServiceApp,
  withTemporaryFolder,
  withUpload,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { BatchGate } from "../batch-gate.ts";
import type { ImportJobs } from "../imports/import-jobs.ts";
import type { PreparedRows } from "../imports/prepared-rows.ts";
import { runBehind } from "../imports/run-behind.ts";
import type { BatchView } from "../read-models/batches.ts";
import type { BookView } from "../read-models/books.ts";
import type { RecordView } from "../read-models/records.ts";
import type { UploadView } from "../read-models/uploads.ts";
import type { UploadQuota } from "../upload-quota.ts";
import { confirmImport } from "../use-cases/confirm-import.ts";
import { discardImport } from "../use-cases/discard-import.ts";
import { getImportProgress } from "../use-cases/get-import-progress.ts";
import { loadImport, loadPrepared, type SentImport } from "../use-cases/load-import.ts";
import { prepareImport, prepareImportRefusals } from "../use-cases/prepare-import.ts";
import { readImportPreview } from "../use-cases/read-import-preview.ts";
import type { LogProgress } from "../use-cases/require-read-models.ts";
import { writeErrorReport } from "../use-cases/write-error-report.ts";
import { logLook, requireDealer, requireOwnOrDealer, requireSighted } from "./import-access.ts";
import { RecordTypeCode } from "./shapes.ts";
import { announcedBytes, pathText, queryText } from "./subjects.ts";

const MAX_WORKBOOK = 512 * 1024 ** 2;
const importers = ["clerk", "book-keeper"] as const;
const ImportParams = z.object({ importId: Id });

const ImportShape = z.object({
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
});

const Preview = z.object({
  sheet: z.string(),
  dialect: z.string(),
  unknownColumns: z.array(z.string()),
  missingColumns: z.array(z.string()),
  rows: z.array(z.object({ row: z.int(), status: z.string(), fields: z.record(z.string(), FieldValue) })),
  problems: z.array(
    z.object({
      sheet: z.string(),
      row: z.int(),
      field: z.string(),
      value: z.string(),
      rule: z.string(),
      severity: z.enum(["error", "warning"]),
      messageVi: z.string(),
      messageEn: z.string(),
    }),
  ),
  rules: z.record(z.string(), z.int()),
});

const terminal = new Set(["prepared", "interrupted", "finished", "failed", "discarded"]);

interface Access {
  readonly http: HttpPorts;
  readonly clock: Clock;
  readonly commands: CommandHandler;
  readonly gate: BatchGate;
  readonly blobs: Blobs;
  readonly books: ReadModelReader<BookView>;
  readonly batches: ReadModelReader<BatchView>;
  readonly records: ReadModelReader<RecordView>;
  readonly uploads: ReadModelReader<UploadView>;
  readonly jobs: ImportJobs;
  readonly preparedRows: PreparedRows;
  readonly quota: UploadQuota;
  /** Of the read models alone. */
  readonly shown: LogProgress;
}

type ImportOf = OfRequest<SentImport>;

const sending = (app: ServiceApp, access: Access): void => {
  const { http, quota, jobs } = access;
  app.post(
    "/imports",
    {
      bodyLimit: MAX_WORKBOOK,
      config: {
        permission: { roles: importers, area: queryText("unitId") },
        refusals: prepareImportRefusals,
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
      if (openBatches) requireDealer(http, request, unitId);
      await requireSighted(access, request, unitId);
      const share = await quota.openShare(unitId, announcedBytes(request));
      const limits = { maxBytes: MAX_WORKBOOK, onReceived: share.atLeast };
      const { importId, isNew } = await prepareImport(
        access,
        { unitId, recordType, openBatches, share, receive: (work) => withUpload(request, limits, work) },
        runBehind(jobs, request.log),
        commandContext(request, http),
      );
      if (isNew) reply.header("location", `/api/entry/v1/imports/${importId}`);
      return reply.code(202).send({ importId });
    },
  );
};

/** What every route about one import has: whose it is, and what it refuses for that. */
const ofImport = (access: Access, importOf: ImportOf) =>
  ({
    config: {
      permission: {
        roles: importers,
        area: async (request: FastifyRequest) => (await importOf(request)).unitId,
      },
      refusals: ["import-unknown", "work-of-another", "blind-keying"],
    },
    preHandler: requireOwnOrDealer(access, importOf),
  }) as const;

/** The same for a route about an import whose workbook must have been read; some refuse more. */
const preparedConfig = (
  { permission, refusals }: OfImport["config"],
  ...more: readonly ErrorCode[]
): { readonly permission: OfImport["config"]["permission"]; readonly refusals: readonly ErrorCode[] } => ({
  permission,
  refusals: [...refusals, "import-not-ready", ...more],
});

type OfImport = ReturnType<typeof ofImport>;
type PreparedOf = OfRequest<DataOf<"ImportPrepared">>;

const progress = (app: ServiceApp, access: Access, { config, preHandler }: OfImport): void => {
  const openStream = createEventStreams(app, access.http);
  app.get(
    "/imports/:importId",
    {
      config,
      preHandler,
      schema: {
        tags: ["imports"],
        summary: "Tiến độ nhập tệp / Progress of an import",
        params: ImportParams,
        response: { 200: ImportShape },
      },
    },
    async (request) => getImportProgress(access, request.params.importId),
  );

  app.get(
    "/imports/:importId/progress",
    {
      config: {
        permission: config.permission,
        refusals: config.refusals,
        answers: "text/event-stream",
      },
      preHandler,
      schema: { tags: ["imports"], summary: "Tiến độ trực tiếp (SSE) / Live progress", params: ImportParams },
    },
    async (request, reply) => {
      const { importId } = request.params;
      const stream = openStream(request, reply, preHandler);
      const follow = async () => {
        while (!stream.ended) {
          const found = await getImportProgress(access, importId);
          stream.tell(found);
          if (terminal.has(found.phase)) return;
          await pause(250);
        }
      };
      follow().then(stream.end, stream.end);
      return reply.send(stream.body);
    },
  );
};

const looking = (app: ServiceApp, access: Access, ofOne: OfImport, preparedOf: PreparedOf): void => {
  const { config, preHandler } = ofOne;
  app.get(
    "/imports/:importId/preview",
    {
      config: preparedConfig(config, "blob-missing"),
      preHandler,
      schema: {
        tags: ["imports"],
        summary: "Xem trước và các lỗi / Preview and problems",
        params: ImportParams,
        response: { 200: Preview },
      },
    },
    async (request) => {
      const prepared = await preparedOf(request);
      await logLook(access, request, prepared);
      return Preview.parse(await readImportPreview(access.blobs, prepared));
    },
  );

  app.get(
    "/imports/:importId/errors.xlsx",
    {
      config: preparedConfig(config, "blob-missing", "reading-busy", "workbook-refused"),
      preHandler,
      schema: {
        tags: ["imports"],
        summary: "Các dòng bị từ chối / The refused rows as a workbook",
        params: ImportParams,
      },
    },
    async (request, reply) => {
      const prepared = await preparedOf(request);
      await logLook(access, request, prepared);
      return withTemporaryFolder(async (folder) => {
        const file = join(folder, "errors.xlsx");
        await writeErrorReport(access, prepared, principalOf(request).account, file);
        return reply
          .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
          .header("content-disposition", 'attachment; filename="loi.xlsx"')
          .send(await readFile(file));
      });
    },
  );
};

const deciding = (app: ServiceApp, access: Access, ofOne: OfImport, preparedOf: PreparedOf): void => {
  const { http, jobs } = access;
  const { config, preHandler } = ofOne;
  app.post(
    "/imports/:importId/confirm",
    {
      config: preparedConfig(config, "import-refused"),
      preHandler,
      schema: {
        tags: ["imports"],
        summary: "Ghi vào hệ thống / Write the rows",
        headers: CommandHeaders,
        params: ImportParams,
        body: z.strictObject({ mode: z.enum(["all-or-nothing", "good-rows-only"]) }),
        response: { 202: ImportShape },
      },
    },
    async (request, reply) => {
      const prepared = await preparedOf(request);
      if (prepared.openBatches) requireDealer(http, request, prepared.unitId);
      const run = runBehind(jobs, request.log);
      await confirmImport(access, prepared, request.body.mode, run, commandContext(request, http));
      return reply.code(202).send(await getImportProgress(access, prepared.importId));
    },
  );

  app.post(
    "/imports/:importId/discard",
    {
      config: preparedConfig(config),
      preHandler,
      schema: {
        tags: ["imports"],
        summary: "Bỏ tệp này / Discard the import",
        headers: CommandHeaders,
        params: ImportParams,
        response: { 200: z.object({ importId: z.string() }) },
      },
    },
    async (request) => {
      const { importId } = request.params;
      await discardImport(access, importId, commandContext(request, http));
      return { importId };
    },
  );
};

/** Workbooks: sent for a preview, looked at, then written or dropped. */
export const importRoutes = (app: ServiceApp, access: Access): void => {
  const importOf: ImportOf = loadedOnce((request) => loadImport(access, pathText(request, "importId")));
  const preparedOf: PreparedOf = async (request) => {
    const { importId, prepared } = await importOf(request);
    return prepared ?? loadPrepared(access, importId);
  };
  const ofOne = ofImport(access, importOf);
  sending(app, access);
  progress(app, access, ofOne);
  looking(app, access, ofOne, preparedOf);
  deciding(app, access, ofOne, preparedOf);
};
