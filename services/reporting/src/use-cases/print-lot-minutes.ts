import { logReading } from "@sogoc/access";
import { type CommandContext, CommandRejected, type ErrorCode, everyDocument } from "@sogoc/core";
import { numbersInClosing } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { type LotEvidence, lotEvidence } from "../documents/lot-evidence.ts";
import { lotMinutes } from "../documents/lot-minutes.ts";
import { unitNameOf } from "../figures/scope.ts";
import type { LotView } from "../read-models/lots.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

export const printLotMinutesRefusals = [
  "blind-keying",
  "lot-not-decided",
  "lot-unknown",
] as const satisfies readonly ErrorCode[];

/** Its letter small, and without the year in which it was registered: `7/2009` may be `7`. */
const withoutYear = (number: string): string => (number.split("/")[0] ?? "").toLowerCase();

/**
 * Cases of a book that somebody may yet key a second time, as far as its closed findings quote
 * them. These are kept in words: where their numbers cannot be told, they may quote any.
 */
const listQuoted = async (
  { batches, records }: Dependencies<"batches" | "records">,
  bookId: string,
  closed: LotEvidence["closed"],
): Promise<readonly string[]> => {
  const named = closed.map(numbersInClosing);
  const isAny = named.some((numbers) => numbers === undefined);
  const quoted = new Set(named.flatMap((numbers) => numbers ?? []));
  if (!isAny && quoted.size === 0) return [];
  const ofBook = await everyDocument(batches, { where: { bookId } });
  const keyed = ofBook.filter(({ batch }) => batch && ["open", "second-keying"].includes(batch.status));
  if (keyed.length === 0) return [];
  const batchId = { in: keyed.map(({ id }) => id) };
  const ofBatches = await everyDocument(records, { where: { batchId, status: "entered" } });
  return ofBatches.flatMap(({ id, number }) => (isAny || quoted.has(withoutYear(number)) ? [id] : []));
};

/**
 * The minutes of a lot's acceptance as a PDF. What was closed of its books is in them as it was
 * found: cases that it quotes are recorded as read, and whoever keys a batch of one of the books
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
    const ofBook = evidence.closed.filter((one) => one.bookId === bookId);
    const quoted = await listQuoted(dependencies, bookId, ofBook);
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
