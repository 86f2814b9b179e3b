import { type Job, possible, type StepName, situationOf, steps } from "./job.ts";

export interface Stride {
  readonly name: StepName;
  readonly before: Job;
  readonly after: Job;
}

const strideFrom = (before: Job, name: StepName): Stride => ({
  name,
  before,
  after: steps[name].after(before),
});
export const pairOf = ({ before, name }: Pick<Stride, "before" | "name">): string =>
  `${situationOf(before)}: ${name}`;

/** Every pair of a situation and a step in it that can be come to from `start`. */
export const reachablePairs = (start: Job): ReadonlySet<string> => {
  const seen = new Map([[JSON.stringify(start), start]]);
  const pairs = new Set<string>();
  // A Map goes on to what was added while it was walked.
  for (const before of seen.values()) {
    for (const name of possible(before)) {
      const { after } = strideFrom(before, name);
      pairs.add(pairOf({ before, name }));
      seen.set(JSON.stringify(after), after);
    }
  }
  return pairs;
};

/** The shortest way from `start` to a step that `wanted` asks for, that step included. */
const shortestTo = (start: Job, wanted: (stride: Stride) => boolean): readonly Stride[] | undefined => {
  const ways: { readonly at: Job; readonly way: readonly Stride[] }[] = [{ at: start, way: [] }];
  const seen = new Set([JSON.stringify(start)]);
  for (const { at, way } of ways) {
    for (const name of possible(at)) {
      const stride = strideFrom(at, name);
      if (wanted(stride)) return [...way, stride];
      const key = JSON.stringify(stride.after);
      if (seen.has(key)) continue;
      seen.add(key);
      ways.push({ at: stride.after, way: [...way, stride] });
    }
  }
  return undefined;
};

/** One walk that takes every step in every situation: always the nearest that was not taken. */
export const coveringWalk = (start: Job): readonly Stride[] => {
  const walked: Stride[] = [];
  const taken = new Set<string>();
  let at = start;
  for (;;) {
    const way = shortestTo(at, (stride) => !taken.has(pairOf(stride)));
    if (!way) return walked;
    for (const stride of way) {
      walked.push(stride);
      taken.add(pairOf(stride));
      at = stride.after;
    }
  }
};

/**
 * `length` further steps, each chosen by `choose`, which answers from 0 up to, not including, 1.
 */
export const randomWalk = (start: Job, length: number, choose: () => number): readonly Stride[] => {
  const walked: Stride[] = [];
  let at = start;
  while (walked.length < length) {
    const names = possible(at);
    const name = names[Math.floor(choose() * names.length)];
    if (name === undefined) throw new Error(`Nothing can be done in ${situationOf(at)}.`);
    const stride = strideFrom(at, name);
    walked.push(stride);
    at = stride.after;
  }
  return walked;
};
