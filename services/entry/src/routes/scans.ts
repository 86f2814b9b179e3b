import { Readable } from "node:stream";
import { type Directory, nameOfAccount, type ReadingPurpose } from "@sogoc/access";
import { type Blobs, type CommandHandler, CommandRejected, NO_STREAM } from "@sogoc/core";
import {
  CommandHeaders,
  Cursor,
  commandContext,
  type HttpPorts,
  Id,
  inShape,
  loadedOnce,
  logFileReadingOf,
  logReadingOf,
  type OfRequest,
  PurposeQuery,
  pageShape,
  principalOf,
  purposeOfRequest,
  QueryFlag,
  type ServiceApp,
  tagged,
  toPage,
  unitOf,
  whileLetIn,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { recordIdOf } from "../domain/identity.ts";
import type { BatchReader } from "../read-models/batches.ts";
import type { ScanReader } from "../read-models/scans.ts";
import type { UploadQuota } from "../steps/create-upload-quota.ts";
import { getRelationToScan } from "../steps/get-relation-to-scan.ts";
import { getScan, type ScanWithBook } from "../steps/get-scan.ts";
import type { RegisteredBook } from "../steps/load-book.ts";
import { attachScans, attachScansRefusals } from "../use-cases/attach-scans.ts";
import { listScans } from "../use-cases/list-scans.ts";
import { bookInPath, pathText } from "./named-in-request.ts";
import { withScanUpload } from "./scan-upload.ts";
import { ScanShape } from "./shapes.ts";

const BookParams = z.object({ bookId: Id });
const ScanParams = z.object({ scanId: Id });
const MAX_UPLOAD = 2 * 1024 ** 3;
const rolesThatRead = ["book-keeper", "clerk", "checker", "acceptor", "data-manager", "auditor"] as const;

const Outcome = z.object({
  fileName: z.string(),
  outcome: z.enum(["attached", "unchanged", "refused"]),
  scanId: z.string().optional(),
  number: z.string().optional(),
  reason: z.string().optional(),
  detailVi: z.string().optional(),
  detailEn: z.string().optional(),
});
const Outcomes = z.object({
  attached: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  files: z.array(Outcome),
});

interface ScanRoutesDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly directory: Pick<Directory, "displayName">;
  readonly blobs: Blobs;
  readonly scans: ScanReader;
  readonly batches: BatchReader;
  readonly quota: UploadQuota;
}

type LoadBookInPath = OfRequest<RegisteredBook>;

const attaching = (
  app: ServiceApp,
  dependencies: ScanRoutesDependencies,
  loadBookInPath: LoadBookInPath,
): void => {
  const { http, quota } = dependencies;
  app.post(
    "/books/:bookId/scans",
    {
      bodyLimit: MAX_UPLOAD,
      config: {
        // A new scan can change a verdict, so a held account may not attach one.
        permission: {
          roles: ["book-keeper"],
          startsWork: true,
          refusesHeldAccounts: true,
          area: unitOf(loadBookInPath),
        },
        refusals: [...attachScansRefusals, "precondition-required"],
      },
      schema: {
        tags: ["scans"],
        summary: "Gắn tệp quét: một PDF hoặc một zip / Attach scans: one PDF or a zip",
        consumes: ["multipart/form-data"],
        headers: CommandHeaders,
        params: BookParams,
        querystring: z.object({
          replace: QueryFlag.optional().describe(
            "A new scan takes the place of the one that was seen: `If-Match` with the `revision` of that scan, or of the book for several; 428 without, 412 where somebody else was quicker. In a zip such a file is refused as `changed-meanwhile`.",
          ),
          wholeBook: QueryFlag.optional().describe("The PDF shows the whole book."),
        }),
        response: { 200: Outcomes },
      },
    },
    async (request, reply) => {
      const book = await loadBookInPath(request);
      const { replace = false, wholeBook = false } = request.query;
      const { expectedRevision } = commandContext(request, http);
      if (replace && expectedRevision === undefined) throw new CommandRejected("precondition-required");
      const replacesRevision = replace ? expectedRevision : undefined;
      const limits = { quota, unitId: book.unitId, maxBytes: MAX_UPLOAD };
      const files = await withScanUpload(request, http, limits, ({ sha256, ...upload }) => {
        const delivery = { ...upload, replacesRevision, wholeBook };
        return attachScans(dependencies, book, delivery, commandContext(request, http, sha256));
      });
      const count = (outcome: z.infer<typeof Outcome>["outcome"]) =>
        files.filter((file) => file.outcome === outcome).length;
      reply.header("sogoc-position", String(await http.head()));
      return {
        attached: count("attached"),
        unchanged: count("unchanged"),
        refused: count("refused"),
        files: files.map((file) => inShape(Outcome, file)),
      };
    },
  );
};

const scansOfBook = (
  app: ServiceApp,
  { directory, scans }: ScanRoutesDependencies,
  loadBookInPath: LoadBookInPath,
): void => {
  app.get(
    "/books/:bookId/scans",
    {
      config: {
        permission: { roles: rolesThatRead, area: unitOf(loadBookInPath) },
        refusals: ["book-unknown"],
      },
      schema: {
        tags: ["scans"],
        summary: "Tệp quét của sổ / Scans of a book",
        params: BookParams,
        querystring: Cursor.extend({
          number: z.string().max(20).optional().describe("Of a case, as it stands on paper: 7, 07/2008, 7b."),
        }),
        response: { 200: pageShape(ScanShape) },
      },
    },
    async (request, reply) => {
      const { limit, after, number } = request.query;
      const page = await listScans(scans, await loadBookInPath(request), { so: number, limit, after });
      tagged(reply, { revision: Math.max(NO_STREAM, ...page.items.map(({ revision }) => revision)) });
      return toPage(page, (item) =>
        inShape(ScanShape, { ...item, attachedBy: nameOfAccount(directory, item.attachedByAccount) }),
      );
    },
  );
};

/** Records who reads the scan of a case or of a whole book, before its first byte is sent. */
const logScanReading = async (
  request: FastifyRequest,
  { http, commands, batches }: ScanRoutesDependencies,
  { scan, book: { bookId, unitId } }: ScanWithBook,
  named: ReadingPurpose | undefined,
): Promise<void> => {
  const shown = scan.number === undefined ? [] : [{ id: recordIdOf(bookId, scan.number) }];
  const relation = await getRelationToScan(batches, scan, principalOf(request).account);
  const purpose = purposeOfRequest(request, http, { unitId, relation, named });
  await logReadingOf(request, http, commands, shown, purpose, "scan");
  if (scan.kind !== "whole-book") return;
  const file = { file: "scan", fileId: scan.id, bookId, unitId, purpose } as const;
  await logFileReadingOf(request, http, commands, file);
};

const content = (app: ServiceApp, dependencies: ScanRoutesDependencies): void => {
  const getScanInPath = loadedOnce((request) => getScan(dependencies, pathText(request, "scanId")));
  app.get(
    "/scans/:scanId/content",
    {
      config: {
        permission: {
          roles: rolesThatRead,
          area: async (request) => (await getScanInPath(request)).book.unitId,
        },
        answers: "application/pdf",
        refusals: ["blob-missing", "book-unknown", "scan-unknown"],
      },
      schema: {
        tags: ["scans"],
        summary: "Nội dung tệp quét (PDF) / The scan's PDF",
        params: ScanParams,
        querystring: PurposeQuery,
      },
    },
    async (request, reply) => {
      const found = await getScanInPath(request);
      await logScanReading(request, dependencies, found, request.query.purpose);
      const bytes = await dependencies.blobs.read(found.scan.sha256);
      return reply
        .type("application/pdf")
        .header("content-length", found.scan.size)
        .header("cache-control", "private, no-store")
        .header("content-disposition", "inline")
        .send(Readable.from(whileLetIn(request, dependencies.http, bytes), { objectMode: false }));
    },
  );
};

/** Scans: attached to a book, listed, shown. */
export const scanRoutes = (app: ServiceApp, dependencies: ScanRoutesDependencies): void => {
  const loadBookInPath = bookInPath(dependencies.commands);
  attaching(app, dependencies, loadBookInPath);
  scansOfBook(app, dependencies, loadBookInPath);
  content(app, dependencies);
};
