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
 * Returns the batches that leave these numbers to a new one: those that are locked or withdrawn,
 * and, to a batch of first cases, any of second cases. Where there are any, none of the numbers may
 * have a case yet, or, for second cases, each must have one. Throws `no-first-case`,
 * `numbers-keyed`, `read-model-behind`.
 */
export const loadBatchesGivingUp = async (
  dependencies: LoadBatchesGivingUpDependencies,
  bookId: string,
  wanted: NumbersWanted,
): Promise<readonly string[]> => {
  const { commands } = dependencies;
  const { state: book } = await commands.load(bookDecider, bookId);
  const givesUp = async ({ batchId, secondCases }: Allotment) => {
    // A batch of second cases can be older than the rule that its numbers have a first one. Nobody
    // can key that one in it, so it gives them up to a batch of first cases.
    if (secondCases && !wanted.secondCases) return true;
    const { status } = (await commands.load(batchDecider, batchId)).state;
    return status === "locked" || status === "withdrawn";
  };
  const givenUp: string[] = [];
  for (const allotment of overlapping(book, wanted)) {
    if (await givesUp(allotment)) givenUp.push(allotment.batchId);
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
