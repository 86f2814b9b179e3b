import { type Directory, requireUnitKeepsBooks } from "@sogoc/access";
import { type CommandContext, CommandRejected, type ErrorCode, vietnamDay } from "@sogoc/core";
import { bookDecider } from "../domain/book.ts";
import {
  type FindSameBookDependencies,
  findIdOfSameBook,
  type NewBook,
  toBookRegistered,
} from "../steps/find-id-of-same-book.ts";

interface RegisterBookDependencies extends FindSameBookDependencies {
  readonly directory: Pick<Directory, "tree">;
}

export const registerBookRefusals = [
  "book-exists",
  "unit-closed",
  "unit-keeps-no-books",
  "unit-unknown",
] as const satisfies readonly ErrorCode[];

/** Registers a book of a unit. Throws what `registerBookRefusals` names, or `invalid-request`. */
export const registerBook = async (
  dependencies: RegisterBookDependencies,
  book: NewBook,
  context: CommandContext,
) => {
  const { commands, directory } = dependencies;
  requireUnitKeepsBooks(directory.tree(), book.unitId, vietnamDay(context.at));
  const data = toBookRegistered(book);
  const { bookId } = data;
  if (await findIdOfSameBook(dependencies, data)) throw new CommandRejected("book-exists");
  const handled = await commands.handle(bookDecider, bookId, { type: "RegisterBook", data }, context);
  return { handled, content: { bookId } };
};
