import { createReadStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findRefusal } from "@sogoc/access";
import { type CommandContext, CommandRejected, everyDocument, uuidFrom } from "@sogoc/core";
import { type DataOf, FieldValue } from "@sogoc/events";
import { requireReadingRoom } from "@sogoc/files";
import {
  CommandHeaders,
  commandContext,
  createEventStreams,
  engineRejectionOf,
  framesOf,
  localDay,
  logFileReadingOf,
  principalOf,
  QueryFlag,
  type ServiceApp,
  withTemporaryFolder,
  withUpload,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type ImportState, importDecider } from "../domain/import.ts";
import type { EntryParts } from "../entry-parts.ts";
import { writeErrorReport } from "../imports/error-report.ts";
import type { ImportJob } from "../imports/import-jobs.ts";
import { prepareImport } from "../imports/prepare-import.ts";
import { writeImport } from "../imports/write-import.ts";
import { settleLater, type UploadShare } from "../upload-quota.ts";
import { Id, RecordTypeCode } from "./shapes.ts";
import { announcedBytes, queryText } from "./subjects.ts";

const MAX_WORKBOOK = 512 * 1024 ** 2;
const WAIT_MS = 10_000;
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

export const importRoutes = (app: ServiceApp, parts: EntryParts): void => {
  const openStream = createEventStreams(app, parts.http);
  const { commands, directory } = parts.runtime;

  const load = async (importId: string): Promise<ImportState> =>
    (await commands.load(importDecider, importId)).state;

  /** Progress from the running job, or, after a restart, from what the import's events say. */
  const progressOf = async (importId: string): Promise<z.infer<typeof ImportShape>> => {
    const job = parts.jobs.find(importId);
    if (job) {
      const { done, total } = job.progress;
      const percent = total === null ? null : total === 0 ? 100 : Math.floor((done / total) * 100);
      return { importId, ...job.progress, percent };
    }
    const { status, prepared } = await load(importId);
    if (!prepared) throw new CommandRejected("import-unknown");
    const { rows, good, refused, unchanged } = prepared;
    const phase = status === "confirmed" ? "interrupted" : status === "none" ? "failed" : status;
    const written = (await parts.uploads.find(importId))?.written ?? 0;
    // What was cut off tells what it has written: every other row waits to be confirmed again.
    const done = phase === "interrupted" ? Math.min(rows, refused + unchanged + written) : rows;
    const percent = rows === 0 ? 100 : Math.floor((done / rows) * 100);
    return { importId, phase, percent, done, total: rows, good, refused, unchanged, written };
  };

  const getPrepared = async (importId: string): Promise<DataOf<"ImportPrepared">> => {
    const { prepared } = await load(importId);
    if (!prepared)
      throw new CommandRejected(parts.jobs.find(importId) ? "import-not-ready" : "import-unknown");
    return prepared;
  };

  const unitOfImport = async (request: FastifyRequest) => {
    const { importId } = request.params as z.infer<typeof ImportParams>;
    return parts.jobs.find(importId)?.unitId ?? (await getPrepared(importId)).unitId;
  };

  const sentOf = async (importId: string) => {
    const { unitId, preparedBy } = await getPrepared(importId);
    return { unitId, startedBy: preparedBy };
  };

  /** Runs on after the answer; what goes wrong is told by the job. */
  const run = (job: ImportJob, request: FastifyRequest, work: () => Promise<void>) => {
    void work().catch((error: unknown) => {
      const rejected = error instanceof CommandRejected ? error : engineRejectionOf(error);
      const [problem] = rejected?.problems ?? [];
      if (!rejected) {
        const kind = error instanceof Error ? error.name : "unknown";
        const stack = error instanceof Error ? framesOf(error) : undefined;
        request.log.error({ kind, stack, importId: job.importId }, "import failed");
      }
      parts.jobs.update(job.importId, {
        phase: "failed",
        failure: rejected?.code ?? "internal",
        failureDetail: problem ? { vi: problem.detail, en: problem.detailEn ?? problem.detail } : undefined,
      });
    });
  };

  /** Reads the workbook behind the answer; its share of the unit's storage is settled with it. */
  const prepare = (
    job: ImportJob,
    request: FastifyRequest,
    options: Parameters<typeof prepareImport>[2] & { readonly share: UploadShare },
  ) =>
    run(job, request, async () => {
      try {
        await parts.runtime.projected(await parts.ports.store.head(), WAIT_MS);
        await prepareImport(parts, job, options);
      } catch (error) {
        // What is refused is not kept.
        if (!(await load(job.importId)).prepared) await parts.ports.blobs.takeBack?.(job.sha256);
        throw error;
      } finally {
        settleLater(options.share);
      }
    });

  const dealerRefusal = (request: FastifyRequest, unitId: string) =>
    findRefusal({
      principal: principalOf(request),
      roles: ["book-keeper"],
      unitId,
      day: localDay(parts.http.clock.now()),
      tree: directory.tree(),
    });

  /**
   * The rows are somebody's keying: another clerk may be the one who keys the same cases a second
   * time.
   */
  const requireOwnOrDealer = async (request: FastifyRequest): Promise<void> => {
    const { importId } = request.params as z.infer<typeof ImportParams>;
    const { unitId, startedBy } = parts.jobs.find(importId) ?? (await sentOf(importId));
    if (startedBy === principalOf(request).account) return;
    if (dealerRefusal(request, unitId)) throw new CommandRejected("work-of-another");
    await requireSighted(request, unitId);
  };

  /**
   * Throws `blind-keying` for whoever keys a batch of the unit a second time: a workbook may hold
   * its first keying, and the preview of one's own says which rows are the same as what was keyed.
   */
  const requireSighted = async (request: FastifyRequest, unitId: string): Promise<void> => {
    const { account } = principalOf(request);
    const keyedAgain = await everyDocument(parts.batches, { where: { unitId, status: "second-keying" } });
    if (keyedAgain.some(({ secondKeyers }) => secondKeyers.includes(account))) {
      throw new CommandRejected("blind-keying");
    }
  };

  /**
   * Somebody else's rows are people's records, though not yet in a book: who looks at them is
   * recorded.
   */
  const logLook = async (request: FastifyRequest, prepared: DataOf<"ImportPrepared">): Promise<void> => {
    const { importId: fileId, unitId, preparedBy } = prepared;
    if (preparedBy === principalOf(request).account) return;
    const file = { file: "import", fileId, unitId, purpose: "checking" } as const;
    await logFileReadingOf(request, parts.http, commands, file);
  };

  const requireDealer = (request: FastifyRequest, unitId: string) => {
    const refusal = dealerRefusal(request, unitId);
    if (refusal) throw new CommandRejected(refusal);
  };

  app.post(
    "/imports",
    {
      bodyLimit: MAX_WORKBOOK,
      config: {
        permission: { roles: [...importers], area: queryText("unitId") },
        refusals: ["blind-keying", "quota-exceeded"],
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
      if (openBatches) requireDealer(request, unitId);
      await requireSighted(request, unitId);
      const share = await parts.quota.openShare(unitId, announcedBytes(request));
      const limits = { maxBytes: MAX_WORKBOOK, onReceived: share.atLeast };
      const context = commandContext(request, parts.http);
      const importId = uuidFrom("import", context.commandId);
      let job: ImportJob | undefined;
      try {
        requireReadingRoom();
        // Before the file is there: what it is beside its content, such as its unit, the key stands
        // for already.
        await commands.claim(context);
        const known = parts.jobs.find(importId) ?? (await load(importId)).prepared;
        if (known) {
          await withUpload(request, limits, async ({ sha256 }) => {
            if (sha256 !== known.sha256) throw new CommandRejected("command-id-reused");
          });
          return reply.code(202).send({ importId });
        }
        job = await withUpload(request, limits, async ({ file, fileName }) => {
          const { sha256, size } = await parts.ports.blobs.put(createReadStream(file));
          const startedBy = context.actor.account;
          return parts.jobs.start({ importId, unitId, recordType, fileName, sha256, size, startedBy });
        });
      } finally {
        if (!job) settleLater(share);
      }
      prepare(job, request, { openBatches, context, share });
      return reply.code(202).header("location", `/api/entry/v1/imports/${importId}`).send({ importId });
    },
  );

  const ofImport = {
    config: {
      permission: { roles: [...importers], area: unitOfImport },
      refusals: [
        ...(["import-unknown", "import-not-ready", "import-refused"] as const),
        ...(["work-of-another", "blind-keying", "blob-missing"] as const),
      ],
    },
    preHandler: requireOwnOrDealer,
  };

  app.get(
    "/imports/:importId",
    {
      ...ofImport,
      schema: {
        tags: ["imports"],
        summary: "Tiến độ nhập tệp / Progress of an import",
        params: ImportParams,
        response: { 200: ImportShape },
      },
    },
    async (request) => progressOf(request.params.importId),
  );

  app.get(
    "/imports/:importId/progress",
    {
      config: {
        ...ofImport.config,
        answers: "text/event-stream",
      },
      preHandler: ofImport.preHandler,
      schema: { tags: ["imports"], summary: "Tiến độ trực tiếp (SSE) / Live progress", params: ImportParams },
    },
    async (request, reply) => {
      const { importId } = request.params;
      const stream = openStream(request, reply, requireOwnOrDealer);
      const follow = async () => {
        while (!stream.ended) {
          const progress = await progressOf(importId);
          stream.tell(progress);
          if (terminal.has(progress.phase)) return;
          await pause(250);
        }
      };
      follow().then(stream.end, stream.end);
      return reply.send(stream.body);
    },
  );

  app.get(
    "/imports/:importId/preview",
    {
      ...ofImport,
      schema: {
        tags: ["imports"],
        summary: "Xem trước và các lỗi / Preview and problems",
        params: ImportParams,
        response: { 200: Preview },
      },
    },
    async (request) => {
      const prepared = await getPrepared(request.params.importId);
      await logLook(request, prepared);
      const { preview } = prepared;
      const chunks: Uint8Array[] = [];
      for await (const chunk of await parts.ports.blobs.read(preview)) chunks.push(chunk);
      return Preview.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    },
  );

  app.get(
    "/imports/:importId/errors.xlsx",
    {
      ...ofImport,
      schema: {
        tags: ["imports"],
        summary: "Các dòng bị từ chối / The refused rows as a workbook",
        params: ImportParams,
      },
    },
    async (request, reply) => {
      const prepared = await getPrepared(request.params.importId);
      await logLook(request, prepared);
      return withTemporaryFolder(async (folder) => {
        const file = join(folder, "errors.xlsx");
        await writeErrorReport(parts, prepared, principalOf(request).account, file);
        const chunks: Buffer[] = [];
        for await (const chunk of createReadStream(file)) chunks.push(chunk as Buffer);
        return reply
          .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
          .header("content-disposition", 'attachment; filename="loi.xlsx"')
          .send(Buffer.concat(chunks));
      });
    },
  );

  app.post(
    "/imports/:importId/confirm",
    {
      ...ofImport,
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
      const { importId } = request.params;
      const prepared = await getPrepared(importId);
      if (prepared.openBatches) requireDealer(request, prepared.unitId);
      const context: CommandContext = commandContext(request, parts.http);
      const handled = await commands.handle(
        importDecider,
        importId,
        { type: "ConfirmImport", importId, mode: request.body.mode },
        context,
      );
      const running = parts.jobs.find(importId);
      if (running?.progress.phase !== "writing" && !handled.repeated) {
        const { unitId, recordType, fileName, sha256 } = prepared;
        const job =
          running ??
          parts.jobs.start({
            importId,
            unitId,
            recordType,
            fileName,
            sha256,
            size: prepared.size ?? 0,
            startedBy: prepared.preparedBy ?? context.actor.account,
          });
        parts.jobs.update(importId, { phase: "writing", done: 0, total: prepared.rows });
        run(job, request, async () => {
          await parts.runtime.projected(await parts.ports.store.head(), WAIT_MS);
          await writeImport(parts, prepared, request.body.mode, context);
        });
      }
      return reply.code(202).send(await progressOf(importId));
    },
  );

  app.post(
    "/imports/:importId/discard",
    {
      ...ofImport,
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
      await commands.handle(
        importDecider,
        importId,
        { type: "DiscardImport", importId },
        commandContext(request, parts.http),
      );
      parts.preparedRows.drop(importId);
      parts.jobs.update(importId, { phase: "discarded" });
      return { importId };
    },
  );
};
