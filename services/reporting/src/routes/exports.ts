import { Readable } from "node:stream";
import { type CommandContext, CommandRejected, uuidFrom } from "@sogoc/core";
import {
  CommandHeaders,
  commandContext,
  engineRejectionOf,
  logFileReadingOf,
  type ServiceApp,
} from "@sogoc/http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ExportFiles, ExportJob } from "../exports/export-jobs.ts";
import { loadExportKey, signManifest } from "../exports/export-key.ts";
import { Manifest } from "../exports/manifest.ts";
import { writeExport } from "../exports/write-export.ts";
import { getBookRow, type ReportingParts } from "../reporting-parts.ts";
import { unitOfBookInBody } from "./areas.ts";
import { requireSightedInBook } from "./blind-keying.ts";
import { Id } from "./shapes.ts";

const WAIT_MS = 10_000;
const ExportParams = z.object({ exportId: Id });
const ExportShape = z.object({
  exportId: z.string(),
  bookId: z.string(),
  phase: z.enum(["workbook", "scans", "finished", "failed"]),
  percent: z.int().min(0).max(100).nullable(),
  done: z.int(),
  total: z.int().nullable(),
  failure: z.string().optional(),
});

const ExportBody = z.strictObject({
  bookId: Id,
  recordIds: z
    .array(Id)
    .min(1)
    .max(2_000)
    .optional()
    .describe("A package of corrections: these records of the book and no other."),
});

const downloads = {
  "workbook.xlsx": ["workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  "scans.zip": ["scans", "application/zip"],
  "manifest.json": ["manifest", "application/json; charset=utf-8"],
} as const satisfies Record<string, readonly [keyof ExportFiles, string]>;

const toShape = ({
  exportId,
  bookId,
  phase,
  done,
  total,
  failure,
}: ExportJob): z.infer<typeof ExportShape> => ({
  exportId,
  bookId,
  phase,
  done,
  total,
  percent:
    total === null
      ? null
      : phase === "finished" || total === 0
        ? 100
        : Math.min(99, Math.floor((done / total) * 100)),
  failure,
});

export const exportRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  const { blobs } = parts.ports;

  /**
   * A finished export of another run of this process: its event names the manifest, the manifest
   * the other files.
   */
  const findFinished = async (exportId: string): Promise<ExportJob | undefined> => {
    const row = await parts.exports.find(exportId);
    if (!row) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of await blobs.read(row.manifestSha256)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const { workbook, scans, counts } = Manifest.parse(JSON.parse(bytes.toString("utf8")));
    const steps = 2 * counts.records + counts.scans;
    const { bookId, unitId } = row;
    const files = { workbook, scans, manifest: { sha256: row.manifestSha256, size: bytes.length } };
    return { exportId, bookId, unitId, phase: "finished", done: steps, total: steps, files };
  };

  const getJob = async (exportId: string): Promise<ExportJob> => {
    const here = parts.jobs.find(exportId);
    // What failed here may have been finished by another process.
    const job = here && here.phase !== "failed" ? here : ((await findFinished(exportId)) ?? here);
    if (!job) throw new CommandRejected("export-unknown");
    return job;
  };

  const unitOfExport = async (request: FastifyRequest) =>
    (await getJob((request.params as z.infer<typeof ExportParams>).exportId)).unitId;

  /** Runs on after the answer; what goes wrong is told by the job. */
  const run = (job: ExportJob, request: FastifyRequest, work: () => Promise<void>) => {
    void work().catch((error: unknown) => {
      job.phase = "failed";
      const rejected = error instanceof CommandRejected ? error : engineRejectionOf(error);
      job.failure = rejected?.code ?? "internal";
      const kind = error instanceof Error ? error.name : "unknown";
      request.log.error({ kind, failure: job.failure, exportId: job.exportId }, "export failed");
    });
  };

  const begin = async (
    request: FastifyRequest<{ Body: z.infer<typeof ExportBody> }>,
    exportId: string,
    context: CommandContext,
  ): Promise<ExportJob> => {
    const { bookId, recordIds } = request.body;
    const known = parts.jobs.find(exportId) ?? (await findFinished(exportId));
    if (known && known.bookId !== bookId) throw new CommandRejected("command-id-reused");
    if (known) return known;
    const { book } = await getBookRow(parts, bookId);
    await requireSightedInBook(parts, request, bookId);
    const job = parts.jobs.start({ exportId, bookId, unitId: book.unitId });
    run(job, request, async () => {
      const position = await parts.ports.store.head();
      if (!(await parts.runtime.projected(position, WAIT_MS))) throw new CommandRejected("read-model-behind");
      const only = recordIds && new Set(recordIds);
      await writeExport(parts, job, await getBookRow(parts, bookId), context, position, only);
    });
    return job;
  };

  const beginning = new Map<string, Promise<ExportJob>>();

  /** Two requests with one key at once are one export: the second waits for the first's job. */
  const once = (exportId: string, work: () => Promise<ExportJob>): Promise<ExportJob> => {
    const begun = beginning.get(exportId) ?? work().finally(() => beginning.delete(exportId));
    beginning.set(exportId, begun);
    return begun;
  };

  app.post(
    "/exports",
    {
      config: {
        permission: { roles: ["data-manager"], area: unitOfBookInBody(parts) },
        refusals: ["blind-keying", "book-unknown"],
      },
      schema: {
        tags: ["exports"],
        summary: "Xuất một sổ / Export a book: workbook, zip of its scans, signed manifest",
        headers: CommandHeaders,
        body: ExportBody,
        response: { 202: ExportShape },
      },
    },
    async (request, reply) => {
      const context = commandContext(request, parts.http);
      // The export's one event comes at its end; until then the key is known by this.
      await parts.runtime.commands.claim(context);
      const exportId = uuidFrom("export", context.commandId);
      const job = await once(exportId, () => begin(request, exportId, context));
      const location = `/api/reporting/v1/exports/${exportId}`;
      return reply.code(202).header("location", location).send(toShape(job));
    },
  );

  const ofExport = {
    config: {
      permission: { roles: ["data-manager" as const], area: unitOfExport },
      refusals: [
        "export-unknown",
        "export-not-ready",
        "book-unknown",
        "blind-keying",
        "blob-missing",
      ] as const,
    },
  };

  app.get(
    "/exports/:exportId",
    {
      ...ofExport,
      schema: {
        tags: ["exports"],
        summary: "Tiến độ xuất / Progress of an export",
        params: ExportParams,
        response: { 200: ExportShape },
      },
    },
    async (request) => toShape(await getJob(request.params.exportId)),
  );

  app.get(
    "/exports/:exportId/manifest.jws",
    {
      ...ofExport,
      schema: {
        tags: ["exports"],
        summary: "Chữ ký của bản kê / The manifest's signature, to be verified with no access to the system",
        params: ExportParams,
      },
    },
    async (request, reply) => {
      const { exportId, bookId, files } = await getJob(request.params.exportId);
      if (!files) throw new CommandRejected("export-not-ready");
      await requireSightedInBook(parts, request, bookId);
      const manifest = { exportId, bookId, manifestSha256: files.manifest.sha256 };
      const signed = await signManifest(parts.ports.secrets, manifest);
      return reply
        .type("application/jose")
        .header("content-disposition", 'attachment; filename="manifest.jws"')
        .send(signed);
    },
  );

  app.get(
    "/export-keys",
    {
      config: { permission: { open: "public" } },
      schema: {
        tags: ["exports"],
        summary: "Khóa công khai kiểm tra chữ ký / The public key that signatures are verified with (JWKS)",
        response: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
      },
    },
    async () => {
      const { keys } = (await loadExportKey(parts.ports.secrets)).jwks;
      return { keys: keys.map((key) => Object.fromEntries(Object.entries(key))) };
    },
  );

  for (const [fileName, [part, type]] of Object.entries(downloads)) {
    const send = async (exportId: string, reply: FastifyReply) => {
      const { files } = await getJob(exportId);
      if (!files) throw new CommandRejected("export-not-ready");
      const { sha256, size } = files[part];
      return reply
        .type(type)
        .header("content-length", String(size))
        .header("etag", `"${sha256}"`)
        .header("content-disposition", `attachment; filename="${fileName}"`)
        .send(Readable.from(await blobs.read(sha256), { objectMode: false }));
    };
    app.get(
      `/exports/:exportId/${fileName}`,
      {
        config: { ...ofExport.config, answers: type.split(";")[0] },
        schema: {
          tags: ["exports"],
          summary: `Tải ${fileName} / Download ${fileName}`,
          params: ExportParams,
        },
      },
      async (request, reply) => {
        const { exportId } = request.params;
        const { bookId, unitId, files } = await getJob(exportId);
        await requireSightedInBook(parts, request, bookId);
        // The manifest names records by id and number; the other two hold what stands in them.
        if (files && part !== "manifest") {
          const file = { file: "export", fileId: exportId, bookId, unitId, purpose: "hand-over" } as const;
          await logFileReadingOf(request, parts.http, parts.runtime.commands, file);
        }
        return send(exportId, reply);
      },
    );
  }
};
