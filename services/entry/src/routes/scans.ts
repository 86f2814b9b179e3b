import { Readable } from "node:stream";
import { CommandRejected } from "@sogoc/core";
import {
  CommandHeaders,
  commandContext,
  logFileReadingOf,
  logReadingOf,
  QueryFlag,
  type ServiceApp,
  type Upload,
  withUpload,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { recordIdOf } from "../domain/identity.ts";
import { type EntryParts, getBook } from "../entry-parts.ts";
import type { ScanView } from "../read-models/scans.ts";
import { attachScans } from "../scans/attach-scans.ts";
import { openShare, settleLater } from "../upload-quota.ts";
import { unitOfBook } from "./areas.ts";
import { Cursor, Id, ScanShape } from "./shapes.ts";

const BookParams = z.object({ bookId: Id });
const ScanParams = z.object({ scanId: Id });
const MAX_UPLOAD = 2 * 1024 ** 3;
const readers = ["book-keeper", "clerk", "checker", "acceptor", "data-manager", "auditor"] as const;

const Outcome = z.object({
  fileName: z.string(),
  outcome: z.enum(["attached", "unchanged", "refused"]),
  scanId: z.string().optional(),
  number: z.string().optional(),
  reason: z.string().optional(),
  detailVi: z.string().optional(),
  detailEn: z.string().optional(),
});

export const scanRoutes = (app: ServiceApp, parts: EntryParts): void => {
  const getScan = async (scanId: string): Promise<ScanView> => {
    const scan = await parts.scans.find(scanId);
    if (!scan) throw new CommandRejected("scan-unknown");
    return scan;
  };

  app.post(
    "/books/:bookId/scans",
    {
      bodyLimit: MAX_UPLOAD,
      config: {
        permission: { roles: ["book-keeper"], area: unitOfBook(parts) },
        refusals: ["book-unknown", "quota-exceeded", "scan-refused"],
      },
      schema: {
        tags: ["scans"],
        summary: "Gắn tệp quét: một PDF hoặc một zip / Attach scans: one PDF or a zip",
        consumes: ["multipart/form-data"],
        headers: CommandHeaders,
        params: BookParams,
        querystring: z.object({
          replace: QueryFlag.optional().describe("A new scan takes the place of the one there is."),
          wholeBook: QueryFlag.optional().describe("The PDF shows the whole book."),
        }),
        response: {
          200: z.object({ attached: z.int(), unchanged: z.int(), refused: z.int(), files: z.array(Outcome) }),
        },
      },
    },
    async (request, reply) => {
      const book = await getBook(parts, request.params.bookId);
      const { replace = false, wholeBook = false } = request.query;
      const share = await openShare(parts, book.unitId, request);
      const work = async (upload: Upload) => {
        const context = commandContext(request, parts.http, upload.sha256);
        // Each scan is a command of its own; the key stands for the upload as a whole.
        await parts.runtime.commands.claim(context);
        return attachScans(parts, book, upload, { replace, wholeBook, context, share });
      };
      const files = await withUpload(
        request,
        { maxBytes: MAX_UPLOAD, onReceived: share.atLeast },
        work,
      ).finally(() => settleLater(share));
      const count = (outcome: z.infer<typeof Outcome>["outcome"]) =>
        files.filter((file) => file.outcome === outcome).length;
      reply.header("sogoc-position", String(await parts.ports.store.head()));
      return { attached: count("attached"), unchanged: count("unchanged"), refused: count("refused"), files };
    },
  );

  app.get(
    "/books/:bookId/scans",
    {
      config: { permission: { roles: [...readers], area: unitOfBook(parts) }, refusals: ["book-unknown"] },
      schema: {
        tags: ["scans"],
        summary: "Tệp quét của sổ / Scans of a book",
        params: BookParams,
        querystring: Cursor.extend({ number: z.string().max(20).optional() }),
        response: { 200: z.object({ items: z.array(ScanShape), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { limit, after, number } = request.query;
      const page = await parts.scans.query({
        where: { bookId: request.params.bookId, number },
        orderBy: [{ column: "sortNumber" }],
        limit,
        after,
      });
      return { ...page, items: page.items.map((item) => ScanShape.parse(item)) };
    },
  );

  const unitOfScan = async (request: FastifyRequest) =>
    (await getBook(parts, (await getScan((request.params as { scanId: string }).scanId)).bookId)).unitId;

  app.get(
    "/scans/:scanId/content",
    {
      config: {
        permission: { roles: [...readers], area: unitOfScan },
        answers: "application/pdf",
        refusals: ["blob-missing", "book-unknown", "scan-unknown"],
      },
      schema: { tags: ["scans"], summary: "Nội dung tệp quét (PDF) / The scan's PDF", params: ScanParams },
    },
    async (request, reply) => {
      const { scanId } = request.params;
      const { bookId, sha256, size, number, kind } = await getScan(scanId);
      const { commands } = parts.runtime;
      const shown = number === undefined ? [] : [{ id: recordIdOf(bookId, number) }];
      await logReadingOf(request, parts.http, commands, shown, "keying");
      if (kind === "whole-book") {
        const { unitId } = await getBook(parts, bookId);
        const file = { file: "scan", fileId: scanId, bookId, unitId, purpose: "keying" } as const;
        await logFileReadingOf(request, parts.http, commands, file);
      }
      return reply
        .type("application/pdf")
        .header("content-length", size)
        .header("cache-control", "private, no-store")
        .header("content-disposition", "inline")
        .send(Readable.from(await parts.ports.blobs.read(sha256)));
    },
  );
};
