import { Readable } from "node:stream";
import { type Directory, nameOfAccount } from "@sogoc/access";
import type { Blobs, CommandHandler } from "@sogoc/core";
import { ExchangeReason } from "@sogoc/events";
import {
  actingOf,
  areaOfRequest,
  Barred,
  CommandHeaders,
  Cursor,
  commandContext,
  commandRoute,
  commonProblems,
  type HttpPorts,
  Id,
  inShape,
  logFileReadingOf,
  logReadingOf,
  type OfRequest,
  pageShape,
  Reason,
  type ServiceApp,
  sendWritten,
  toBarred,
  toPage,
  unitOf,
  Written,
  whileLetIn,
} from "@sogoc/http";
import { FindingInWords } from "@sogoc/registers";
import { z } from "zod";
import { recordIdOf } from "../domain/identity.ts";
import { problems } from "../problems.ts";
import type { BatchReader } from "../read-models/batches.ts";
import type { BookReader } from "../read-models/books.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ReplacementReader } from "../read-models/replacements.ts";
import type { UploadQuota } from "../steps/create-upload-quota.ts";
import type { RegisteredBook } from "../steps/load-book.ts";
import {
  askForOfficeReplacement,
  askForOfficeReplacementRefusals,
} from "../use-cases/ask-for-office-replacement.ts";
import {
  askForScanReplacement,
  askForScanReplacementRefusals,
} from "../use-cases/ask-for-scan-replacement.ts";
import { getReplacementScan } from "../use-cases/get-replacement-scan.ts";
import { listReplacements } from "../use-cases/list-replacements.ts";
import { resolveReplacement, resolveReplacementRefusals } from "../use-cases/resolve-replacement.ts";
import { withScanUpload } from "./scan-upload.ts";

/** The reasons that a person may give; `beside-acceptance` is given by an acceptance alone. */
const ReasonToAsk = ExchangeReason.exclude(["beside-acceptance"]);

import { bookInPath } from "./named-in-request.ts";
import { NewBookShape } from "./shapes.ts";

const BookParams = z.object({ bookId: Id });
const ReplacementParams = z.object({ bookId: Id, exchangeId: Id });
const ReplacementWritten = z.object({ exchangeId: z.string() });
const MAX_SCAN = 256 * 1024 ** 2;
/** People with these roles also see the scans of the book. */
const rolesThatReadScans = ["book-keeper", "acceptor", "data-manager", "auditor"] as const;
const rolesThatRead = [...rolesThatReadScans, "unit-admin"] as const;

const ReplacementShape = z.object({
  id: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  what: z.enum(["scan", "office"]),
  number: z.string().optional(),
  kind: z.enum(["case", "cover", "whole-book"]).optional(),
  replaces: z
    .string()
    .optional()
    .describe("The scan that is there: of the whole book where the case has none of its own."),
  office: z.string().optional(),
  before: z.string().optional(),
  otherOffices: z
    .int()
    .optional()
    .describe("Cases of the book that name another office than the one asked for; they stay as they are."),
  findings: z
    .array(FindingInWords)
    .optional()
    .describe("What the reconciliation of the book finds of the office asked for."),
  why: ExchangeReason.optional(),
  reason: z.string().optional(),
  requestedByName: z.string(),
  requestedAt: z.string(),
  own: z.boolean().describe("Asked for by whoever looks, who does not decide."),
  barred: Barred.optional().describe("Why whoever looks may not decide on it, where it waits."),
  status: z.enum(["waiting", "approved", "declined"]),
  decidedByName: z.string().optional(),
  decidedAt: z.string().optional(),
  declineReason: z.string().optional(),
});

interface ReplacementRoutesDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly directory: Pick<Directory, "displayName" | "tree">;
  readonly blobs: Blobs;
  readonly books: BookReader;
  readonly batches: BatchReader;
  readonly records: RecordReader;
  readonly replacements: ReplacementReader;
  readonly quota: UploadQuota;
}

interface BookInPathDependencies extends ReplacementRoutesDependencies {
  readonly loadBookInPath: OfRequest<RegisteredBook>;
}

const asking = (app: ServiceApp, dependencies: BookInPathDependencies): void => {
  const { http, commands, quota, loadBookInPath } = dependencies;
  // Otherwise whoever decides could ask for it with an account whose password they have just set.
  const permission = {
    roles: ["book-keeper"],
    refusesHeldAccounts: true,
    area: unitOf(loadBookInPath),
  } as const;
  app.post(
    "/books/:bookId/scan-exchanges",
    {
      bodyLimit: MAX_SCAN,
      config: { permission, refusals: askForScanReplacementRefusals },
      schema: {
        tags: ["exchanges"],
        summary: "Đề nghị thay ảnh đã nghiệm thu / Ask for another scan of what was accepted: one PDF",
        consumes: ["multipart/form-data"],
        headers: CommandHeaders,
        params: BookParams,
        querystring: z.object({ why: ReasonToAsk }),
        response: { 201: Written.extend(ReplacementWritten.shape) },
      },
    },
    async (request, reply) => {
      const book = await loadBookInPath(request);
      const { why } = request.query;
      const limits = { quota, unitId: book.unitId, maxBytes: MAX_SCAN };
      const { handled, content } = await withScanUpload(request, http, limits, ({ sha256, ...upload }) => {
        const context = commandContext(request, http, sha256);
        return askForScanReplacement(dependencies, book, { ...upload, why }, context);
      });
      return sendWritten(reply, handled, content, 201);
    },
  );
  commandRoute(app, http, "/books/:bookId/office-exchanges", {
    permission,
    refusals: askForOfficeReplacementRefusals,
    tag: "exchanges",
    summary: "Đề nghị đổi nơi đăng ký của sổ đã nghiệm thu / Ask for another office of an accepted book",
    params: BookParams,
    body: z.strictObject({ office: NewBookShape.shape.office, reason: Reason }),
    answer: ReplacementWritten,
    status: 201,
    run: async ({ body, request }, context) =>
      askForOfficeReplacement(commands, await loadBookInPath(request), body, context),
  });
};

const deciding = (
  app: ServiceApp,
  { http, commands, records, loadBookInPath }: BookInPathDependencies,
): void => {
  const common = {
    permission: { roles: ["acceptor"], refusesHeldAccounts: true, area: unitOf(loadBookInPath) },
    refusals: resolveReplacementRefusals,
    tag: "exchanges",
    params: ReplacementParams,
    answer: ReplacementWritten,
  } as const;
  commandRoute(app, http, "/books/:bookId/exchanges/:exchangeId/approve", {
    ...common,
    summary: "Duyệt: thay ảnh hoặc nơi đăng ký / Approve: the scan or the office is exchanged",
    run: ({ params }, context) => resolveReplacement({ commands, records }, params, context),
  });
  commandRoute(app, http, "/books/:bookId/exchanges/:exchangeId/decline", {
    ...common,
    summary: "Không duyệt, có lý do / Decline, with a reason",
    body: z.strictObject({ reason: Reason }),
    run: ({ params, body }, context) =>
      resolveReplacement({ commands, records }, { ...params, declined: body.reason }, context),
  });
};

const looking = (app: ServiceApp, dependencies: BookInPathDependencies): void => {
  const { http, commands, directory, blobs, replacements, loadBookInPath } = dependencies;
  app.get(
    "/exchanges",
    {
      config: { permission: { roles: rolesThatRead, area: "narrowed-by-query" } },
      schema: {
        tags: ["exchanges"],
        summary: "Đề nghị thay của sổ đã nghiệm thu / What was asked for of accepted books",
        querystring: Cursor.extend({ status: ReplacementShape.shape.status.optional() }),
        response: { 200: pageShape(ReplacementShape) },
      },
    },
    async (request) => {
      const { limit, after, status } = request.query;
      const viewer = actingOf(request, http);
      const asked = { unitIds: areaOfRequest(request, http), status, limit, after };
      const page = await listReplacements(dependencies, asked, viewer);
      const quoted = page.items.flatMap(({ findings = [] }) => findings.flatMap((one) => one.records));
      const read = [...new Set(quoted)].map((id) => ({ id }));
      await logReadingOf(request, http, dependencies.commands, read, "look-up");
      return toPage(page, ({ replacement, recordType, bookNumber, findings, otherOffices, barred }) =>
        inShape(ReplacementShape, {
          ...replacement,
          recordType,
          bookNumber,
          findings: findings?.map((one) => inShape(FindingInWords, one)),
          otherOffices,
          requestedByName: nameOfAccount(directory, replacement.requestedBy),
          own: replacement.requestedBy === viewer.account,
          barred: toBarred({ ...commonProblems, ...problems }, barred),
        }),
      );
    },
  );
  app.get(
    "/books/:bookId/exchanges/:exchangeId/content",
    {
      config: {
        permission: { roles: rolesThatReadScans, area: unitOf(loadBookInPath) },
        answers: "application/pdf",
        refusals: ["blob-missing", "book-unknown", "exchange-unknown"],
      },
      schema: {
        tags: ["exchanges"],
        summary: "Ảnh được đề nghị (PDF) / The scan that is asked for",
        params: ReplacementParams,
      },
    },
    async (request, reply) => {
      const { bookId, exchangeId } = request.params;
      const { unitId, number, kind, scan } = await getReplacementScan(replacements, { bookId, exchangeId });
      const shown = number === undefined ? [] : [{ id: recordIdOf(bookId, number) }];
      await logReadingOf(request, http, commands, shown, "checking", "scan");
      const file = { file: "scan", fileId: exchangeId, bookId, unitId, purpose: "checking" } as const;
      if (kind === "whole-book") await logFileReadingOf(request, http, commands, file);
      const bytes = await blobs.read(scan.sha256);
      return reply
        .type("application/pdf")
        .header("content-length", scan.size)
        .header("cache-control", "private, no-store")
        .header("content-disposition", "inline")
        .send(Readable.from(whileLetIn(request, http, bytes), { objectMode: false }));
    },
  );
};

/** What is replaced of an accepted book: asked for by one person, decided by another (ADR 28). */
export const replacementRoutes = (app: ServiceApp, dependencies: ReplacementRoutesDependencies): void => {
  const inPath: BookInPathDependencies = {
    ...dependencies,
    loadBookInPath: bookInPath(dependencies.commands),
  };
  asking(app, inPath);
  deciding(app, inPath);
  looking(app, inPath);
};
