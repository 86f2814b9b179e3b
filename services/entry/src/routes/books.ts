import type { Directory } from "@sogoc/access";
import type { CommandHandler } from "@sogoc/core";
import {
  areaOfRequest,
  Cursor,
  commandRoute,
  type HttpPorts,
  Id,
  inShape,
  type OfRequest,
  pageShape,
  Reason,
  type ServiceApp,
  tagged,
  toPage,
  unitOf,
} from "@sogoc/http";
import { bookProgressOf, phaseOf } from "@sogoc/registers";
import { z } from "zod";
import type { BookView } from "../read-models/books.ts";
import { changeBookDetails, changeBookDetailsRefusals } from "../use-cases/change-book-details.ts";
import {
  type CloseFindingsDependencies,
  closeFindings,
  closeFindingsRefusals,
} from "../use-cases/close-findings.ts";
import { getBook } from "../use-cases/get-book.ts";
import { listBooks } from "../use-cases/list-books.ts";
import { registerBook, registerBookRefusals } from "../use-cases/register-book.ts";
import { bodyText, bookInPath } from "./named-in-request.ts";
import { BookShape, NewBookShape, RecordTypeCode } from "./shapes.ts";

const BookWritten = z.object({ bookId: z.string() });
const BookParams = z.object({ bookId: Id });
const rolesThatRead = ["book-keeper", "unit-admin", "clerk", "checker", "acceptor", "data-manager"] as const;

const Details = z.strictObject({
  ...NewBookShape.pick({ office: true, pages: true, expectedCases: true, note: true }).partial().shape,
  reason: Reason,
});
const Closed = z
  .array(
    z.strictObject({
      rule: z.string().max(80),
      subject: z.string().min(1).max(500),
      reason: Reason,
    }),
  )
  .min(1)
  .max(500);

interface BookRoutesDependencies extends CloseFindingsDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly directory: Directory;
}

const firstCasesOf = ({ records, secondCases }: BookView): number => records - secondCases.length;

const toBookShape = (book: BookView): z.infer<typeof BookShape> =>
  inShape(BookShape, {
    ...book,
    ownNumbers: firstCasesOf(book),
    phase: phaseOf(book.openingYear).no,
    standing: bookProgressOf({
      records: book.records,
      ownNumbers: firstCasesOf(book),
      expected: book.expectedCases,
      batches: book.batches.length,
      submitted: book.batches.filter((id) => book.submitted.includes(id)).length,
      accepted: book.batches.filter((id) => book.accepted.includes(id)).length,
    }),
  });

const registering = (app: ServiceApp, dependencies: BookRoutesDependencies): void => {
  commandRoute(app, dependencies.http, "/books", {
    permission: { roles: ["book-keeper"], area: bodyText("unitId") },
    refusals: registerBookRefusals,
    tag: "books",
    summary: "Đăng ký sổ / Register a book",
    body: NewBookShape,
    answer: BookWritten,
    status: 201,
    run: ({ body }, context) => registerBook(dependencies, body, context),
  });
};

const changingDetails = (
  app: ServiceApp,
  dependencies: BookRoutesDependencies,
  area: OfRequest<string>,
): void => {
  const { http } = dependencies;
  // A changed count can remove a finding, so it needs the same rights as closing one.
  const permission = { roles: ["book-keeper"], refusesHeldAccounts: true, area } as const;
  commandRoute(app, http, "/books/:bookId/details", {
    permission,
    needsIfMatch: true,
    refusals: changeBookDetailsRefusals,
    tag: "books",
    summary: "Sửa thông tin sổ / Change a book's details",
    params: BookParams,
    body: Details,
    answer: BookWritten,
    run: ({ params, body }, context) => changeBookDetails(dependencies, params.bookId, body, context),
  });
  commandRoute(app, http, "/books/:bookId/reconcile", {
    permission,
    // The number of closings, as reporting's reconciliation shows it; no revision of the book.
    needsIfMatch: true,
    refusals: closeFindingsRefusals,
    tag: "books",
    summary: "Ghi lý do cho từng chỗ chưa khớp / Close findings of the reconciliation, each with a reason",
    params: BookParams,
    body: z.strictObject({ closed: Closed }),
    answer: BookWritten,
    run: ({ params, body }, context) => closeFindings(dependencies, params.bookId, body.closed, context),
  });
};

const booksOfArea = (app: ServiceApp, { http, books }: BookRoutesDependencies): void => {
  app.get(
    "/books",
    {
      config: { permission: { roles: rolesThatRead, area: "narrowed-by-query" } },
      schema: {
        tags: ["books"],
        summary: "Các sổ trong địa bàn / Books of the area",
        querystring: Cursor.extend({ unitId: Id.optional(), recordType: RecordTypeCode.optional() }),
        response: { 200: pageShape(BookShape) },
      },
    },
    async (request) => {
      const { limit, after, unitId, recordType } = request.query;
      const area = areaOfRequest(request, http);
      const unitIds = unitId === undefined ? area : area.filter((id) => id === unitId);
      const page = await listBooks(books, { unitIds, recordType, limit, after });
      return toPage(page, toBookShape);
    },
  );
};

const oneBook = (app: ServiceApp, { books }: BookRoutesDependencies, area: OfRequest<string>): void => {
  app.get(
    "/books/:bookId",
    {
      config: { permission: { roles: rolesThatRead, area }, refusals: ["book-unknown"] },
      schema: {
        tags: ["books"],
        summary: "Một sổ / One book",
        params: BookParams,
        response: { 200: BookShape },
      },
    },
    async (request, reply) => tagged(reply, toBookShape(await getBook(books, request.params.bookId))),
  );
};

/** Books: registered, changed, findings closed, shown. */
export const bookRoutes = (app: ServiceApp, dependencies: BookRoutesDependencies): void => {
  const area = unitOf(bookInPath(dependencies.commands));
  registering(app, dependencies);
  changingDetails(app, dependencies, area);
  booksOfArea(app, dependencies);
  oneBook(app, dependencies, area);
};
