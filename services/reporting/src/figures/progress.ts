import { allPages } from "@sogoc/core";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import type { BookView } from "../read-models/book-view.ts";

/** Sums over books. `records` are those keyed or imported and not voided. */
export const ProgressFigures = z.object({
  books: z.int(),
  /** Books without a number of expected cases: `expected` leaves them out. */
  booksWithoutExpected: z.int(),
  booksUntouched: z.int(),
  booksKeyed: z.int().describe("All keyed and submitted, not all accepted."),
  booksDone: z.int(),
  expected: z.int(),
  recordsOfExpected: z
    .int()
    .describe(
      "Of the expected cases those that are keyed, without second cases of a number: no book counts more than it expects.",
    ),
  beyondExpected: z
    .int()
    .describe("Records, without second cases of a number, beyond what each book expects."),
  acceptedOfExpected: z
    .int()
    .describe(
      "Of the expected cases those that are accepted, without second cases of a number: no book counts more than it expects.",
    ),
  pages: z.int().describe("Of the books whose number of pages is known."),
  keyed: z.int(),
  imported: z.int(),
  corrected: z.int(),
  voided: z.int(),
  records: z.int(),
  submitted: z.int(),
  accepted: z.int(),
  returnedRounds: z.int(),
  ruleErrors: z.int(),
  ruleWarnings: z.int(),
  fieldsChecked: z.int(),
  wrongFields: z.int(),
});
export type ProgressFigures = z.infer<typeof ProgressFigures>;

const noProgress: ProgressFigures = {
  books: 0,
  booksWithoutExpected: 0,
  booksUntouched: 0,
  booksKeyed: 0,
  booksDone: 0,
  expected: 0,
  recordsOfExpected: 0,
  beyondExpected: 0,
  acceptedOfExpected: 0,
  pages: 0,
  keyed: 0,
  imported: 0,
  corrected: 0,
  voided: 0,
  records: 0,
  submitted: 0,
  accepted: 0,
  returnedRounds: 0,
  ruleErrors: 0,
  ruleWarnings: 0,
  fieldsChecked: 0,
  wrongFields: 0,
};

const figuresOf = (book: BookView): ProgressFigures => ({
  books: 1,
  booksWithoutExpected: book.expected === null ? 1 : 0,
  booksUntouched: book.standing === "untouched" ? 1 : 0,
  booksKeyed: book.standing === "keyed" ? 1 : 0,
  booksDone: book.standing === "accepted" ? 1 : 0,
  expected: book.expected ?? 0,
  // What one book has beyond its number is nothing that another one still lacks.
  recordsOfExpected: Math.min(book.ownNumbers, book.expected ?? 0),
  beyondExpected: book.expected === null ? 0 : Math.max(0, book.ownNumbers - book.expected),
  acceptedOfExpected: Math.min(book.ownNumbersAccepted, book.expected ?? 0),
  pages: book.pages ?? 0,
  keyed: book.keyed,
  imported: book.imported,
  corrected: book.corrected,
  voided: book.voided,
  records: book.records,
  submitted: book.submitted,
  accepted: book.accepted,
  returnedRounds: book.returnedRounds,
  ruleErrors: book.ruleErrors,
  ruleWarnings: book.ruleWarnings,
  fieldsChecked: book.fieldsChecked,
  wrongFields: book.wrongFields,
});

const addProgress = (a: ProgressFigures, b: ProgressFigures): ProgressFigures => {
  const sum = { ...a };
  for (const key of Object.keys(noProgress) as (keyof ProgressFigures)[]) sum[key] += b[key];
  return sum;
};

/** Sums of one unit, type and phase. */
export interface ProgressCell {
  readonly unitId: string;
  readonly recordType: string;
  readonly phase: number;
  readonly figures: ProgressFigures;
}

/** Unit x type x phase of the scope; unit by unit, because the index leads with the unit. */
export const countProgress = async (
  dependencies: Dependencies<"books">,
  scope: readonly string[],
): Promise<readonly ProgressCell[]> => {
  const cells = new Map<string, ProgressCell>();
  for (const unitId of scope) {
    for await (const page of allPages(dependencies.books, { where: { unitId } })) {
      for (const book of page) {
        const { recordType, phase } = book;
        if (recordType === null || phase === null) continue;
        const key = `${unitId}|${recordType}|${phase}`;
        const before = cells.get(key)?.figures ?? noProgress;
        cells.set(key, { unitId, recordType, phase, figures: addProgress(before, figuresOf(book)) });
      }
    }
  }
  return [...cells.values()];
};

export const totalOf = (cells: readonly ProgressCell[]): ProgressFigures =>
  cells.reduce((total, cell) => addProgress(total, cell.figures), noProgress);

/** Sums by any key, in the order of the keys; those of `always` also where nothing is in them. */
export const groupCells = (
  cells: readonly ProgressCell[],
  keyOf: (cell: ProgressCell) => string,
  always: readonly string[] = [],
): readonly { readonly key: string; readonly figures: ProgressFigures }[] => {
  const groups = new Map<string, ProgressFigures>(always.map((key) => [key, noProgress]));
  for (const cell of cells) {
    groups.set(keyOf(cell), addProgress(groups.get(keyOf(cell)) ?? noProgress, cell.figures));
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, figures]) => ({ key, figures }));
};
