import { parseBookNumber } from "@sogoc/registers";
import {
  type AnsweredBook,
  type BookMatch,
  NUMBER_AND_YEAR,
  placeNamed,
  YEAR_AND_NUMBER,
} from "./book-matches.ts";
import { bookTypeWords, foldWords, isUnaccented, oneOf, typeCodes, typesNamedIn } from "./folded-words.ts";

/** What a text outside the columns names. */
export interface TitleMention {
  readonly about: "book" | "type" | "office";
  readonly match: BookMatch;
}

const names = oneOf(bookTypeWords.flatMap((type) => type.names));
const codes = oneOf(typeCodes.keys());
const around = `(?: (?:so|quyen|dang ky|ho tich|goc|cac|viec|nam|${names}|${codes}))*`;
/** Words such as "Quyển số", "Sổ KT", "Sổ đăng ký khai tử, quyển" before a number with its year. */
const bookBefore = new RegExp(`(?:^| )(?:quyen|q\\.?)${around}$`, "u");
/** `KT 07/2011` may also be the number of a paper. */
const codeBefore = new RegExp(`(?:^| )(?:${codes})$`, "u");
const maybeBookBefore = /(?:^| )so$/u;
const typeOfBook = new RegExp(
  `(?:^| )quyen (?:(?:goc|ho tich|dang ky) )*(${names}|${codes})(?=$|[ ./\\d])`,
  "gu",
);

const numberAndYear = new RegExp(NUMBER_AND_YEAR, "gu");
const yearAndNumber = new RegExp(YEAR_AND_NUMBER, "gu");

const numberMentions = (
  text: string,
  words: string,
  { bookNumber }: AnsweredBook,
): readonly TitleMention[] => {
  const own = parseBookNumber(bookNumber);
  if (!own) return [];
  const matchAt = (index: number, number: string | undefined, year: string | undefined): BookMatch => {
    const before = words.slice(0, index).replace(/[ .]+$/u, "");
    const isBook = bookBefore.test(before);
    const isMaybe = codeBefore.test(before) || (maybeBookBefore.test(before) && isUnaccented(text));
    if (!isBook && !isMaybe) return "none";
    if (Number(number) === own.number && Number(year) === own.year) return "own";
    return isBook ? "other" : "uncertain";
  };
  const matches = [...words.matchAll(numberAndYear)].map(({ index, 1: number, 2: year }) =>
    matchAt(index, number, year),
  );
  const turned = [...words.matchAll(yearAndNumber)].map(({ index, 1: year, 2: number }) =>
    matchAt(index, number, year),
  );
  return [...matches, ...turned].map((match) => ({ about: "book", match }));
};

const typeMentions = (words: string, { recordType }: AnsweredBook): readonly TitleMention[] => {
  const ofBook = [...words.matchAll(typeOfBook)].map(([, type = ""]) => {
    const isOwn = typeCodes.get(type) === recordType || typesNamedIn(type).has(recordType);
    return { about: "type" as const, match: isOwn ? ("own" as const) : ("other" as const) };
  });
  if (ofBook.length > 0) return ofBook;
  const named = typesNamedIn(words);
  if (named.size === 0) return [];
  return [{ about: "type", match: named.has(recordType) ? "own" : "uncertain" }];
};

/** A commune; accents tell it from "thị xã", "cấp xã" and "xã hội". */
const commune =
  /(?<!\p{L})((?:ubnd|u[ỷy] ban nhân dân|ủy ban nhân dân)\s+)?(?<!(?:thị|cấp|các)\s+)(xã|phường|thị trấn|đặc khu)\s+(?!hội(?!\p{L}))(\p{L}.*)$/iu;
/** In a text without accents only the committee's word makes it certain. */
const plainCommune = /(?<!\p{L})(ubnd|uy ban nhan dan)\s+(xa|phuong|thi tran|dac khu)\s+(\p{L}.*)$/iu;

const officeMention = (part: string, { offices }: AnsweredBook): readonly TitleMention[] => {
  const found = (isUnaccented(part) ? plainCommune : commune).exec(part);
  const [, committee, kind, rest] = found ?? [];
  if (kind === undefined || rest === undefined) return [];
  const isAllCapitals = part === part.toUpperCase();
  const isName = isAllCapitals || rest.slice(0, 1) !== rest.slice(0, 1).toLowerCase();
  if (!isName) return [];
  const named = placeNamed(`${kind} ${rest}`);
  const same = offices
    .map(placeNamed)
    .filter(({ name }) => name !== "" && (named.name === name || named.name.startsWith(`${name} `)));
  if (same.some((own) => own.kind === undefined || own.kind === named.kind))
    return [{ about: "office", match: "own" }];
  const isClear = same.length === 0 && (committee !== undefined || !isAllCapitals);
  return [{ about: "office", match: isClear ? "other" : "uncertain" }];
};

/** What a line of a title says about a book, its type and its office. */
export const titleMentionsIn = (text: string, book: AnsweredBook): readonly TitleMention[] => {
  const words = foldWords(text);
  const parts = text.normalize("NFC").split(/[,;:()\n]|\s[-–—]\s/u);
  return [
    ...numberMentions(text, words, book),
    ...typeMentions(words, book),
    ...parts.flatMap((part) => officeMention(part.trim(), book)),
  ];
};
