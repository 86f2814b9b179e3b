/**
 * Letters in the order of the tables below: each vowel plain, grave, hook, tilde, acute, dot; then
 * đ.
 */
const vowels: readonly string[] = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
const toneMarks: readonly string[] = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];

const lowerLetters: readonly string[] = [
  ...vowels.flatMap((vowel) => toneMarks.map((tone) => `${vowel}${tone}`.normalize("NFC"))),
  "đ",
];

/** Letter of Unicode to its legacy bytes, read as Latin-1. Plain ASCII letters are left out. */
export type LetterTable = ReadonlyMap<string, string>;

const table = (pairs: Iterable<readonly [string, string]>): LetterTable =>
  new Map([...pairs].filter(([letter, bytes]) => letter !== bytes));

const tcvn3Lower = [
  ["a", "µ", "¶", "·", "¸", "¹"],
  ["¨", "»", "¼", "½", "¾", "Æ"],
  ["©", "Ç", "È", "É", "Ê", "Ë"],
  ["e", "Ì", "Î", "Ï", "Ð", "Ñ"],
  ["ª", "Ò", "Ó", "Ô", "Õ", "Ö"],
  ["i", "×", "Ø", "Ü", "Ý", "Þ"],
  ["o", "ß", "á", "â", "ã", "ä"],
  ["«", "å", "æ", "ç", "è", "é"],
  ["¬", "ê", "ë", "ì", "í", "î"],
  ["u", "ï", "ñ", "ò", "ó", "ô"],
  ["\u00ad", "õ", "ö", "÷", "ø", "ù"],
  ["y", "ú", "û", "ü", "ý", "þ"],
].flat();

const tcvn3Capitals: Readonly<Record<string, string>> = {
  Ă: "¡",
  Â: "¢",
  Ê: "£",
  Ô: "¤",
  Ơ: "¥",
  Ư: "¦",
  Đ: "§",
};

/**
 * TCVN3 (ABC). It has no capitals with tone marks: text in a capital font holds the small letters,
 * and mixed text the plain capital before the small letter with its mark ("Aµ" for À), which is
 * what this table writes.
 */
export const tcvn3: LetterTable = table(
  lowerLetters.flatMap((letter, index) => {
    const small = tcvn3Lower[index] ?? "®";
    const upper = letter.toUpperCase();
    const plain = (letter === "đ" ? "đ" : (vowels[Math.floor(index / 6)] ?? "")).toUpperCase();
    const capital = tcvn3Capitals[plain] ?? plain;
    return [[letter, small] as const, [upper, upper === plain ? capital : `${capital}${small}`] as const];
  }),
);

const vniLower = [
  ["a", "aø", "aû", "aõ", "aù", "aï"],
  ["aê", "aè", "aú", "aü", "aé", "aë"],
  ["aâ", "aà", "aå", "aã", "aá", "aä"],
  ["e", "eø", "eû", "eõ", "eù", "eï"],
  ["eâ", "eà", "eå", "eã", "eá", "eä"],
  ["i", "ì", "æ", "ó", "í", "ò"],
  ["o", "oø", "oû", "oõ", "où", "oï"],
  ["oâ", "oà", "oå", "oã", "oá", "oä"],
  ["ô", "ôø", "ôû", "ôõ", "ôù", "ôï"],
  ["u", "uø", "uû", "uõ", "uù", "uï"],
  ["ö", "öø", "öû", "öõ", "öù", "öï"],
  ["y", "yø", "yû", "yõ", "yù", "î"],
].flat();

/** VNI-Windows: a letter and, after it, a sign for its marks; capitals have signs of their own. */
export const vni: LetterTable = table(
  lowerLetters.flatMap((letter, index) => {
    const small = vniLower[index] ?? "ñ";
    return [[letter, small] as const, [letter.toUpperCase(), small.toUpperCase()] as const];
  }),
);
