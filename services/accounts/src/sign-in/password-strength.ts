import { foldForSearch } from "@sogoc/registers";

export const MINIMUM_PASSWORD_LENGTH = 10;

/** A password that stands many millions of tries; the scale has 0 to 4. */
const GOOD_SCORE = 3;
/** What comes after that only costs time: a password of this length is judged by its beginning. */
const MOST_JUDGED = 64;
/** Letters beside one's own names that a password has at least. */
const LETTERS_OF_ITS_OWN = 5;

/** Words that offices here choose, which no list of the world's passwords has. */
const ofOffices = [
  ..."matkhau quantri hotich khaisinh khaitu kethon tuphap sogoc ubnd uybannhandan congchuc".split(" "),
  ..."anhyeuem emyeuanh vietnam hanoi saigon thanhpho".split(" "),
];

const wordsOf = (name: string): readonly string[] => {
  const words = foldForSearch(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1);
  return [...words, words.join("")];
};

/** Half a second and 24 MB for the first password, none before. */
let judging: Promise<{ readonly check: (password: string, words: string[]) => { readonly score: number } }>;
const judge = () => {
  judging ??= Promise.all([import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common")]).then(
    ([{ ZxcvbnFactory }, { dictionary, adjacencyGraphs: graphs }]) =>
      new ZxcvbnFactory({ dictionary, graphs }),
  );
  return judging;
};

/** Whether hardly anything but digits and signs is left of it without its owner's names. */
const isOwnName = (password: string, names: readonly string[]): boolean => {
  const folded = foldForSearch(password);
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  const left = longestFirst.reduce((rest, name) => rest.replaceAll(name, " "), folded);
  return left !== folded && (left.match(/\p{L}/gu)?.length ?? 0) < LETTERS_OF_ITS_OWN;
};

/**
 * Whether somebody would soon have guessed it: too short, on the lists of common passwords, near
 * one of these, or made of the owner's own names.
 */
export const isGuessable = async (password: string, names: readonly string[]): Promise<boolean> => {
  if (password.length < MINIMUM_PASSWORD_LENGTH) return true;
  const own = names.flatMap(wordsOf);
  if (isOwnName(password, own)) return true;
  const { score } = (await judge()).check(password.slice(0, MOST_JUDGED), [...own, ...ofOffices]);
  return score < GOOD_SCORE;
};
