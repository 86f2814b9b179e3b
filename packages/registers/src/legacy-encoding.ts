import { type LetterTable, tcvn3, vni } from "./legacy-encoding-tables.ts";
import { isVietnameseSyllable } from "./vietnamese-syllable.ts";

/**
 * Encodings met in old files, read as if they were Latin-1 (Windows-1258: its combining marks in
 * Unicode).
 */
export type LegacyEncoding = "TCVN3" | "VNI" | "Windows-1258";

interface Decoder {
  readonly pattern: RegExp;
  readonly letters: ReadonlyMap<string, string>;
  /** characters that this encoding needs and names in other languages do not have at that place */
  readonly strong: RegExp;
}

const decoder = (table: LetterTable, strong: RegExp): Decoder => {
  const letters = new Map([...table].map(([letter, bytes]) => [bytes, letter]));
  const longestFirst = [...letters.keys()].sort((a, b) => b.length - a.length);
  return { letters, strong, pattern: new RegExp(longestFirst.join("|"), "gu") };
};

const decoders = {
  TCVN3: decoder(tcvn3, /[µ¶·¸¹¨»¼½¾©ª«¬\u00ad®¡¢£¤¥¦§×÷Þþß]|[a-z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖØÜÝ]/u),
  VNI: decoder(vni, /[aeouôö][øõâêäåãàèù]|[yö][øûõùï]|[ÔÖAEOUY][ØÕÂÊÄÅÃÀÈÙ]|[ôö]|^[ñÑ]/u),
} as const;

const combining = /[\u0300\u0301\u0303\u0309\u0323]/u;
const beyondLatin1 = /[\u0100-\u{10ffff}]/u;
const letterOrSign = /[A-Za-z\u00a1-\u00ff]+/gu;
const capitalInside = /[a-z][\u00c0-\u00de]/u;
const highCharacter = /[\u00a1-\u00ff]/u;

const decode = (text: string, { pattern, letters }: Decoder): string =>
  text.replace(pattern, (bytes) => letters.get(bytes) ?? bytes);

/** Capital fonts show small letters as capitals, so a text with capitals only gets them back. */
const restoreCapitals = (source: string, decoded: string): string => {
  const capitals = source.match(/[A-Z]/gu)?.length ?? 0;
  return capitals > 1 && !/[a-z]/u.test(source) ? decoded.toUpperCase() : decoded;
};

/** Is the word good Vietnamese as it stands? A capital after a small letter never is. */
const readsAsItIs = (word: string): boolean => !capitalInside.test(word) && isVietnameseSyllable(word);

/**
 * How much speaks for the encoding: words that only make sense decoded; 0 as soon as one word
 * speaks against it.
 */
const evidence = (words: readonly string[], { pattern, letters, strong }: Decoder): number => {
  let score = 0;
  for (const word of words) {
    const decoded = decode(word, { pattern, letters, strong });
    const reads = isVietnameseSyllable(decoded);
    if (!reads) return 0;
    if (!readsAsItIs(word)) score += strong.test(word) ? 2 : 1;
  }
  return score;
};

/**
 * Tell the legacy encoding of a text. Careful rather than complete: Unicode Vietnamese, French,
 * Spanish or Nordic names must not be taken for one, so that a single doubtful word is not enough.
 */
export const detectLegacyEncoding = (text: string): LegacyEncoding | undefined => {
  if (combining.test(text) && text.normalize("NFC") !== text) return "Windows-1258";
  if (!highCharacter.test(text) || beyondLatin1.test(text)) return undefined;
  const words =
    text.match(letterOrSign)?.filter((word) => highCharacter.test(word) && /[A-Za-z]/u.test(word)) ?? [];
  if (words.every(readsAsItIs)) return undefined;
  const tcvn3Score = evidence(words, decoders.TCVN3);
  const vniScore = evidence(words, decoders.VNI);
  if (Math.max(tcvn3Score, vniScore) < 2) return undefined;
  return tcvn3Score >= vniScore ? "TCVN3" : "VNI";
};

/** Unicode NFC of a text in that encoding. Characters that the encoding does not use stay. */
export const convertLegacyText = (text: string, encoding: LegacyEncoding): string => {
  switch (encoding) {
    case "Windows-1258":
      return text.normalize("NFC");
    case "TCVN3":
      return restoreCapitals(text, decode(text, decoders.TCVN3)).normalize("NFC");
    case "VNI":
      return decode(text, decoders.VNI).normalize("NFC");
  }
};
