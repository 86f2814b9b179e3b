import type { ServiceApp } from "@sogoc/http";
import { foldForSearch, formatBookNumber, parseBookNumber } from "@sogoc/registers";
import { z } from "zod";
import { bookLines } from "../figures/book-lines.ts";
import { Freshness, freshness } from "../figures/freshness.ts";
import { reconcile } from "../figures/reconciliation.ts";
import { scopeOf } from "../figures/scope.ts";
import { getBookRow, type ReportingParts } from "../reporting-parts.ts";
import { unitOfBook } from "./areas.ts";
import { figureReaders } from "./roles.ts";
import { BookLine, Cursor, Id } from "./shapes.ts";

const Counts = z.object({
  expected: z.int().nullable(),
  records: z.int(),
  voided: z.int(),
  lastNumber: z.int().nullable(),
  pages: z.int().nullable(),
  scannedPages: z.int(),
  files: z.int(),
  hasCover: z.boolean(),
});
const ReconciliationFinding = z.object({
  subject: z.string().describe("What it is about; with the rule it names the finding when it is closed."),
  closed: z.string().nullable().describe("The reason with which a person closed it."),
  rule: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  messageVi: z.string(),
  messageEn: z.string(),
  records: z.array(z.object({ id: z.string(), number: z.string() })),
  params: z.record(z.string(), z.string()).optional(),
});
const Closed = z.object({ rule: z.string(), subject: z.string(), reason: z.string() });

const inOrderOfShelves = [
  { column: "unitId" },
  { column: "recordType" },
  { column: "openingYear" },
  { column: "bookNumber" },
] as const;

export const bookRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  const canonical = (text: string): string => {
    const parsed = parseBookNumber(text);
    return parsed ? formatBookNumber(parsed) : foldForSearch(text);
  };

  app.get(
    "/books",
    {
      config: { permission: { roles: [...figureReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Các sổ và tình trạng / Books and how far they are",
        querystring: Cursor.extend({
          unitId: Id.optional(),
          recordType: z.string().max(10).optional(),
          phase: z.coerce.number().int().min(0).max(20).optional(),
          bookNumber: z.string().max(15).optional(),
        }),
        response: {
          200: z.object({ items: z.array(BookLine), next: z.string().optional(), freshness: Freshness }),
        },
      },
    },
    async (request) => {
      const { unitId, recordType, phase, bookNumber, limit, after } = request.query;
      const fresh = await freshness(parts, ["books", "batches", "scans", "handovers"]);
      const page = await parts.books.query({
        where: {
          unitId: { in: scopeOf(request, parts, unitId) },
          recordType,
          phase,
          bookNumber: bookNumber === undefined ? undefined : canonical(bookNumber),
        },
        orderBy: inOrderOfShelves,
        limit,
        after,
      });
      return { ...page, items: await bookLines(parts, page.items), freshness: fresh };
    },
  );

  app.get(
    "/books/:bookId/reconciliation",
    {
      config: {
        permission: { roles: [...figureReaders], area: unitOfBook(parts) },
        refusals: ["book-unknown"],
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
            freshness: Freshness,
          }),
        },
      },
    },
    async (request) => {
      const fresh = await freshness(parts, ["books", "records", "scans"]);
      const book = await getBookRow(parts, request.params.bookId);
      const { counts, findings, numbers } = await reconcile(parts, book);
      const { bookNumber, recordType, closed } = book.book;
      const reasons = new Map(closed.map(({ rule, subject, reason }) => [`${rule} ${subject}`, reason]));
      const reasonFor = (rule: string, subject: string) => reasons.get(`${rule} ${subject}`) ?? null;
      const shown = findings.slice(0, request.query.limit).map((finding) =>
        ReconciliationFinding.parse({
          ...finding,
          closed: reasonFor(finding.rule, finding.subject),
          records: finding.records.map((id) => ({ id, number: numbers.get(id) ?? "" })),
        }),
      );
      return {
        bookId: book.id,
        bookNumber,
        recordType,
        counts,
        total: findings.length,
        open: findings.filter(({ rule, subject }) => reasonFor(rule, subject) === null).length,
        findings: shown,
        closed: [...closed],
        freshness: fresh,
      };
    },
  );
};
