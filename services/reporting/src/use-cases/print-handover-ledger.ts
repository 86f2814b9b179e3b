import { CommandRejected } from "@sogoc/core";
import type { Access } from "../access.ts";
import { handoverLedger } from "../documents/handover-ledger.ts";
import { getBook } from "../steps/get-book.ts";

/** What was handed over of a book, as a PDF. Throws `not-handed-over`. */
export const printHandoverLedger = async (
  access: Access<"books" | "clock" | "directory" | "handovers" | "supplements">,
  bookId: string,
): Promise<Buffer> => {
  const row = await access.handovers.find(bookId);
  if (!row) throw new CommandRejected("not-handed-over");
  const toSupplement = await access.supplements.count(row, await getBook(access, bookId));
  return handoverLedger(access, row, toSupplement);
};
