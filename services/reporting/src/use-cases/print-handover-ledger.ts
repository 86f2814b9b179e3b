import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { type Confirmation, handoverLedger } from "../documents/handover-ledger.ts";
import { currentEvents } from "../history/record-at.ts";
import { getBook } from "../steps/get-book.ts";

/** What was handed over of a book, as a PDF. Throws `not-handed-over`. */
export const printHandoverLedger = async (
  dependencies: Dependencies<"books" | "clock" | "directory" | "handovers" | "store" | "supplements">,
  bookId: string,
): Promise<Buffer> => {
  const row = await dependencies.handovers.find(bookId);
  if (!row) throw new CommandRejected("not-handed-over");
  const toSupplement = await dependencies.supplements.count(row, await getBook(dependencies, bookId));
  const events = currentEvents(await dependencies.store.readStream(`handover-${bookId}`));
  const confirmations = events.flatMap((event): Confirmation[] => {
    if (event.type !== "ChangesSinceAcceptanceConfirmed") return [];
    const { notes, scans, confirmedBy } = event.data;
    return [{ at: event.metadata.at, notes, scans, confirmedBy }];
  });
  return handoverLedger(dependencies, row, toSupplement, confirmations);
};
