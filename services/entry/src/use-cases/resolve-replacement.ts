import {
  type CommandContext,
  type CommandHandler,
  type ErrorCode,
  everyDocument,
  type Hands,
  joinHands,
  noHands,
} from "@sogoc/core";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import { recordIdOf } from "../domain/identity.ts";
import type { ReplacementRequest } from "../domain/replacement.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";

export const resolveReplacementRefusals = [
  "book-unknown",
  "cases-made-by-yourself",
  "exchange-decided",
  "exchange-of-yourself",
  "exchange-outdated",
  "exchange-unknown",
  "reset-by-yourself",
  "scan-refused",
] as const satisfies readonly ErrorCode[];

/** Which request, and why it is declined; approved where no reason is given. */
interface ReplacementDecision {
  readonly bookId: string;
  readonly exchangeId: string;
  readonly declined?: string | undefined;
}

interface ResolveReplacementDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly records: RecordReader;
}

const makersOf = ({ hands, second, arbiters = noHands }: RecordView): Hands =>
  joinHands([hands, second?.hands ?? noHands, arbiters]);

/**
 * Whoever keyed, corrected or arbitrated the cases that a request is about: the one that its scan
 * shows, or all of the book where it is the office, the cover or a scan of the whole book.
 */
const getMakers = async (
  records: RecordReader,
  bookId: string,
  requested: ReplacementRequest | undefined,
): Promise<Hands> => {
  if (!requested) return noHands;
  const number = requested.type === "ScanExchangeRequested" ? requested.data.number : undefined;
  if (number !== undefined) {
    const record = await records.find(recordIdOf(bookId, number));
    return record ? makersOf(record) : noHands;
  }
  const ofBook = await everyDocument(records, { where: { bookId, status: "entered" } });
  return joinHands(ofBook.map(makersOf));
};

/**
 * Decides what somebody else asked for: approved, the scan or the office is replaced with the same
 * event. Nobody decides what shows cases that they have made. Throws what
 * `resolveReplacementRefusals` names.
 */
export const resolveReplacement = async (
  { commands, records }: ResolveReplacementDependencies,
  { bookId, exchangeId, declined }: ReplacementDecision,
  context: CommandContext,
) => {
  const by = context.actor.account;
  const { state } = await commands.load(bookDecider, bookId);
  const makers = await getMakers(records, bookId, state.replacements.get(exchangeId)?.requested);
  const command: BookCommand =
    declined === undefined
      ? { type: "ApproveReplacement", exchangeId, by, makers }
      : { type: "DeclineReplacement", exchangeId, by, makers, reason: declined };
  const handled = await commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { exchangeId } };
};
