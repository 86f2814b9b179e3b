import { foldForSearch, plannedRecordTypes, recordTypes } from "@sogoc/registers";

/** Folding makes "sổ" (book) and "số" (number) the same word, so "sổ" is replaced before. */
const bookWord = /(?<!\p{L})sổ(?!\p{L})/gu;
/** "quyền" (a right), which folding would make the word for a volume. */
const rightWord = /(?<!\p{L})quyền(?!\p{L})/gu;

/** Folds a text into words, keeping strokes and dots between numbers; `sổ` becomes `quyen`. */
export const foldWords = (text: string): string =>
  foldForSearch(
    text.normalize("NFC").toLowerCase().replace(bookWord, " quyển ").replace(rightWord, " thẩm quyền "),
  )
    .replace(/[^a-z0-9/.]+/gu, " ")
    .trim();

/** Whether a text has neither accents nor Đ: then "SO" may be "sổ" or "số". */
export const isUnaccented = (text: string): boolean =>
  foldForSearch(text) ===
  text
    .toLowerCase()
    .replace(/[-\s]+/gu, " ")
    .trim();

/** Whether a text stands for an unknown value. */
export const isPlaceholder = (words: string): boolean =>
  /^(?:[./ ]*|khong|khong ro|khong co|trong|n\/a|na|null|none)$/u.test(words);

/** A type is found by its name, and by its name without the words that the law puts before it. */
const namesOf = (name: string): readonly string[] => {
  const words = foldWords(name);
  return [...new Set([words, words.replace(/^(?:xac nhan|dang ky) /u, "")])];
};

interface BookTypeWords {
  /** Empty for a type whose sheet is not known yet. */
  readonly code: string;
  readonly names: readonly string[];
}

/** The book types by their folded codes and names, including types to come. */
export const bookTypeWords: readonly BookTypeWords[] = [
  ...recordTypes.map(({ code, name_vi: name }) => ({ code, names: namesOf(name) })),
  ...plannedRecordTypes.map(({ name_vi: name }) => ({ code: "", names: namesOf(name) })),
];

export const typeCodes: ReadonlyMap<string, string> = new Map(
  recordTypes.map(({ code }) => [foldWords(code), code]),
);

/** The codes of the types that are named in words; the empty one stands for a type to come. */
export const typesNamedIn = (words: string): ReadonlySet<string> =>
  new Set(
    bookTypeWords.flatMap(({ code, names }) =>
      names.some((name) => ` ${words} `.includes(` ${name} `)) ? [code] : [],
    ),
  );

/** A part of a regular expression that matches any of these phrases, the longer ones first. */
export const oneOf = (phrases: Iterable<string>): string =>
  [...phrases]
    .filter((phrase) => phrase !== "")
    .toSorted((one, other) => other.length - one.length)
    .join("|");
