import type { CommandHandler } from "@sogoc/core";
import { holdsNumber, isSecondCase } from "@sogoc/registers";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider } from "../domain/book.ts";

/**
 * Whether cases of the book were accepted: of any batch, or of the one that holds a case by its
 * number. What they were accepted with does not change any more by one person's hand.
 */
export const holdsAccepted = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
  number?: string,
): Promise<boolean> => {
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  // A batch of second cases holds the cases with a letter, and not the first ones of its numbers.
  const holds = (one: (typeof allotments)[number], text: string) =>
    holdsNumber(one, Number.parseInt(text, 10)) && (!one.secondCases || isSecondCase(text));
  const holding = number === undefined ? undefined : allotments.findLast((one) => holds(one, number));
  const concerned = number === undefined ? allotments : holding ? [holding] : [];
  for (const { batchId } of concerned) {
    if ((await commands.load(batchDecider, batchId)).state.status === "locked") return true;
  }
  return false;
};
