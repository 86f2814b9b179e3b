import type { Defect, DefectRates, SyntheticBook, SyntheticCase } from "./book-model.ts";
import { inventCase } from "./case-facts.ts";
import { type DayNumber, isoDay, registrationDays, workingDay, yearOf } from "./days.ts";
import { writePage } from "./defects.ts";
import type { Random } from "./random.ts";

export interface CasesWish {
  /** as many as the book expects when left out */
  readonly count?: number | undefined;
  /** none when left out */
  readonly rates?: DefectRates | undefined;
}

interface Slot {
  number: number;
  page: number;
  on: DayNumber;
  defects: Defect[];
}

/**
 * Numbers, pages and days of a book, with what went wrong between neighbours. At most one such
 * defect a case.
 */
function* slots(random: Random, days: readonly DayNumber[], rates: DefectRates): Generator<Slot> {
  let number = 0;
  let lastDay = days[0] ?? 0;
  let quietUntil = 6;
  const happens = (defect: Defect) => {
    const rate = rates[defect] ?? 0;
    return rate > 0 && random.chance(rate);
  };
  for (const [index, day] of days.entries()) {
    const slot: Slot = { number: number + 1, page: Math.floor(index / 2) + 1, on: day, defects: [] };
    const first = days[0] ?? day;
    if (index > 0 && happens("number-gap")) {
      slot.number += random.int(1, 3);
      slot.defects.push("number-gap");
    } else if (index > 0 && happens("number-repeated")) {
      slot.number = number;
      slot.defects.push("number-repeated");
    } else if (index >= quietUntil && happens("number-out-of-order")) {
      // Two of them next to each other would set each other right.
      quietUntil = index + 8;
      slot.page -= 2;
      slot.defects.push("number-out-of-order");
    } else if (day - first > 60 && happens("date-falls")) {
      const earlier = workingDay(Math.max(first, day - random.int(30, 50)));
      if (earlier < lastDay && yearOf(earlier) === yearOf(day)) {
        slot.on = earlier;
        slot.defects.push("date-falls");
      }
    }
    number = slot.number;
    lastDay = slot.on;
    yield slot;
  }
}

/**
 * The cases of a book in the order of its pages. The same book of the same seed always has the same
 * cases.
 */
export function* inventCases(
  root: Random,
  book: SyntheticBook,
  wish: CasesWish = {},
): Generator<SyntheticCase> {
  const { bookId, bookNumber, recordType, openingYear, expectedCases } = book.data;
  const { count = expectedCases, rates = {} } = wish;
  const random = root.fork(`cases/${bookId}`);
  const days = registrationDays(random, openingYear, count);
  for (const { number, page, on, defects } of slots(random, days, rates)) {
    const truth = inventCase(random, { book, number, page, on });
    const written = writePage(random, recordType, truth, rates);
    yield {
      recordType,
      bookId,
      bookNumber,
      number,
      registeredOn: isoDay(on),
      truth,
      paper: written.paper,
      defects: [...defects, ...written.defects],
    };
  }
}
