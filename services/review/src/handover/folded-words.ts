import { foldForSearch, plannedRecordTypes, recordTypes } from "@sogoc/registers";

/** Folded, "sổ" and "số" are one word, so that the book is told apart before. */
const bookWord = /(?<!\p{L})sổ(?!\p{L})/gu;
/** A right, which folded is the word for a volume. */
const rightWord = /(?<!\p{L})quyền(?!\p{L})/gu;

/**
 * The words of a text, folded, with strokes and dots between numbers kept; `sổ` is `quyen` in it.
 */
export const foldWords = (text: string): string =>
  foldForSearch(
    text.normalize("NFC").toLowerCase().replace(bookWord, " quyển ").replace(rightWord, " thẩm quyền "),
  )
    .replace(/[^a-z0-9/.]+/gu, " ")
    .trim();

/** No accent and no Đ in it: "SO" may be either word. */
export const isUnaccented = (text: string): boolean =>
  foldForSearch(text) ===
  text
    .toLowerCase()
    .replace(/[-\s]+/gu, " ")
    .trim();

/** What stands in a cell where nothing is known. */
export const isPlaceholder = (words: string): boolean =>
  /^(?:[./ ]*|khong|khong ro|khong co|trong|n\/a|na|null|none)$/u.test(words);

/** A name is found with and without the words that go before it in law. */
const namesOf = (name: string): readonly string[] => {
  const words = foldWords(name);
  return [...new Set([words, words.replace(/^(?:xac nhan|dang ky) /u, "")])];
};

interface BookTypeWords {
  /** Empty for a type whose sheet nobody knows. */
  readonly code: string;
  readonly names: readonly string[];
}

/** The book types by their folded codes and names, those to come as well. */
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

/** Any of these words or phrases, the longer ones first, as a part of an expression. */
export const oneOf = (phrases: Iterable<string>): string =>
  [...phrases]
    .filter((phrase) => phrase !== "")
    .toSorted((one, other) => other.length - one.length)
    .join("|");
