export interface Piece {
  readonly text: string;
  readonly differs: boolean;
}

/** Lengths of the longest common subsequence of every pair of endings. */
const commonEndings = (a: readonly string[], b: readonly string[]): number[][] => {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [row = [], below = []] = [lengths[i], lengths[i + 1]];
      row[j] = a[i] === b[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
};

const append = (pieces: Piece[], text: string, differs: boolean): void => {
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
  const [a, b] = [[...first.normalize("NFC")], [...second.normalize("NFC")]];
  const lengths = commonEndings(a, b);
  const [left, right]: [Piece[], Piece[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [here, there] = [a[i], b[j]];
    if (here !== undefined && here === there) {
      append(left, here, false);
      append(right, here, false);
      i++;
      j++;
    } else if (
      here !== undefined &&
      (there === undefined || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))
    ) {
      append(left, here, true);
      i++;
    } else if (there !== undefined) {
      append(right, there, true);
      j++;
    }
  }
  return [left, right];
};
