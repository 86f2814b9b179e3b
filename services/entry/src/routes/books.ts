import { CommandRejected } from "@sogoc/core";
import {
  areaOfRequest,
  CommandHeaders,
  commandContext,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import { formatBookNumber, parseBookNumber, phaseOf } from "@sogoc/registers";
import { z } from "zod";
import { bookDecider } from "../domain/book.ts";
import { bookIdOf } from "../domain/identity.ts";
import type { EntryParts } from "../entry-parts.ts";
import type { BookView } from "../read-models/books.ts";
import { bodyText, unitOfBook } from "./areas.ts";
import { BookNumber, BookShape, Cursor, Id, Reason, RecordTypeCode } from "./shapes.ts";

const BookWritten = Written.extend({ bookId: z.string() });
const BookParams = z.object({ bookId: Id });
const Count = z.int().min(0).max(100_000);

export const NewBook = z.strictObject({
  unitId: Id,
  recordType: RecordTypeCode,
  bookNumber: BookNumber,
  office: z.string().trim().min(2).max(255).describe("The registering office as the book names it."),
  pages: Count.optional(),
  expectedCases: Count.optional(),
  note: z.string().trim().max(500).optional(),
});
export type NewBook = z.infer<typeof NewBook>;

/** The event's data for a new book; the number is brought to two digits and the year. */
export const toBookRegistered = (book: NewBook) => {
  const parsed = parseBookNumber(book.bookNumber);
  if (!parsed)
    throw new CommandRejected("invalid-request", {}, [{ pointer: "/bookNumber", detail: "NN/YYYY" }]);
  const bookNumber = formatBookNumber(parsed);
  const bookId = bookIdOf({ ...book, bookNumber });
  return { ...book, bookId, bookNumber, openingYear: parsed.year };
};

export const toBookShape = (book: BookView): z.infer<typeof BookShape> => ({
  ...BookShape.omit({ phase: true }).parse(book),
  phase: phaseOf(book.openingYear).no,
});

export const bookRoutes = (app: ServiceApp, parts: EntryParts): void => {
  const { commands, directory } = parts.runtime;

  app.post(
    "/books",
    {
      config: {
        permission: { roles: ["book-keeper"], area: bodyText("unitId") },
        refusals: ["book-exists", "unit-unknown"],
      },
      schema: {
        tags: ["books"],
        summary: "Đăng ký sổ / Register a book",
        headers: CommandHeaders,
        body: NewBook,
        response: { 201: BookWritten },
      },
    },
    async (request, reply) => {
      if (!directory.tree().units.has(request.body.unitId)) throw new CommandRejected("unit-unknown");
      const data = toBookRegistered(request.body);
      const command = { type: "RegisterBook", data } as const;
      const handled = await commands.handle(
        bookDecider,
        data.bookId,
        command,
        commandContext(request, parts.http),
      );
      return sendWritten(reply, handled, { bookId: data.bookId }, 201);
    },
  );

  app.post(
    "/books/:bookId/details",
    {
      config: { permission: { roles: ["book-keeper"], area: unitOfBook(parts) }, refusals: ["book-unknown"] },
      schema: {
        tags: ["books"],
        summary: "Sửa thông tin sổ / Change a book's details",
        headers: CommandHeaders,
        params: BookParams,
        body: z.strictObject({
          ...NewBook.pick({ office: true, pages: true, expectedCases: true, note: true }).partial().shape,
          reason: Reason,
        }),
        response: { 200: BookWritten },
      },
    },
    async (request, reply) => {
      const { bookId } = request.params;
      const command = { type: "ChangeBookDetails", data: { bookId, ...request.body } } as const;
      const handled = await commands.handle(
        bookDecider,
        bookId,
        command,
        commandContext(request, parts.http),
      );
      return sendWritten(reply, handled, { bookId });
    },
  );

  app.post(
    "/books/:bookId/reconcile",
    {
      config: { permission: { roles: ["book-keeper"], area: unitOfBook(parts) }, refusals: ["book-unknown"] },
      schema: {
        tags: ["books"],
        summary:
          "Ghi lý do cho từng chỗ chưa khớp / Close findings of the reconciliation, each with a reason",
        headers: CommandHeaders,
        params: BookParams,
        body: z.strictObject({
          closed: z
            .array(
              z.strictObject({
                rule: z.string().max(80),
                subject: z.string().min(1).max(500),
                reason: Reason,
              }),
            )
            .min(1)
            .max(500),
        }),
        response: { 200: BookWritten },
      },
    },
    async (request, reply) => {
      const { bookId } = request.params;
      const command = { type: "ReconcileBook", data: { bookId, ...request.body } } as const;
      const context = commandContext(request, parts.http);
      return sendWritten(reply, await commands.handle(bookDecider, bookId, command, context), { bookId });
    },
  );

  app.get(
    "/books",
    {
      config: {
        permission: {
          roles: ["book-keeper", "unit-admin", "clerk", "checker", "acceptor", "data-manager"],
          area: "narrowed-by-query",
        },
      },
      schema: {
        tags: ["books"],
        summary: "Các sổ trong địa bàn / Books of the area",
        querystring: Cursor.extend({ unitId: Id.optional(), recordType: RecordTypeCode.optional() }),
        response: { 200: z.object({ items: z.array(BookShape), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { limit, after, unitId, recordType } = request.query;
      const area = areaOfRequest(request, parts.http);
      const page = await parts.books.query({
        where: {
          unitId: { in: unitId === undefined ? area : area.filter((id) => id === unitId) },
          recordType,
        },
        orderBy: [{ column: "recordType" }, { column: "openingYear" }, { column: "bookNumber" }],
        limit,
        after,
      });
      return { ...page, items: page.items.map(toBookShape) };
    },
  );

  app.get(
    "/books/:bookId",
    {
      config: {
        permission: {
          roles: ["book-keeper", "unit-admin", "clerk", "checker", "acceptor", "data-manager"],
          area: unitOfBook(parts),
        },
        refusals: ["book-unknown"],
      },
      schema: {
        tags: ["books"],
        summary: "Một sổ / One book",
        params: BookParams,
        response: { 200: BookShape },
      },
    },
    async (request) => {
      const book = await parts.books.find(request.params.bookId);
      if (!book || book.unitId === null) throw new CommandRejected("book-unknown");
      return toBookShape(book);
    },
  );
};
