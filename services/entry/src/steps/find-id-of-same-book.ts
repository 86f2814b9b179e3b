import { type CommandHandler, CommandRejected } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { formatBookNumber, parseBookNumber } from "@sogoc/registers";
import { bookDecider } from "../domain/book.ts";
import { bookIdOf, oldBookIdOf, sameOffice } from "../domain/identity.ts";
import type { BookReader } from "../read-models/books.ts";

export interface FindSameBookDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly books: BookReader;
}

/** A book as the shelf has it; its number as somebody has written it. */
export type NewBook = Omit<DataOf<"BookRegistered">, "bookId" | "openingYear">;

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
 * The id under which the same paper book is registered already, if that is not the id of the new
 * book: because its office is spelled differently there, or because it is from a time when
 * spellings told books apart.
 */
export const findIdOfSameBook = async (
  { commands, books }: FindSameBookDependencies,
  data: DataOf<"BookRegistered">,
): Promise<string | undefined> => {
  const { bookId, unitId, recordType, bookNumber, office } = data;
  const oldId = oldBookIdOf(data);
  if (oldId !== bookId && (await commands.load(bookDecider, oldId)).state.registered) return oldId;
  const { items } = await books.query({ where: { unitId, recordType, bookNumber }, limit: SAME_NUMBER });
  return items.find((book) => book.id !== bookId && sameOffice(book.office, office))?.id;
};
