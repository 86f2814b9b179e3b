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
import { bookIdOf } from "../domain/identity.ts";

interface RegisterBookAccess {
  readonly commands: Pick<CommandHandler, "handle">;
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

/** Registers a book of a unit. Throws what `registerBookRefusals` names, or `invalid-request`. */
export const registerBook = async (
  { commands, directory }: RegisterBookAccess,
  book: NewBook,
  context: CommandContext,
) => {
  requireWorkingUnit(directory.tree(), book.unitId, vietnamDay(context.at));
  const data = toBookRegistered(book);
  const { bookId } = data;
  const handled = await commands.handle(bookDecider, bookId, { type: "RegisterBook", data }, context);
  return { handled, content: { bookId } };
};
