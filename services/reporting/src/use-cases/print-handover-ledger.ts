import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { handoverLedger } from "../documents/handover-ledger.ts";
import { getBook } from "../steps/get-book.ts";

/** What was handed over of a book, as a PDF. Throws `not-handed-over`. */
export const printHandoverLedger = async (
  dependencies: Dependencies<"books" | "clock" | "directory" | "handovers" | "supplements">,
  bookId: string,
): Promise<Buffer> => {
  const row = await dependencies.handovers.find(bookId);
  if (!row) throw new CommandRejected("not-handed-over");
  const toSupplement = await dependencies.supplements.count(row, await getBook(dependencies, bookId));
  return handoverLedger(dependencies, row, toSupplement);
};
