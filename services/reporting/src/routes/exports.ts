import { Readable } from "node:stream";
import { expiresAt, hasEnded, unreadableRefusals } from "@sogoc/access";
import type { ErrorCode } from "@sogoc/core";
import {
  actingOf,
  areaOfRequest,
  Barred,
  CommandHeaders,
  commandContext,
  commandRoute,
  commonProblems,
  Id,
  inShape,
  loadedOnce,
  type OfRequest,
  type Permission,
  pageShape,
  Reason,
  readingContext,
  type ServiceApp,
  tagged,
  textIn,
  toBarred,
  toPage,
  whileLetIn,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { getExportKey } from "../exports/export-key.ts";
import { problems } from "../problems.ts";
import { loadExportStatus } from "../steps/load-export-status.ts";
import { getExport } from "../use-cases/get-export.ts";
import { listContents } from "../use-cases/list-contents.ts";
import { listExports } from "../use-cases/list-exports.ts";
import { approveExport, declineExport, resolveExportRefusals } from "../use-cases/resolve-export.ts";
import { signExport } from "../use-cases/sign-export.ts";
import { type StartExport, startExportRefusals, type TellFailure } from "../use-cases/start-export.ts";
import { takeExportFile } from "../use-cases/take-export-file.ts";
import { unitOfBookInBody } from "./areas.ts";
import { Cursor } from "./shapes.ts";

const ExportParams = z.object({ exportId: Id });
const ExportShape = z.object({
  exportId: z.string(),
  bookId: z.string(),
  phase: z.enum(["workbook", "scans", "finished", "failed"]),
  percent: z.int().min(0).max(100).nullable(),
  done: z.int(),
  total: z.int().nullable(),
  failure: z.string().optional(),
  failureDetail: z.object({ vi: z.string(), en: z.string() }).optional(),
});

const Status = z
  .enum(["ready", "awaits-approval", "declined", "expired"])
  .describe(
    "Files are read where it is `ready`: a whole book waits for a second person, and is removed in time.",
  );
const ManifestOnly = z
  .boolean()
  .describe("It was handed over, and its time is over: workbook and scans are given to nobody any more.");
const Revision = z.int().describe("Also the ETag: what a decision is made from; -1 before any.");
const Followed = ExportShape.extend({
  standing: Status.optional().describe("Once its files are written."),
  expiresAt: z.string(),
  manifestOnly: ManifestOnly,
  revision: Revision,
  contents: z
    .object({
      records: z.int(),
      scans: z.int(),
      scannedPages: z.int(),
      numbers: z.array(z.string()).describe("Registration numbers of the first cases."),
      alone: z.boolean().describe("Some cases of the book and no other."),
    })
    .optional()
    .describe("For who decides: what is in its files."),
});
const words = { ...commonProblems, ...problems };

const Listed = z.object({
  exportId: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  office: z.string(),
  records: z.int(),
  inBook: z.int().describe("Cases that the book had then; of older exports those that it has now."),
  kind: z.enum(["whole-book", "hand-over", "few-records"]).optional(),
  askedBy: z.string(),
  askedByName: z.string(),
  at: z.string(),
  expiresAt: z.string().optional(),
  standing: Status,
  manifestOnly: ManifestOnly,
  decidedByName: z.string().optional(),
  decidedAt: z.string().optional(),
  declineReason: z.string().optional(),
  own: z.boolean().describe("Asked for by who asks: somebody else decides."),
  barred: z
    .object({ approving: Barred.optional(), declining: Barred.optional() })
    .describe("Why whoever asks may not decide on it; none where they may."),
  revision: Revision,
});

/** Who takes books away, and who lets them go: never the same person for one book. */
const deciders = ["data-manager", "acceptor", "unit-admin"] as const;

const ExportBody = z.strictObject({
  bookId: Id,
  recordIds: z
    .array(Id)
    .min(1)
    .max(2_000)
    .optional()
    .describe("A package of corrections: these records of the book and no other."),
  purpose: z
    .literal("hand-over")
    .optional()
    .describe(
      "For the national database: for the first package that holds a case after somebody else has accepted it, no second person is asked; what is sent again counts as every export does.",
    ),
});

const downloads = [
  {
    name: "workbook.xlsx",
    part: "workbook",
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  },
  { name: "scans.zip", part: "scans", type: "application/zip" },
  { name: "manifest.json", part: "manifest", type: "application/json; charset=utf-8" },
] as const;

/** Percent of the steps; a job that is not finished never shows all of them. */
const percentOf = ({ phase, done, total }: ExportJob): number | null => {
  if (total === null) return null;
  return phase === "finished" || total === 0 ? 100 : Math.min(99, Math.floor((done / total) * 100));
};

const toShape = (job: ExportJob): z.infer<typeof ExportShape> => {
  const { exportId, bookId, phase, done, total, failure, failureDetail } = job;
  return { exportId, bookId, phase, done, total, percent: percentOf(job), failure, failureDetail };
};

const startRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"books" | "http">,
  startExport: StartExport,
): void => {
  app.post(
    "/exports",
    {
      config: {
        permission: {
          roles: ["data-manager"],
          refusesHeldAccounts: true,
          startsWork: true,
          area: unitOfBookInBody(dependencies),
        },
        refusals: startExportRefusals,
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
      const tellFailure: TellFailure = ({ failure, exportId }, error) => {
        const kind = error instanceof Error ? error.name : "unknown";
        request.log.error({ kind, failure, exportId }, "export failed");
      };
      const job = await startExport(request.body, commandContext(request, dependencies.http), tellFailure);
      const location = `/api/reporting/v1/exports/${job.exportId}`;
      return reply.code(202).header("location", location).send(toShape(job));
    },
  );
};

type GetExportInPath = OfRequest<ExportJob>;

const unitOfExport = (getExportInPath: GetExportInPath) => async (request: FastifyRequest) =>
  (await getExportInPath(request)).unitId;

/** Permission and refusals of a route: without the type a misspelt member would compile. */
interface RouteOfExport {
  readonly permission: Permission;
  readonly refusals: readonly ErrorCode[];
}

/** What every route of one export demands. */
const ofExport = (getExportInPath: GetExportInPath): RouteOfExport => ({
  // A held account may be in another's hands.
  permission: {
    roles: ["data-manager"],
    refusesHeldAccounts: true,
    area: unitOfExport(getExportInPath),
  },
  // What it was finished with is read from its manifest after a restart.
  refusals: ["blob-missing", "export-unknown"],
});

/** The same for a route that gives a file of it. */
const ofExportFile = (getExportInPath: GetExportInPath): RouteOfExport => {
  const { permission, refusals } = ofExport(getExportInPath);
  return {
    permission,
    refusals: [...refusals, ...unreadableRefusals, "blind-keying", "export-not-ready"],
  };
};

type ExportStatusDependencies = Dependencies<"clock" | "commands" | "handovers">;

const progressRoute = (
  app: ServiceApp,
  dependencies: ExportStatusDependencies & Dependencies<"blobs">,
  getExportInPath: GetExportInPath,
): void => {
  const { refusals } = ofExport(getExportInPath);
  app.get(
    "/exports/:exportId",
    {
      config: { permission: { roles: deciders, area: unitOfExport(getExportInPath) }, refusals },
      schema: {
        tags: ["exports"],
        summary: "Tiến độ xuất / Progress of an export",
        params: ExportParams,
        response: { 200: Followed },
      },
    },
    async (request, reply) => {
      const job = await getExportInPath(request);
      const { status, revision } = await loadExportStatus(dependencies, job);
      const written = job.files === undefined ? undefined : status;
      const contents = await listContents(dependencies, job);
      const followed = inShape(Followed, {
        ...toShape(job),
        standing: written,
        expiresAt: expiresAt(job),
        manifestOnly: status === "ready" && hasEnded(job, dependencies.clock.now()),
        revision,
        contents,
      });
      return tagged(reply, followed);
    },
  );
};

const listRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"books" | "clock" | "exportDecisions" | "exports" | "handovers" | "http">,
): void => {
  app.get(
    "/exports",
    {
      config: { permission: { roles: deciders, area: "narrowed-by-query" } },
      schema: {
        tags: ["exports"],
        summary: "Các bản xuất / Exports of the area: who asked, who let them go, until when they lie ready",
        querystring: Cursor,
        response: { 200: pageShape(Listed) },
      },
    },
    async (request) => {
      const asker = actingOf(request, dependencies.http);
      const unitIds = areaOfRequest(request, dependencies.http);
      const page = await listExports(dependencies, { unitIds, ...request.query }, asker);
      return toPage(page, ({ barred, ...one }) =>
        inShape(Listed, {
          ...one,
          own: one.askedBy === asker.account,
          barred: {
            approving: toBarred(words, barred.approving),
            declining: toBarred(words, barred.declining),
          },
        }),
      );
    },
  );
};

const decidingRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<"commands" | "http">,
  getExportInPath: GetExportInPath,
): void => {
  const decided = {
    permission: { roles: deciders, refusesHeldAccounts: true, area: unitOfExport(getExportInPath) },
    needsIfMatch: true,
    refusals: resolveExportRefusals,
    tag: "exports",
    params: ExportParams,
    answer: z.object({ exportId: z.string() }),
  } as const;
  commandRoute(app, dependencies.http, "/exports/:exportId/approve", {
    ...decided,
    summary: "Duyệt cho xuất cả sổ / Let a whole book go out that somebody else has asked for",
    run: async ({ request }, context) => approveExport(dependencies, await getExportInPath(request), context),
  });
  commandRoute(app, dependencies.http, "/exports/:exportId/decline", {
    ...decided,
    summary: "Từ chối cho xuất / Keep an export back, with a reason",
    body: z.strictObject({ reason: Reason }),
    run: async ({ body, request }, context) =>
      declineExport(dependencies, await getExportInPath(request), body.reason, context),
  });
};

const signatureRoute = (
  app: ServiceApp,
  dependencies: ExportStatusDependencies & Dependencies<"batches" | "http" | "secrets">,
  getExportInPath: GetExportInPath,
): void => {
  app.get(
    "/exports/:exportId/manifest.jws",
    {
      config: ofExportFile(getExportInPath),
      schema: {
        tags: ["exports"],
        summary: "Chữ ký của bản kê / The manifest's signature, to be verified with no access to the system",
        params: ExportParams,
      },
    },
    async (request, reply) => {
      const signed = await signExport(
        dependencies,
        await getExportInPath(request),
        actingOf(request, dependencies.http),
      );
      return reply
        .type("application/jose")
        .header("content-disposition", 'attachment; filename="manifest.jws"')
        .send(signed);
    },
  );
};

const keyRoute = (app: ServiceApp, { secrets }: Dependencies<"secrets">): void => {
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
      const { keys } = (await getExportKey(secrets)).jwks;
      return { keys: keys.map((key) => Object.fromEntries(Object.entries(key))) };
    },
  );
};

const fileRoute = (
  app: ServiceApp,
  dependencies: ExportStatusDependencies & Dependencies<"batches" | "blobs" | "http">,
  getExportInPath: GetExportInPath,
  { name, part, type }: (typeof downloads)[number],
): void => {
  app.get(
    `/exports/:exportId/${name}`,
    {
      config: { ...ofExportFile(getExportInPath), answers: type.split(";")[0] },
      schema: {
        tags: ["exports"],
        summary: `Tải ${name} / Download ${name}`,
        params: ExportParams,
      },
    },
    async (request, reply) => {
      const context = readingContext(request, dependencies.http);
      const { sha256, size } = await takeExportFile(
        dependencies,
        await getExportInPath(request),
        part,
        context,
      );
      const bytes = await dependencies.blobs.read(sha256);
      return reply
        .type(type)
        .header("content-length", String(size))
        .header("etag", `"${sha256}"`)
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(Readable.from(whileLetIn(request, dependencies.http, bytes), { objectMode: false }));
    },
  );
};

/** Exports of whole books, which a second person lets go, and packages of corrections. */
export const exportRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<
    | "batches"
    | "blobs"
    | "books"
    | "clock"
    | "commands"
    | "exportDecisions"
    | "exports"
    | "handovers"
    | "http"
    | "jobs"
  >,
  startExport: StartExport,
): void => {
  const getExportInPath = loadedOnce(({ params }) => getExport(dependencies, textIn(params, "exportId")));
  startRoute(app, dependencies, startExport);
  listRoute(app, dependencies);
  progressRoute(app, dependencies, getExportInPath);
  decidingRoutes(app, dependencies, getExportInPath);
  for (const file of downloads) fileRoute(app, dependencies, getExportInPath, file);
};

/** The signature of a manifest, and what it is verified with. */
export const exportSignatureRoutes = (
  app: ServiceApp,
  dependencies: ExportStatusDependencies &
    Dependencies<"batches" | "blobs" | "exports" | "http" | "jobs" | "secrets">,
): void => {
  const getExportInPath = loadedOnce(({ params }) => getExport(dependencies, textIn(params, "exportId")));
  signatureRoute(app, dependencies, getExportInPath);
  keyRoute(app, dependencies);
};
