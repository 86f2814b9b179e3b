import { limitOn, parseBookNumber, placesIn } from "@sogoc/registers";
import { bookTypeWords, foldWords, isPlaceholder, oneOf, typeCodes, typesNamedIn } from "./folded-words.ts";

/** The book that a package is of. */
export interface AnsweredBook {
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  /** In which its cases were registered, as far as their dates tell. */
  readonly years: ReadonlySet<number>;
  /** As its package names it, as it is called now, and the unit that has it by all its names. */
  readonly offices: readonly string[];
  /** The units above that one. */
  readonly above: readonly string[];
}

/**
 * Whether a text names the package's book: `uncertain` may name a book, and which one cannot be
 * told; `none` names no book.
 */
export type BookMatch = "own" | "other" | "uncertain" | "none";

export type BookMatcher = (text: string) => BookMatch;

const YEAR = "((?:18|19|20)\\d{2})";
const BETWEEN = "(?:\\s*[/.]\\s*|\\s+(?:nam\\s+)?)";
/**
 * `07/2011`, `07-2011`, `7.2011`, `07 năm 2011`; neither a day of a date nor part of a longer row.
 */
export const NUMBER_AND_YEAR = `(?<!\\d\\s*[/.]\\s*|\\d\\s+|\\d)0*([1-9]\\d{0,2})${BETWEEN}${YEAR}(?!\\d|\\s*[/.]\\s*\\d)`;
export const YEAR_AND_NUMBER = `(?<!\\d)${YEAR}(?:\\s*[/.]\\s*|\\s+)0*([1-9]\\d{0,2})(?!\\d|\\s*[/.]\\s*\\d|\\s+\\d)`;

const numberAndYear = new RegExp(NUMBER_AND_YEAR, "gu");
const yearAndNumber = new RegExp(YEAR_AND_NUMBER, "gu");
/** What a spreadsheet makes of `07/2011`: the first day of the month, written either way. */
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

/** Of several things that one text says: what names another book counts, then what is not read. */
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
  // Of which century nobody can tell.
  if (short) return "uncertain";
  const alone = numberAlone.exec(words);
  if (alone) return Number(alone[1]) === number ? "own" : "uncertain";
  const years = [...words.matchAll(yearAlone)].map(([found]) => Number(found) === year);
  if (years.length > 0) return matchOf(years) === "own" ? "own" : "uncertain";
  return /\d/u.test(words) ? "uncertain" : "none";
};

const isWord = /[a-z]/u;
const codeAtStart = new RegExp(`^(?:quyen (?:so )?)?(${oneOf(typeCodes.keys())})(?=$|[ ./\\d])`, "u");

/** Names of types anywhere, a code where the text begins with it. */
const judgeNamedType = (words: string, recordType: string): BookMatch => {
  const code = typeCodes.get(codeAtStart.exec(words)?.[1] ?? "");
  const named = [...typesNamedIn(words), ...(code === undefined ? [] : [code])];
  return matchOf(named.map((one) => one === recordType));
};

/** A column of types: a text that names none is not read. */
export const typeJudge =
  ({ recordType }: AnsweredBook): BookMatcher =>
  (text) => {
    const words = foldWords(text);
    if (isPlaceholder(words)) return "none";
    const named = judgeNamedType(words, recordType);
    return named === "none" ? "uncertain" : named;
  };

/** A column of books: their numbers, in whatever way a person writes them, and their types. */
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

/** A column of the years in which books were opened. */
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
  /** The places that it lies in, as far as they are named, folded without their kinds. */
  readonly around: readonly string[];
}

const startOfKind = new RegExp(`^(${communeKinds}|${widerKinds}) (?=\\S)`, "u");

const withoutKind = (words: string): string => words.replace(startOfKind, "");

/** `UBND xã Mai Lâm, huyện Đông Anh`, or without a comma: kind, name and what it lies in. */
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
  // There may be a commune and a town of one name, and communes of one name in two districts.
  if (one.kind !== undefined && other.kind !== undefined && one.kind !== other.kind) return "uncertain";
  const [first] = one.around;
  const isApart = first !== undefined && other.around.length > 0 && !other.around.includes(first);
  return isApart ? "uncertain" : "own";
};

const isCommune = ({ kind }: NamedPlace): boolean =>
  kind !== undefined && new RegExp(`^(?:${communeKinds})$`, "u").test(kind);

/**
 * A column of offices. Where `isFirm` is false its heading may also stand for something else, and
 * only what is called a commune is taken for another one.
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
    // The office's own words within a longer text, as "Ban Tư pháp xã Mai Lâm".
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
 * A column of the districts or provinces that communes of one name are told apart by. It may be of
 * persons as well, and nothing is said where no unit of that level is known.
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

/** What a text looks like as a whole, whatever stands over it. */
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
 * A year in which cases of the book were registered; where nobody knows, also the one after it was
 * opened.
 */
const isYearOf = ({ years, openingYear }: AnsweredBook, year: number): boolean =>
  years.has(year) ||
  year === openingYear ||
  (years.size === 0 && year > openingYear && year <= openingYear + limitOn("book-year-span").max);

const asked = (match: BookMatch): BookMatch => (match === "other" ? "uncertain" : match);

/**
 * A column of which nobody knows what it is: what has the form of a book's number, a year, a type
 * or an office, and is not this book's, is for a person to tell.
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

/** Dates on which cases were registered: of another year than this book's, they may be others. */
export const registrationDateJudge =
  (book: AnsweredBook): BookMatcher =>
  (text) => {
    const years = [...foldWords(text).matchAll(yearAlone)].map(([found]) => Number(found));
    if (years.length === 0) return "none";
    return years.every((year) => isYearOf(book, year)) ? "own" : "uncertain";
  };
