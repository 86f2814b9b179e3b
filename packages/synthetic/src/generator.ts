import type { SyntheticBook, SyntheticCase } from "./book-model.ts";
import { type BooksWish, digitisedYears, inventBook, inventBooks } from "./books.ts";
import { type CasesWish, inventCases } from "./cases.ts";
import { communes } from "./places.ts";
import { Random } from "./random.ts";
import { type WorldEvent, worldEvents } from "./world.ts";

/**
 * A made-up district with its registers. Everything follows from the seed, whatever is asked for
 * first.
 */
export interface SyntheticGenerator {
  readonly seed: string;
  /** units and contractor, as events of the accounts service */
  worldEvents(countryId?: string): WorldEvent[];
  books(wish?: BooksWish): Generator<SyntheticBook>;
  cases(book: SyntheticBook, wish?: CasesWish): SyntheticCase[];
  /** So many birth cases of one commune, with as many books as that takes; made one by one. */
  generateRows(count: number, wish?: Omit<CasesWish, "count">): Generator<SyntheticCase>;
  /** chance of one's own that depends on the seed, e.g. for `keyingErrors` */
  random(label: string): Random;
}

/** A book holds numbers up to 999. */
const fullBook = 999;

export const createGenerator = (seed: string | number): SyntheticGenerator => {
  const root = new Random(`sogoc/${seed}`);
  return {
    seed: String(seed),
    worldEvents,
    books: (wish) => inventBooks(root, wish),
    cases: (book, wish) => [...inventCases(root, book, wish)],
    *generateRows(count, wish = {}) {
      const [commune] = communes;
      if (commune === undefined) return;
      const perYear = Math.ceil(count / fullBook / digitisedYears.length);
      let left = count;
      for (const year of digitisedYears) {
        for (let number = 1; number <= perYear && left > 0; number += 1) {
          const cases = Math.min(fullBook, left);
          const book = inventBook(root, { commune, recordType: "KS", year, number, cases });
          yield* inventCases(root, book, { ...wish, count: cases });
          left -= cases;
        }
      }
    },
    random: (label) => root.fork(`own/${label}`),
  };
};
