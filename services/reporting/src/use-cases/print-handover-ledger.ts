import { CommandRejected } from "@sogoc/core";
import type { Access } from "../access.ts";
import { handoverLedger } from "../documents/handover-ledger.ts";

/** What was handed over of a book, as a PDF. Throws `not-handed-over`. */
export const printHandoverLedger = async (
  access: Access<"clock" | "directory" | "handovers">,
  bookId: string,
): Promise<Buffer> => {
  const row = await access.handovers.find(bookId);
  if (!row) throw new CommandRejected("not-handed-over");
  return handoverLedger(access, row);
};
