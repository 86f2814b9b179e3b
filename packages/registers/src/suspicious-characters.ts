import { foreignLatin, ordinary } from "./tidy-text.ts";

/**
 * Letters of other alphabets, and Latin ones of no Vietnamese keyboard, that look like ours: the
 * pairs of Unicode's `confusables.txt` (UTS 39). That takes every stroke for `l`; here a capital
 * is `I`, and a letter goes by the one that people mean by it.
 */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  [
    "ÐĐðđƉĐɖđ",
    "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXАAѴVҮYԌGԜWӀI",
    "аaсcеeоoрpхxуyіiјjѕsԁdһhԛqԝwѵvүyҽeӏlѡwьbЬbгrꙇi",
    "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCϺMϜFϒYͿJ",
    "οoνvαaιiκkρpυuσoγyϲcϳjϱp",
    "ɑaɡgıiɪiɩiƄbſsƽsᴄcᴏoᴠvᴡwᴢzꜱsᴜuʏyɣyƖIǀl",
  ].flatMap((pairs) =>
    [...pairs.matchAll(/(.)(.)/gu)].map(([, other = "", ours = ""]) => [other, ours] as const),
  ),
);

/** Marks that no Vietnamese keyboard writes and that look like one that it does. */
const markLookAlikes: ReadonlyMap<string, string> = new Map([["\u0342", "\u0303"]]);

const unusual = new RegExp(`[^ ${ordinary}]`, "u");
/** What takes no room on paper, or cannot be told from nothing. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
const foreignLetter = new RegExp(`[\\p{Script=Cyrillic}\\p{Script=Greek}${foreignLatin}]`, "gu");
/** Letters, digits and signs that are ours in another dress: full width, mathematical, Roman. */
const dressed = /[\uff01-\uff5e\u2160-\u217f\u{1d400}-\u{1d7ff}]/gu;
/** Between two letters, as in H'Hen and Y-Bih: there every program writes its own. */
const apostropheLike = /(?<=\p{L})[`´‘’‛′‵ʹʻʼʽʾˈˊˋꞋꞌ՚＇](?=\p{L})/gu;
const hyphenLike = /(?<=\p{L})[\u2010-\u2015\u2212\u2043\u02d7\ufe58\ufe63\uff0d](?=\p{L})/gu;
const slashLike = /(?<=[\p{L}\p{N}]\s*)[\u2044\u2215\u2571\u29f8](?=\s*[\p{L}\p{N}])/gu;
/** Unicode's spaces, and the empty pattern of Braille. */
const spaceLike = /[\p{Zs}\u2800]/gu;
const markRun = /\p{M}{2,}|\u0342/gu;
/** What makes another letter of one; tones come after it. */
const shapeMark = /[\u0302\u0306\u031b]/u;
const whiteSpace = /[\t\n\r]/u;

/**
 * Nothing but Latin letters, digits and common signs: the quick way out of every check of
 * characters.
 */
export const isPlainText = (text: string): boolean => !unusual.test(text);

/**
 * Control, zero-width, private and broken characters; line breaks and tabs are white space and do
 * not count.
 */
export const hiddenCharacters = (text: string): string[] =>
  [...new Set(text.match(hidden))].filter((character) => !whiteSpace.test(character));

/** Marks of one letter each once, those that make the letter before its tone. */
const inOrder = (run: string): string => {
  const marks = [...new Set([...run].map((mark) => markLookAlikes.get(mark) ?? mark))];
  return [
    ...marks.filter((mark) => shapeMark.test(mark)),
    ...marks.filter((mark) => !shapeMark.test(mark)),
  ].join("");
};

const withOneOfEachMark = (text: string): string =>
  text.normalize("NFD").replace(markRun, inOrder).normalize("NFC");

/**
 * Marks that are there twice, or in an order that makes another letter of them: é with a circumflex
 * looks like ế, and is none.
 */
const strayMarks = (text: string): string[] => {
  const composed = text.normalize("NFC");
  return withOneOfEachMark(text) === composed ? [] : [...new Set(composed.match(/\p{M}/gu))];
};

/** Letters and signs in the text that look like those of a Vietnamese keyboard and are others. */
export const lookAlikeLetters = (text: string): string[] => [
  ...new Set([
    ...[foreignLetter, dressed, apostropheLike, hyphenLike, slashLike].flatMap(
      (sign) => text.match(sign) ?? [],
    ),
    ...strayMarks(text),
  ]),
];

/** Spaces in the text that are not the one of a keyboard. */
export const otherSpaces = (text: string): string[] =>
  [...new Set(text.match(spaceLike))].filter((space) => space !== " ");

/** Our letters and digits for those of other alphabets, with their marks; others stay. */
export const withOurLetters = (text: string): string =>
  text
    .replace(dressed, (sign) => sign.normalize("NFKC"))
    .replace(foreignLetter, (letter) => {
      const ours = lookAlikes.get(letter);
      if (ours !== undefined) return ours;
      const [base = "", ...marks] = letter.normalize("NFD");
      return `${lookAlikes.get(base) ?? base}${marks.join("")}`.normalize("NFC");
    });

/** The text without hidden characters and with our letters and signs for their look-alikes. */
export const withoutSuspiciousCharacters = (text: string): string => {
  const visible = text.replace(hidden, (character) => (whiteSpace.test(character) ? character : ""));
  return withOneOfEachMark(withOurLetters(visible))
    .replace(spaceLike, " ")
    .replace(apostropheLike, "'")
    .replace(hyphenLike, "-")
    .replace(slashLike, "/");
};

/**
 * A number as a keyboard would write it, for reading only: digits, letters, slashes and spaces of
 * any kind are one. What was typed is stored and has its finding.
 */
export const readableNumber = (text: string): string =>
  isPlainText(text) ? text : withoutSuspiciousCharacters(text);

/** `U+200B`, for messages */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
