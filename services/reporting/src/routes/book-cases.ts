import { actingOf, Id, inShape, pageShape, type ServiceApp, toPage } from "@sogoc/http";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { BookLine, type BookLinesDependencies } from "../figures/book-lines.ts";
import { Freshness } from "../figures/freshness.ts";
import { batchStates } from "../read-models/batch-state.ts";
import { listCasesOfBook } from "../use-cases/list-cases-of-book.ts";
import { unitOfBook } from "./areas.ts";
import { rolesThatSeeFigures } from "./roles.ts";
import { Cursor } from "./shapes.ts";

/** A case without its people: its page in the book and how far it is. */
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
  dependencies: Dependencies<"books" | "freshness" | "http" | "records"> & BookLinesDependencies,
): void => {
  app.get(
    "/books/:bookId/cases",
    {
      config: {
        permission: { roles: [...rolesThatSeeFigures], area: unitOfBook(dependencies) },
        refusals: ["book-unknown"],
      },
      schema: {
        tags: ["figures"],
        summary: "Các trường hợp của sổ, theo số / The cases of a book by number, without their people",
        params: z.object({ bookId: Id }),
        querystring: Cursor,
        response: {
          200: pageShape(BookCase).extend({ book: BookLine, freshness: Freshness }),
        },
      },
    },
    async (request) => {
      const { limit, after } = request.query;
      const asker = actingOf(request, dependencies.http);
      const asked = { bookId: request.params.bookId, asker, limit, after };
      const { book, freshness, ...page } = await listCasesOfBook(dependencies, asked);
      return { ...toPage(page, (one) => inShape(BookCase, one)), book: inShape(BookLine, book), freshness };
    },
  );
};
