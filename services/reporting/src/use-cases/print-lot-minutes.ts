import { logReading } from "@sogoc/access";
import { type CommandContext, CommandRejected, type ErrorCode, everyDocument } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { lotEvidence } from "../documents/lot-evidence.ts";
import { lotMinutes } from "../documents/lot-minutes.ts";
import { unitNameOf } from "../figures/scope.ts";
import type { LotView } from "../read-models/lots.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

export const printLotMinutesRefusals = [
  "blind-keying",
  "lot-not-decided",
  "lot-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * Cases of a book that somebody may yet key a second time. A finding that was closed may quote any
 * of them: it is kept in words.
 */
const listStillKeyed = async (
  { batches, records }: Dependencies<"batches" | "records">,
  bookId: string,
): Promise<readonly string[]> => {
  const ofBook = await everyDocument(batches, { where: { bookId } });
  const keyed = ofBook.filter(({ batch }) => batch && ["open", "second-keying"].includes(batch.status));
  if (keyed.length === 0) return [];
  const batchId = { in: keyed.map(({ id }) => id) };
  return (await everyDocument(records, { where: { batchId, status: "entered" } })).map(({ id }) => id);
};

/**
 * The minutes of a lot's acceptance as a PDF. What was closed of its books is in them as it was
 * found: cases that it may quote are recorded as read, and whoever keys a batch of one of the books
 * a second time is refused. Throws what `printLotMinutesRefusals` names.
 */
export const printLotMinutes = async (
  dependencies: Dependencies<
    "batches" | "books" | "checks" | "clock" | "commands" | "directory" | "records" | "store"
  >,
  lot: LotView,
  context: CommandContext,
): Promise<Buffer> => {
  const { figures, verdict } = lot;
  if (!figures || !verdict) throw new CommandRejected("lot-not-decided");
  const evidence = await lotEvidence(dependencies, lot);
  const quoting = new Set(evidence.closed.map(({ bookId }) => bookId));
  for (const bookId of quoting) {
    await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, bookId);
    const quoted = await listStillKeyed(dependencies, bookId);
    await logReading(dependencies.commands, context, quoted, "look-up");
  }
  const decidedAt = new Date(lot.decidedAt);
  return lotMinutes({ ...lot, figures, verdict }, evidence, {
    ofAccount: (account) => dependencies.directory.displayName(account) ?? account,
    unit: unitNameOf(dependencies, lot.unitId, decidedAt),
    digitiser: (lot.digitiserIds ?? [lot.digitiserId])
      .map((unitId) => unitNameOf(dependencies, unitId, decidedAt))
      .join(", "),
  });
};
