import { foldForSearch } from "../fold.ts";
import { foldPlace, kindOfPlace, placesIn } from "../fold-place.ts";
import { type BookFinding, type BookRecord, bookFinding } from "./book-record.ts";
import { isWithinTime, type KnownUnit, namesOfUnit, timesOfNames } from "./known-places.ts";
import { limitOn } from "./limits.ts";
import { viewRecord } from "./record-view.ts";

/** Who wrote a book and who has it now, with the units that are known, by their ids. */
export interface OfficeOfBook {
  /** As the book is registered under it. */
  readonly office: string;
  readonly unitId: string;
  readonly units: ReadonlyMap<string, KnownUnit>;
}

/** A unit with all that came after it. */
const withHeirs = (id: string, { units }: Pick<OfficeOfBook, "units">): ReadonlySet<string> => {
  const heirs = new Set([id]);
  for (const heir of heirs) for (const next of units.get(heir)?.successors ?? []) heirs.add(next);
  return heirs;
};

/**
 * Whether two texts name one office, as far as both say of its kind and of what it lies in, as
 * `UBND xã Mai Lâm, huyện Đông Anh` and `Mai Lâm` do.
 */
const isSameOffice = (one: string, other: string): boolean => {
  if (foldForSearch(one) === foldForSearch(other)) return true;
  const [place = "", wider] = placesIn(one);
  const [otherPlace = "", otherWider] = placesIn(other);
  if (foldPlace(place) !== foldPlace(otherPlace)) return false;
  const [ofOne, ofOther] = [kindOfPlace(place), kindOfPlace(otherPlace)];
  if (ofOne !== undefined && ofOther !== undefined && ofOne !== ofOther) return false;
  return wider === undefined || otherWider === undefined || foldPlace(wider) === foldPlace(otherWider);
};

/** The units that came before some. */
const cameBefore = (of: ReadonlySet<string>, book: Pick<OfficeOfBook, "units">): readonly string[] =>
  [...book.units.keys()].filter((id) => [...withHeirs(id, book)].some((heir) => of.has(heir)));

const namesOf = (id: string, { units }: Pick<OfficeOfBook, "units">): readonly string[] => {
  const unit = units.get(id);
  return unit ? namesOfUnit(unit) : [];
};

/** The unit that has the book, or one before or after it, by the office that the book names. */
const writersOf = (book: OfficeOfBook): readonly string[] => {
  const having = withHeirs(book.unitId, book);
  return [...new Set([...having, ...cameBefore(having, book)])].filter((id) =>
    namesOf(id, book).some((name) => isSameOffice(name, book.office)),
  );
};

/**
 * What its cases may name the office of a book by: its own name, and, of the unit that wrote it,
 * all its names and those of what came before and after it. A unit merged with that one is another
 * office.
 */
const officeNamesOf = (book: OfficeOfBook): readonly string[] => {
  const kin = writersOf(book).flatMap((id) => [...withHeirs(id, book), ...cameBefore(new Set([id]), book)]);
  return [book.office, ...[...new Set(kin)].flatMap((id) => namesOf(id, book))];
};

/** The years of a book, as far as its cases tell: from its opening to the last that is in it. */
const yearsOf = (records: readonly BookRecord[], openingYear: number): readonly string[] => {
  const last = records.reduce((latest, record) => {
    const view = viewRecord(record);
    return Math.max(latest, view.date(view.key.date)?.year ?? latest);
  }, openingYear);
  const span = Math.min(last - openingYear, limitOn("book-year-span").max);
  return Array.from({ length: span + 1 }, (_, at) => String(openingYear + at));
};

/**
 * A book under a name that the unit which wrote it did not have while it was kept: only later, or
 * no more. Silent where no unit is known by the name.
 */
function* checkOfficeTime(
  records: readonly BookRecord[],
  book: OfficeOfBook,
  openingYear: number,
): Iterable<BookFinding> {
  const { office, units } = book;
  const times = writersOf(book)
    .flatMap((id) => units.get(id) ?? [])
    .flatMap((unit) => timesOfNames(unit, units))
    .filter(({ name }) => isSameOffice(name, office));
  if (times.length === 0) return;
  const years = yearsOf(records, openingYear);
  if (years.some((year) => times.some((time) => isWithinTime(year, time)))) return;
  const [first = "", last = first] = [years[0], years.at(-1)];
  const params = { office, years: first === last ? first : `${first}–${last}` };
  yield bookFinding("office-not-there", [], { params });
}

/**
 * Cases that name another office than their book, one finding for each other office: the book's
 * was changed after they were keyed, or they are another book's.
 */
export function* checkOffices(records: readonly BookRecord[], book: OfficeOfBook): Iterable<BookFinding> {
  const byOffice = new Map<string, { readonly written: string; readonly records: BookRecord[] }>();
  for (const record of records) {
    const view = viewRecord(record);
    const written = view.text(view.key.office);
    if (written === undefined) continue;
    const group = byOffice.get(foldForSearch(written)) ?? { written, records: [] };
    group.records.push(record);
    byOffice.set(foldForSearch(written), group);
  }
  byOffice.delete(foldForSearch(book.office));
  if (byOffice.size === 0) return;
  const names = officeNamesOf(book);
  for (const { written, records: named } of byOffice.values()) {
    if (names.some((name) => isSameOffice(name, written))) continue;
    const [first] = named;
    const params = { found: String(named.length), other: written, office: book.office };
    const fields = first ? [viewRecord(first).key.office] : [];
    yield bookFinding("office-differs-from-book", named, { fields, params });
  }
}

/**
 * Everything that a book would be found to have by an office, whoever asks: its reconciliation, and
 * whoever is to decide on another one.
 */
export const findingsOfOffice = (
  records: readonly BookRecord[],
  book: OfficeOfBook,
  openingYear: number,
): readonly BookFinding[] => [...checkOffices(records, book), ...checkOfficeTime(records, book, openingYear)];
