import { type Directory, requireWorkingUnit } from "@sogoc/access";
import { type CommandContext, CommandRejected, type ErrorCode, vietnamDay } from "@sogoc/core";
import { bookDecider } from "../domain/book.ts";
import {
  type FindSameBookAccess,
  findSameBook,
  type NewBook,
  toBookRegistered,
} from "../steps/find-same-book.ts";

interface RegisterBookAccess extends FindSameBookAccess {
  readonly directory: Pick<Directory, "tree">;
}

export const registerBookRefusals = [
  "book-exists",
  "unit-closed",
  "unit-unknown",
] as const satisfies readonly ErrorCode[];

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
