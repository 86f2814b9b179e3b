import { type OfficeStaff, type RecordTypeCode, recordTypeCodes, type SyntheticBook } from "./book-model.ts";
import { dayOf } from "./days.ts";
import { ethnicGroups } from "./name-tables.ts";
import { inventPerson } from "./person.ts";
import { type Commune, communes, officeName } from "./places.ts";
import type { Random } from "./random.ts";

/** Councils were elected in 2004 and 2011; a term lasts until the next. */
const termOf = (year: number): { name: string; start: number } =>
  year < 2011 ? { name: "2004", start: 2004 } : { name: "2011", start: 2011 };

const staffMember = (random: Random, year: number): string => {
  const on = dayOf(year);
  const sex = random.chance(0.75) ? "1" : "2";
  const born = on - random.int(32, 52) * 365;
  return inventPerson(random, { sex, born, ethnicGroup: random.take(ethnicGroups), on }).name;
};

/** The same office has the same people all through a term, in all its books. */
const staffOf = (random: Random, commune: Commune, year: number): OfficeStaff => {
  const term = termOf(year);
  const leaders = random.fork(`leaders/${commune.id}/${term.name}`);
  const officer = random.fork(`officer/${commune.id}/${year < 2009 ? "a" : "b"}`);
  return {
    signers: [
      { name: staffMember(leaders, term.start), position: "Chủ tịch" },
      { name: staffMember(leaders, term.start), position: "Phó Chủ tịch" },
    ],
    officer: staffMember(officer, 2005),
  };
};

/** How many cases a book has, by type: births many, acknowledgements few. */
const sizes: Readonly<Record<RecordTypeCode, readonly [mean: number, spread: number, min: number]>> = {
  KS: [150, 45, 40],
  KH: [80, 25, 20],
  KT: [60, 20, 15],
  CMC: [12, 5, 3],
  HN: [110, 35, 25],
};

export interface BooksWish {
  readonly types?: readonly RecordTypeCode[] | undefined;
  /** opening years, 2006–2015 when left out */
  readonly years?: readonly number[] | undefined;
  /** the first so many communes */
  readonly communes?: number | undefined;
  /** cases of each book, instead of a number by chance */
  readonly casesPerBook?: number | undefined;
  /** who holds the books: the unit of today, or the one that opened them */
  readonly holder?: "current" | "former" | undefined;
}

export const digitisedYears = Array.from({ length: 10 }, (_, index) => 2006 + index);

export interface BookWish {
  readonly commune: Commune;
  readonly recordType: RecordTypeCode;
  readonly year: number;
  readonly number?: number | undefined;
  readonly cases?: number | undefined;
  readonly holder?: "current" | "former" | undefined;
}

export const inventBook = (random: Random, wish: BookWish): SyntheticBook => {
  const { commune, recordType, year, number = 1, holder = "current" } = wish;
  const bookId = `so-${commune.id}-${recordType.toLowerCase()}-${year}-${String(number).padStart(2, "0")}`;
  const own = random.fork(bookId);
  const [mean, spread, min] = sizes[recordType];
  const expectedCases = wish.cases ?? own.around(mean, spread, min, 2 * mean);
  return {
    data: {
      bookId,
      unitId: holder === "current" ? commune.successor : commune.id,
      recordType,
      bookNumber: `${String(number).padStart(2, "0")}/${year}`,
      openingYear: year,
      office: officeName(commune, year),
      pages: Math.ceil(expectedCases / 2) + own.int(0, 8),
      expectedCases,
    },
    commune,
    staff: staffOf(random, commune, year),
  };
};

/** One book for each commune, type and year, commune by commune. */
export function* inventBooks(random: Random, wish: BooksWish = {}): Generator<SyntheticBook> {
  const { types = recordTypeCodes, years = digitisedYears, casesPerBook, holder = "current" } = wish;
  for (const commune of communes.slice(0, wish.communes ?? communes.length)) {
    for (const year of years) {
      for (const recordType of types) {
        yield inventBook(random, { commune, recordType, year, holder, cases: casesPerBook });
      }
    }
  }
}
