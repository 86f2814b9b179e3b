import { type Directory, requireOfficeForBooks } from "@sogoc/access";
import { type CommandContext, CommandRejected, type ErrorCode, vietnamDay } from "@sogoc/core";
import { bookDecider } from "../domain/book.ts";
import {
  type FindTwinDependencies,
  findRegisteredTwin,
  type NewBook,
  toBookRegistered,
} from "../steps/find-registered-twin.ts";

interface RegisterBookDependencies extends FindTwinDependencies {
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
  requireOfficeForBooks(directory.tree(), book.unitId, vietnamDay(context.at));
  const data = toBookRegistered(book);
  const { bookId } = data;
  if (await findRegisteredTwin(dependencies, data)) throw new CommandRejected("book-exists");
  const handled = await commands.handle(bookDecider, bookId, { type: "RegisterBook", data }, context);
  return { handled, content: { bookId } };
};
