import { principalOf, type ServiceApp } from "@sogoc/http";
import { getRecordType, keyFields } from "@sogoc/registers";
import { z } from "zod";
import { bookLines } from "../figures/book-lines.ts";
import { Freshness, freshness } from "../figures/freshness.ts";
import { batchStates } from "../read-models/batch-state.ts";
import type { RecordRow } from "../read-models/records.ts";
import { getBookRow, type ReportingParts } from "../reporting-parts.ts";
import { unitOfBook } from "./areas.ts";
import { isBlindTo } from "./blind-keying.ts";
import { figureReaders } from "./roles.ts";
import { BookLine, Cursor, Id } from "./shapes.ts";

/** A case without its people: where it stands in the book and how far it is. */
const BookCase = z.object({
  id: z.string(),
  number: z.string(),
  page: z.string().describe("As keyed; empty where the book has no such column or nothing was keyed."),
  status: z.enum(["entered", "voided"]),
  batchState: z.enum(batchStates).nullable(),
  findings: z.object({ errors: z.int(), warnings: z.int(), infos: z.int() }),
  changedAt: z.string(),
});

const pageOf = (row: RecordRow): string => {
  const { page } = keyFields(getRecordType(row.recordType));
  const value = page === undefined ? undefined : row.kept[page];
  return value && "raw" in value ? (value.raw ?? "") : "";
};

export const bookCaseRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  app.get(
    "/books/:bookId/cases",
    {
      config: {
        permission: { roles: [...figureReaders], area: unitOfBook(parts) },
        refusals: ["book-unknown"],
      },
      schema: {
        tags: ["figures"],
        summary: "Các trường hợp của sổ, theo số / The cases of a book by number, without their people",
        params: z.object({ bookId: Id }),
        querystring: Cursor,
        response: {
          200: z.object({
            book: BookLine,
            items: z.array(BookCase),
            next: z.string().optional(),
            freshness: Freshness,
          }),
        },
      },
    },
    async (request) => {
      const { limit, after } = request.query;
      const fresh = await freshness(parts, ["books", "batches", "records", "scans"]);
      const row = await getBookRow(parts, request.params.bookId);
      const page = await parts.records.query({
        where: { bookId: row.id },
        orderBy: [{ column: "sortNumber" }, { column: "number" }],
        limit,
        after,
      });
      const batches = await parts.batches.findMany([...new Set(page.items.map(({ batchId }) => batchId))]);
      const { account } = principalOf(request);
      const seen = page.items.filter(({ batchId }) => !isBlindTo(batches.get(batchId), account));
      const items = seen.map((one) =>
        BookCase.parse({ ...one, page: pageOf(one), batchState: batches.get(one.batchId)?.state ?? null }),
      );
      const [book] = await bookLines(parts, [row]);
      return { ...page, book: BookLine.parse(book), items, freshness: fresh };
    },
  );
};
