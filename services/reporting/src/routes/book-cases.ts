import { Id, principalOf, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import type { Access } from "../access.ts";
import { casesOfBook } from "../figures/book-cases.ts";
import { BookLine, bookLines } from "../figures/book-lines.ts";
import { Freshness } from "../figures/freshness.ts";
import { batchStates } from "../read-models/batch-state.ts";
import { getBook } from "../steps/get-book.ts";
import { unitOfBook } from "./areas.ts";
import { figureReaders } from "./roles.ts";
import { Cursor } from "./shapes.ts";

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

/** The cases of one book. */
export const bookCaseRoutes = (
  app: ServiceApp,
  access: Access<
    "batches" | "books" | "clock" | "directory" | "freshness" | "handovers" | "http" | "records" | "scans"
  >,
): void => {
  app.get(
    "/books/:bookId/cases",
    {
      config: {
        permission: { roles: [...figureReaders], area: unitOfBook(access) },
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
      const fresh = await access.freshness(["books", "batches", "records", "scans"]);
      const row = await getBook(access, request.params.bookId);
      const page = await casesOfBook(access, row.id, principalOf(request).account, request.query);
      const [book] = await bookLines(access, [row]);
      return {
        ...page,
        book: BookLine.parse(book),
        items: page.items.map((one) => BookCase.parse(one)),
        freshness: fresh,
      };
    },
  );
};
