export interface Piece {
  readonly text: string;
  readonly differs: boolean;
}

/** Lengths of the longest common subsequence of every pair of endings. */
const commonEndings = (first: readonly string[], second: readonly string[]): number[][] => {
  const lengths = Array.from({ length: first.length + 1 }, () =>
    new Array<number>(second.length + 1).fill(0),
  );
  for (let inFirst = first.length - 1; inFirst >= 0; inFirst--) {
    const [row = [], below = []] = [lengths[inFirst], lengths[inFirst + 1]];
    for (let inSecond = second.length - 1; inSecond >= 0; inSecond--) {
      row[inSecond] =
        first[inFirst] === second[inSecond]
          ? 1 + (below[inSecond + 1] ?? 0)
          : Math.max(below[inSecond] ?? 0, row[inSecond + 1] ?? 0);
    }
  }
  return lengths;
};

const appendPiece = (pieces: Piece[], text: string, differs: boolean): void => {
  const last = pieces.at(-1);
  if (last?.differs === differs) pieces[pieces.length - 1] = { text: last.text + text, differs };
  else pieces.push({ text, differs });
};

/**
 * Two readings cut into what both have and what only one has; a letter with its marks is one
 * character.
 */
export const differingCharacters = (
  first: string,
  second: string,
): readonly [readonly Piece[], readonly Piece[]] => {
  const [ofFirst, ofSecond] = [[...first.normalize("NFC")], [...second.normalize("NFC")]];
  const lengths = commonEndings(ofFirst, ofSecond);
  const [left, right]: [Piece[], Piece[]] = [[], []];
  let [inFirst, inSecond] = [0, 0];
  while (inFirst < ofFirst.length || inSecond < ofSecond.length) {
    const [here, there] = [ofFirst[inFirst], ofSecond[inSecond]];
    const withoutHere = lengths[inFirst + 1]?.[inSecond] ?? 0;
    const withoutThere = lengths[inFirst]?.[inSecond + 1] ?? 0;
    if (here !== undefined && here === there) {
      appendPiece(left, here, false);
      appendPiece(right, here, false);
      inFirst++;
      inSecond++;
    } else if (here !== undefined && (there === undefined || withoutHere >= withoutThere)) {
      appendPiece(left, here, true);
      inFirst++;
    } else if (there !== undefined) {
      appendPiece(right, there, true);
      inSecond++;
    }
  }
  return [left, right];
};
