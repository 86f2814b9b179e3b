import type { CommandHandler } from "@sogoc/core";
import { holdsCase } from "@sogoc/registers";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider } from "../domain/book.ts";

/**
 * Whether cases of the book were accepted: of any batch, or of the one that holds a case by its
 * number. What they were accepted with does not change any more by one person's hand.
 */
export const hasAcceptedCases = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
  number?: string,
): Promise<boolean> => {
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  const holding =
    number === undefined
      ? undefined
      : allotments.findLast((one) => holdsCase(one, Number.parseInt(number, 10), number));
  const concerned = number === undefined ? allotments : holding ? [holding] : [];
  for (const { batchId } of concerned) {
    if ((await commands.load(batchDecider, batchId)).state.status === "locked") return true;
  }
  return false;
};
