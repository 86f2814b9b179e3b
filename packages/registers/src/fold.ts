import { withOurLetters } from "./suspicious-characters.ts";

const marks = /\p{M}+/gu;
const vowel = "aăâeêioôơuưyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ";
const toneMark = /[\u0300\u0301\u0303\u0309\u0323]/u;

/** Straight, curly and modifier apostrophes, accents that stand alone: one sign on paper. */
const apostrophes = /['`´‘’‛′‵ʹʻʼʽʾˈˊˋꞋꞌ՚＇]/gu;
/** Hyphens and dashes of every width, and the minus sign. */
const hyphens = /[-\u2010-\u2015\u2212\u2043\u02d7\ufe58\ufe63\uff0d]/gu;
/** Strokes between two words or numbers. */
const slashes = /[\u2044\u2215\u2571\u29f8]/gu;
/** What takes no room on paper. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
/** What leaves room and is no space to a program. */
const emptySigns = /\u2800/gu;
/** Letters that no accent makes of a plain one: all that Unicode does not decompose. */
const plainLetters: ReadonlyMap<string, string> = new Map(
  ["đd", "ðd", "ɖd", "ƀb", "ɓb", "ŧt", "łl", "øo", "ħh", "ıi", "æae", "œoe", "ßss"].map((pair) => [
    pair.slice(0, 1),
    pair.slice(1),
  ]),
);
const notPlain = new RegExp(`[${[...plainLetters.keys()].join("")}]`, "gu");

/** Our letters for their look-alikes: a capital may have one where its small letter has none. */
const ourLowerCase = (text: string): string => withOurLetters(withOurLetters(text).toLowerCase());

/** Fold a name of a list: case, hyphens, spaces, apostrophes and dots go; tone marks stay. */
export const foldListName = (text: string): string =>
  withOurLetters(text.normalize("NFC"))
    .toLowerCase()
    .replace(/ð/gu, "đ")
    .replace(apostrophes, "")
    .replace(hyphens, "")
    .replace(invisible, "")
    .replace(/[\s.]+/gu, "");

/**
 * Fold for search and to tell places apart: no tone marks, no accents, lower case, single spaces.
 * Letters and signs that look alike on paper are one, whichever keyboard wrote them: Đ and Ð, Latin
 * and Cyrillic or Greek letters, apostrophes, hyphens (as a space), spaces. Never for stored data.
 */
export const foldForSearch = (text: string): string =>
  ourLowerCase(
    // Before and after what looks like a letter may be made of it: of ϲ Unicode makes a sigma.
    withOurLetters(text)
      .replace(invisible, "")
      .replace(emptySigns, " ")
      // Before the next step makes a space and an accent of one, and after it has made one of another.
      .replace(apostrophes, "")
      .normalize("NFKD")
      .replace(apostrophes, "")
      .replace(marks, ""),
  )
    .replace(slashes, "/")
    .replace(notPlain, (letter) => plainLetters.get(letter) ?? letter)
    .replace(hyphens, " ")
    .replace(/\s+/gu, " ")
    .trim();

/**
 * Fold to tell readings from ways to spell them: case, spaces and punctuation go, and how a date is
 * divided; accents, tone marks and zeros in front stay.
 */
export const foldSpelling = (text: string): string =>
  ourLowerCase(unifyTonePlacement(text).replace(invisible, "").replace(apostrophes, ""))
    .normalize("NFC")
    .replace(/ð/gu, "đ")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    // Between two digits a space says that they are two numbers.
    .replace(/ (?!\p{N})|(?<!\p{N}) /gu, "");

const moveTone = (first: string, second: string): string => {
  const decomposed = second.normalize("NFD");
  const tone = toneMark.exec(decomposed)?.[0];
  if (tone === undefined) return first + second;
  return `${first}${tone}`.normalize("NFC") + decomposed.replace(tone, "").normalize("NFC");
};

const newStyle = new RegExp(`(^|[^${vowel}q])([ou])([àáảãạèéẻẽẹỳýỷỹỵ])(?![\\p{L}\\p{M}])`, "giu");

/**
 * Write open oa, oe and uy the older way (hoà becomes hòa), so that both spellings are found.
 * Search only.
 */
export const unifyTonePlacement = (text: string): string =>
  text.normalize("NFC").replace(newStyle, (whole, before: string, first: string, second: string) => {
    const pair = `${first}${second}`.normalize("NFD").replace(marks, "").toLowerCase();
    return pair === "oa" || pair === "oe" || pair === "uy" ? before + moveTone(first, second) : whole;
  });
