import { between, type CommandHandler, CommandRejected, everyDocument, type WhereOf } from "@sogoc/core";
import type { NumberRange } from "@sogoc/registers";
import { batchDecider } from "../domain/batch.ts";
import { type Allotment, bookDecider, overlapping } from "../domain/book.ts";
import type { RecordReader } from "../read-models/records.ts";
import { type ReadModelFreshness, requireReadModelsCurrent } from "./require-read-models-current.ts";

export interface LoadBatchesGivingUpDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly records: RecordReader;
  readonly freshnessOfAll: ReadModelFreshness;
}

interface NumbersWanted extends NumberRange {
  readonly secondCases?: true | undefined;
}

/** As many as a person can take in. */
const MOST_NAMED = 20;

const named = (numbers: readonly string[]) => ({
  numbers: numbers.slice(0, MOST_NAMED).join(", "),
  count: numbers.length,
});

/** The numbers of a range for which no case is entered. */
const withoutCase = ({ from = 1, to = from }: NumberRange, keyed: ReadonlySet<number>): readonly string[] => {
  const free: string[] = [];
  for (let number = from; number <= to; number++) if (!keyed.has(number)) free.push(`${number}`);
  return free;
};

/** The cases of these numbers that are entered: none that was voided. */
const listEntered = async (
  { records, freshnessOfAll }: LoadBatchesGivingUpDependencies,
  bookId: string,
  wanted: NumberRange,
) => {
  await requireReadModelsCurrent(freshnessOfAll);
  const where = {
    bookId,
    status: "entered",
    sortNumber: between(wanted.from, wanted.to),
  } satisfies WhereOf<typeof records>;
  return everyDocument(records, { where });
};

/**
 * The batches that give up these numbers; a withdrawn batch covers none any more. A later batch
 * gets numbers of locked batches, if none of these is keyed. A batch of second cases gets them from
 * every locked batch that covers them, and each number must have a case. A batch of second cases
 * gives up a number without a first case: it was opened before a first case was required, and
 * nobody could key that number. Throws `no-first-case`, `numbers-keyed`, `read-model-behind`.
 */
export const loadBatchesGivingUp = async (
  dependencies: LoadBatchesGivingUpDependencies,
  bookId: string,
  wanted: NumbersWanted,
): Promise<readonly string[]> => {
  const { commands } = dependencies;
  const { state: book } = await commands.load(bookDecider, bookId);
  const isGivenUp = async ({ batchId, secondCases }: Allotment) => {
    if (secondCases && !wanted.secondCases) return true;
    const { status } = (await commands.load(batchDecider, batchId)).state;
    return status === "locked" || status === "withdrawn";
  };
  const givenUp: string[] = [];
  for (const allotment of overlapping(book, wanted)) {
    if (await isGivenUp(allotment)) givenUp.push(allotment.batchId);
  }
  if (givenUp.length === 0) return givenUp;
  const entered = await listEntered(dependencies, bookId, wanted);
  if (wanted.secondCases) {
    // A second case needs a first one, whose batch keeps the number.
    const missing = withoutCase(wanted, new Set(entered.map(({ sortNumber }) => sortNumber)));
    if (missing.length > 0) throw new CommandRejected("no-first-case", named(missing));
    return givenUp;
  }
  if (entered.length > 0) {
    const numbers = named(entered.map(({ number }) => number));
    throw new CommandRejected("numbers-keyed", numbers);
  }
  return givenUp;
};
