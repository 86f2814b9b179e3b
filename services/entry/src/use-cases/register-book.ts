import { type Directory, requireWorkingUnit } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  vietnamDay,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { formatBookNumber, parseBookNumber } from "@sogoc/registers";
import { bookDecider } from "../domain/book.ts";
import { bookIdOf, oldBookIdOf, sameOffice } from "../domain/identity.ts";
import type { BookReader } from "../read-models/books.ts";

export interface KnownBooks {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly books: BookReader;
}

interface RegisterBookAccess extends KnownBooks {
  readonly directory: Pick<Directory, "tree">;
}

/** A book as it stands on the shelf; its number as somebody has written it. */
export type NewBook = Omit<DataOf<"BookRegistered">, "bookId" | "openingYear">;

export const registerBookRefusals = [
  "book-exists",
  "unit-closed",
  "unit-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * The event's data for a new book; the number is brought to two digits and the year. Throws
 * `invalid-request` where the number cannot be read.
 */
export const toBookRegistered = (book: NewBook): DataOf<"BookRegistered"> => {
  const parsed = parseBookNumber(book.bookNumber);
  if (!parsed) {
    throw new CommandRejected("invalid-request", {}, [{ pointer: "/bookNumber", detail: "NN/YYYY" }]);
  }
  const bookNumber = formatBookNumber(parsed);
  const bookId = bookIdOf({ ...book, bookNumber });
  return { ...book, bookId, bookNumber, openingYear: parsed.year };
};

const SAME_NUMBER = 200;

/**
 * The id under which the same paper book stands already though it is written otherwise, or was
 * registered when spellings told books apart. Undefined where there is none.
 */
export const findSameBook = async (
  { commands, books }: KnownBooks,
  data: DataOf<"BookRegistered">,
): Promise<string | undefined> => {
  const { bookId, unitId, recordType, bookNumber, office } = data;
  const oldId = oldBookIdOf(data);
  if (oldId !== bookId && (await commands.load(bookDecider, oldId)).state.registered) return oldId;
  const { items } = await books.query({ where: { unitId, recordType, bookNumber }, limit: SAME_NUMBER });
  return items.find((book) => book.id !== bookId && sameOffice(book.office, office))?.id;
};

/** Registers a book of a unit. Throws what `registerBookRefusals` names, or `invalid-request`. */
export const registerBook = async (access: RegisterBookAccess, book: NewBook, context: CommandContext) => {
  const { commands, directory } = access;
  requireWorkingUnit(directory.tree(), book.unitId, vietnamDay(context.at));
  const data = toBookRegistered(book);
  const { bookId } = data;
  if (await findSameBook(access, data)) throw new CommandRejected("book-exists");
  const handled = await commands.handle(bookDecider, bookId, { type: "RegisterBook", data }, context);
  return { handled, content: { bookId } };
};
