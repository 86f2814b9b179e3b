import { Id, inShape, pageShape, readingContext, type ServiceApp, tagged, toPage } from "@sogoc/http";
import { FindingInWords } from "@sogoc/registers";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { BookLine, type BookLinesDependencies } from "../figures/book-lines.ts";
import { Freshness } from "../figures/freshness.ts";
import { listBooks } from "../use-cases/list-books.ts";
import { showReconciliation } from "../use-cases/show-reconciliation.ts";
import { unitOfBook } from "./areas.ts";
import { rolesThatSeeFigures } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { Cursor } from "./shapes.ts";

const Counts = z.object({
  expected: z.int().nullable(),
  records: z.int(),
  ownNumbers: z.int().describe("Cases that the inventory counts: without second cases of a number."),
  voided: z.int(),
  lastNumber: z.int().nullable(),
  pages: z.int().nullable(),
  scannedPages: z.int(),
  files: z.int(),
  hasCover: z.boolean(),
});
const ReconciliationFinding = FindingInWords.omit({ fields: true }).extend({
  subject: z.string().describe("What it is about; with the rule it names the finding when it is closed."),
  closed: z.string().nullable().describe("The reason with which a person closed it."),
  awaits: z.boolean().describe("Its numbers are being keyed: it may settle, and is not closed before."),
  late: z
    .literal(true)
    .optional()
    .describe("Open although the book is accepted: it came since, or was not due then."),
  records: z.array(z.object({ id: z.string(), number: z.string() })),
  params: z.record(z.string(), z.string()).optional(),
});
const Closed = z.object({ rule: z.string(), subject: z.string(), reason: z.string() });

/** Books, and how far they are. */
export const bookRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<"books" | "freshness"> & BookLinesDependencies,
): void => {
  app.get(
    "/books",
    {
      config: { permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Các sổ và tình trạng / Books and how far they are",
        querystring: Cursor.extend({
          unitId: Id.optional(),
          recordType: z.string().max(10).optional(),
          phase: z.coerce.number().int().min(0).max(20).optional(),
          bookNumber: z.string().max(15).optional(),
        }),
        response: { 200: pageShape(BookLine).extend({ freshness: Freshness }) },
      },
    },
    async (request) => {
      const { unitId, recordType, phase, bookNumber, limit, after } = request.query;
      const scope = scopeOf(request, dependencies, unitId);
      const page = await listBooks(dependencies, { scope, recordType, phase, bookNumber, limit, after });
      return { ...toPage(page, (line) => inShape(BookLine, line)), freshness: page.freshness };
    },
  );
};

/** Whether a book agrees with its inventory, its scans and itself. */
export const reconciliationRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<
    "batches" | "books" | "commands" | "directory" | "freshness" | "http" | "records" | "scans"
  >,
): void => {
  app.get(
    "/books/:bookId/reconciliation",
    {
      config: {
        permission: { roles: [...rolesThatSeeFigures], area: unitOfBook(dependencies) },
        refusals: ["blind-keying", "book-unknown"],
      },
      schema: {
        tags: ["figures"],
        summary: "Đối soát sổ / Gaps, repeats, order, files and pages of a book",
        params: z.object({ bookId: Id }),
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(5_000).default(500) }),
        response: {
          200: z.object({
            bookId: z.string(),
            bookNumber: z.string(),
            recordType: z.string(),
            counts: Counts,
            total: z.int(),
            open: z.int().describe("Findings that nobody has closed yet."),
            findings: z.array(ReconciliationFinding),
            closed: z.array(Closed),
            revision: z
              .int()
              .describe("Also the ETag: raised by every closing; what the next closing is made from."),
            freshness: Freshness,
          }),
        },
      },
    },
    async (request, reply) => {
      const context = readingContext(request, dependencies.http);
      const { bookId } = request.params;
      const shown = await showReconciliation(dependencies, bookId, request.query.limit, context);
      const findings = shown.findings.map((one) => inShape(ReconciliationFinding, one));
      return tagged(reply, { ...shown, findings });
    },
  );
};
