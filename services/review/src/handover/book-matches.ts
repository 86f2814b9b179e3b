import { limitOn, parseBookNumber, placesIn } from "@sogoc/registers";
import { bookTypeWords, foldWords, isPlaceholder, oneOf, typeCodes, typesNamedIn } from "./folded-words.ts";

/** The book that a package is of. */
export interface AnsweredBook {
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  /** The years in which its cases were registered, where their dates say so. */
  readonly years: ReadonlySet<number>;
  /** Its offices: as its package names it, as it is now, and all names of the unit that has it. */
  readonly offices: readonly string[];
  /** The units above that one. */
  readonly above: readonly string[];
}

/**
 * Whether a text names the package's book (`own`) or another one. `uncertain`: it may name a book,
 * but not clearly which; `none`: it names no book.
 */
export type BookMatch = "own" | "other" | "uncertain" | "none";

export type BookMatcher = (text: string) => BookMatch;

const YEAR = "((?:18|19|20)\\d{2})";
const BETWEEN = "(?:\\s*[/.]\\s*|\\s+(?:nam\\s+)?)";
/**
 * A book number such as `07/2011`, `07-2011`, `7.2011`, `07 năm 2011`; not a part of a date or of a
 * longer row of numbers.
 */
export const NUMBER_AND_YEAR = `(?<!\\d\\s*[/.]\\s*|\\d\\s+|\\d)0*([1-9]\\d{0,2})${BETWEEN}${YEAR}(?!\\d|\\s*[/.]\\s*\\d)`;
export const YEAR_AND_NUMBER = `(?<!\\d)${YEAR}(?:\\s*[/.]\\s*|\\s+)0*([1-9]\\d{0,2})(?!\\d|\\s*[/.]\\s*\\d|\\s+\\d)`;

const numberAndYear = new RegExp(NUMBER_AND_YEAR, "gu");
const yearAndNumber = new RegExp(YEAR_AND_NUMBER, "gu");
/** A spreadsheet turns `07/2011` into the first day of the month, written either way. */
const madeIntoDate = new RegExp(`^0?1[/. ]0*(\\d{1,2})[/. ]${YEAR}$`, "u");
const madeIntoIsoDate = new RegExp(`^${YEAR}[/. ]0*(\\d{1,2})[/. ]0?1(?:$|\\s)`, "u");
const shortYear = /^(?:[a-z]+ )*0*([1-9]\d{0,2}) ?[/.] ?(\d{2})$/u;
const numberAlone = /^(?:(?:quyen|q|so)[. ]*)*0*([1-9]\d{0,2})$/u;
const yearAlone = new RegExp(`(?<!\\d)${YEAR}(?!\\d)`, "gu");

const matchOf = (all: readonly boolean[]): BookMatch => {
  if (all.length === 0) return "none";
  if (all.every((isOwn) => isOwn)) return "own";
  return all.some((isOwn) => isOwn) ? "uncertain" : "other";
};

/** The match that counts where a text has several: another book first, then what is uncertain. */
const heaviest = (...matches: readonly BookMatch[]): BookMatch =>
  (["other", "uncertain", "own"] as const).find((one) => matches.includes(one)) ?? "none";

const judgeNumber = (words: string, { number, year }: { number: number; year: number }): BookMatch => {
  const isOwn = (found: string | undefined, of: string | undefined) =>
    Number(found) === number && Number(of) === year;
  const full = [...words.matchAll(numberAndYear)].map(([, found, of]) => isOwn(found, of));
  if (full.length > 0) return matchOf(full);
  const date = madeIntoDate.exec(words);
  if (date) return isOwn(date[1], date[2]) ? "own" : "uncertain";
  const isoDate = madeIntoIsoDate.exec(words);
  if (isoDate) return isOwn(isoDate[2], isoDate[1]) ? "own" : "uncertain";
  const turned = [...words.matchAll(yearAndNumber)].map(([, of, found]) => isOwn(found, of));
  if (turned.length > 0) return matchOf(turned);
  const short = shortYear.exec(words);
  // The century is not known.
  if (short) return "uncertain";
  const alone = numberAlone.exec(words);
  if (alone) return Number(alone[1]) === number ? "own" : "uncertain";
  const years = [...words.matchAll(yearAlone)].map(([found]) => Number(found) === year);
  if (years.length > 0) return matchOf(years) === "own" ? "own" : "uncertain";
  return /\d/u.test(words) ? "uncertain" : "none";
};

const isWord = /[a-z]/u;
const codeAtStart = new RegExp(`^(?:quyen (?:so )?)?(${oneOf(typeCodes.keys())})(?=$|[ ./\\d])`, "u");

/** Finds names of types anywhere, but a code only at the beginning. */
const judgeNamedType = (words: string, recordType: string): BookMatch => {
  const code = typeCodes.get(codeAtStart.exec(words)?.[1] ?? "");
  const named = [...typesNamedIn(words), ...(code === undefined ? [] : [code])];
  return matchOf(named.map((one) => one === recordType));
};

/** For a column of types; a text that names none is uncertain. */
export const typeJudge =
  ({ recordType }: AnsweredBook): BookMatcher =>
  (text) => {
    const words = foldWords(text);
    if (isPlaceholder(words)) return "none";
    const named = judgeNamedType(words, recordType);
    return named === "none" ? "uncertain" : named;
  };

/** For a column of books, by their numbers, in whatever spelling, and types. */
export const bookJudge = ({ recordType, bookNumber }: AnsweredBook): BookMatcher => {
  const own = parseBookNumber(bookNumber);
  return (text) => {
    const words = foldWords(text);
    if (isPlaceholder(words)) return "none";
    const type = judgeNamedType(words, recordType);
    const number = own ? judgeNumber(words, own) : "none";
    const match = heaviest(type, number);
    return match === "none" ? "uncertain" : match;
  };
};

/** For a column of the years in which books were opened. */
export const yearJudge =
  ({ openingYear }: AnsweredBook): BookMatcher =>
  (text) => {
    const words = foldWords(text);
    if (isPlaceholder(words)) return "none";
    const years = [...words.matchAll(yearAlone)].map(([found]) => Number(found) === openingYear);
    return years.length === 0 ? "uncertain" : matchOf(years);
  };

const communeKinds = "xa|phuong|thi tran|dac khu";
const widerKinds = "huyen|quan|thi xa|thanh pho|tp|tinh";
const kindBefore = new RegExp(`(?:^|.* )(${communeKinds}|${widerKinds}) (.+)$`, "u");
const committee = /^.*?(?:ubnd|uy ban nhan dan|uy ban hanh chinh)(?: |$)/u;
const placesAround = new RegExp(` (?:${widerKinds}) .+$`, "u");
const formerly = / \(?cu\)?$/u;

interface NamedPlace {
  readonly kind: string | undefined;
  readonly name: string;
  /** The places around it, as far as they are named, folded and without their kinds. */
  readonly around: readonly string[];
}

const startOfKind = new RegExp(`^(${communeKinds}|${widerKinds}) (?=\\S)`, "u");

const withoutKind = (words: string): string => words.replace(startOfKind, "");

/**
 * Takes `UBND xã Mai Lâm, huyện Đông Anh`, also without the comma, apart: kind, name and places
 * around.
 */
export const placeNamed = (text: string): NamedPlace => {
  const [nearest = "", ...wider] = placesIn(text).map((part) =>
    foldWords(part).replaceAll(".", " ").replace(/\s+/gu, " ").trim(),
  );
  const named = nearest.replace(committee, "").replace(formerly, "");
  const kind = startOfKind.exec(named)?.[1];
  const bare = withoutKind(named);
  const around = placesAround.exec(bare)?.[0].trim();
  return {
    kind,
    name: bare.replace(placesAround, ""),
    around: [...(around === undefined ? [] : [around]), ...wider].map(withoutKind),
  };
};

const isSamePlace = (one: NamedPlace, other: NamedPlace): BookMatch => {
  if (one.name !== other.name) return "other";
  // A commune and a town may have the same name, and so may communes of two districts.
  if (one.kind !== undefined && other.kind !== undefined && one.kind !== other.kind) return "uncertain";
  const [first] = one.around;
  const isApart = first !== undefined && other.around.length > 0 && !other.around.includes(first);
  return isApart ? "uncertain" : "own";
};

const isCommune = ({ kind }: NamedPlace): boolean =>
  kind !== undefined && new RegExp(`^(?:${communeKinds})$`, "u").test(kind);

/**
 * For a column of offices. With `isFirm` false the heading may also be used for something else, and
 * only a text that is clearly a commune counts as another office.
 */
export const officeJudge = ({ offices, above }: AnsweredBook, isFirm: boolean): BookMatcher => {
  const own = offices.map(placeNamed);
  const around = new Set(above.map((name) => placeNamed(name).name));
  return (text) => {
    const words = foldWords(text);
    if (isPlaceholder(words)) return "none";
    if (!isWord.test(words)) return "uncertain";
    const named = placeNamed(text);
    const matches = own.map((one) => isSamePlace(named, one));
    if (matches.includes("own")) return "own";
    if (matches.includes("uncertain")) return "uncertain";
    if (!isCommune(named) && around.has(named.name)) return "none";
    // The office's name within a longer text, as "Ban Tư pháp xã Mai Lâm".
    const within = kindBefore.exec(words);
    if (within && own.some(({ name }) => name !== "" && within[2] === name)) return "own";
    return isFirm || isCommune(named) ? "other" : "uncertain";
  };
};

const kindsOfLevel = {
  district: new Set(["huyen", "quan", "thi xa"]),
  province: new Set(["tinh", "thanh pho", "tp"]),
} as const;

/**
 * For a column of districts or provinces, which tell communes of one name apart. It may also be a
 * column of persons' places. Without a known unit of that level nothing matches.
 */
export const widerJudge = (
  { offices, above }: AnsweredBook,
  level: keyof typeof kindsOfLevel,
): BookMatcher => {
  const parts = [...above, ...offices.flatMap((office) => placesIn(office).slice(1))];
  const own = new Set(
    parts
      .map(placeNamed)
      .filter(({ kind }) => kind !== undefined && kindsOfLevel[level].has(kind))
      .map(({ name }) => name),
  );
  return (text) => {
    if (own.size === 0 || isPlaceholder(foldWords(text))) return "none";
    return own.has(placeNamed(text).name) ? "own" : "uncertain";
  };
};

const anyType = oneOf([...bookTypeWords.flatMap((type) => type.names), ...typeCodes.keys()]);
const bookFillers = new RegExp(
  `(?<![a-z])(?:quyen|so|q|nam|dang ky|ho tich|goc|va|viec|cac|${anyType})(?![a-z])`,
  "gu",
);
/** Nothing but strokes and dots is left. */
const isUsedUp = (words: string): boolean => /^[./ ]*$/u.test(words);
const bareYear = new RegExp(`^(?:nam )?${YEAR}$`, "u");
const committeeOfCommune = new RegExp(`(?:^| )(?:ubnd|uy ban nhan dan) (?:${communeKinds}) [a-z]`, "u");

/** The form of a whole text, whatever its heading. */
type MentionForm = "book" | "year" | "type" | "office";

const formOf = (words: string): MentionForm | undefined => {
  if (bareYear.test(words)) return "year";
  if (committeeOfCommune.test(words)) return "office";
  const withoutNumber = words.replace(numberAndYear, " ").replace(yearAndNumber, " ");
  if (!isUsedUp(withoutNumber.replace(bookFillers, " "))) return undefined;
  if (withoutNumber !== words) return "book";
  const namesType = typesNamedIn(words).size > 0 || typeCodes.has(words.replace(/^quyen /u, ""));
  return namesType ? "type" : undefined;
};

/**
 * Whether a year belongs to the book: one in which its cases were registered, or the opening year.
 * Without known dates every year within a book's usual span does.
 */
const isYearOf = ({ years, openingYear }: AnsweredBook, year: number): boolean =>
  years.has(year) ||
  year === openingYear ||
  (years.size === 0 && year > openingYear && year <= openingYear + limitOn("book-year-span").max);

const asked = (match: BookMatch): BookMatch => (match === "other" ? "uncertain" : match);

/**
 * For a column with an unknown heading: a text in the form of a book's number, a year, a type or an
 * office is left to a person, unless it is this book's.
 */
export const formJudge = (
  book: AnsweredBook,
): ((text: string) => { readonly form: MentionForm | undefined; readonly match: BookMatch }) => {
  const judges = { book: bookJudge(book), type: typeJudge(book), office: officeJudge(book, false) };
  return (text) => {
    const words = foldWords(text);
    const form = formOf(words);
    if (form === undefined) return { form, match: "none" };
    if (form !== "year") return { form, match: asked(judges[form](text)) };
    const year = Number(bareYear.exec(words)?.[1]);
    return { form, match: isYearOf(book, year) ? "own" : "uncertain" };
  };
};

/** For dates of registration: those of a year that is not the book's are left to a person. */
export const registrationDateJudge =
  (book: AnsweredBook): BookMatcher =>
  (text) => {
    const years = [...foldWords(text).matchAll(yearAlone)].map(([found]) => Number(found));
    if (years.length === 0) return "none";
    return years.every((year) => isYearOf(book, year)) ? "own" : "uncertain";
  };
