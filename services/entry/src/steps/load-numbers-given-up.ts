import { between, type CommandHandler, CommandRejected, everyDocument } from "@sogoc/core";
import type { NumberRange } from "@sogoc/registers";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider, overlapping } from "../domain/book.ts";
import type { RecordReader } from "../read-models/records.ts";
import { type LogProgress, requireReadModels } from "./require-read-models.ts";

export interface NumbersAccess {
  readonly commands: Pick<CommandHandler, "load">;
  readonly records: RecordReader;
  readonly allHandled: LogProgress;
}

/** As many as a person can take in. */
const MOST_NAMED = 20;

/**
 * The batches that give up the numbers wanted for a supplementary batch: locked, with none of these
 * numbers keyed; of second cases, every locked batch that holds the numbers. Throws
 * `numbers-keyed`, `read-model-behind`.
 */
export const loadNumbersGivenUp = async (
  { commands, records, allHandled }: NumbersAccess,
  bookId: string,
  wanted: NumberRange & { readonly secondCases?: true | undefined },
): Promise<readonly string[]> => {
  const { state: book } = await commands.load(bookDecider, bookId);
  const locked: string[] = [];
  for (const { batchId } of overlapping(book, wanted)) {
    if ((await commands.load(batchDecider, batchId)).state.status === "locked") locked.push(batchId);
  }
  // A second case takes no number away from where the first one is.
  if (locked.length === 0 || wanted.secondCases) return locked;
  await requireReadModels(allHandled);
  const { from, to } = wanted;
  const where = { bookId, status: "entered" as const, sortNumber: between(from, to) };
  const taken = await everyDocument(records, { where });
  if (taken.length === 0) return locked;
  const numbers = taken.map(({ number }) => number).slice(0, MOST_NAMED);
  throw new CommandRejected("numbers-keyed", { numbers: numbers.join(", "), count: taken.length });
};
