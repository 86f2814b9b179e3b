/** Values with how often each is taken; weights need not add up to anything. */
export interface WeightedTable<T> {
  readonly values: readonly T[];
  readonly sums: readonly number[];
}

export const weighted = <T>(pairs: readonly (readonly [value: T, weight: number])[]): WeightedTable<T> => {
  let sum = 0;
  return {
    values: pairs.map(([value]) => value),
    sums: pairs.map(([, weight]) => {
      sum += weight;
      return sum;
    }),
  };
};

const hashOf = (text: string): number => {
  let hash = 2166136261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  return hash >>> 0;
};

/** A stream of numbers that depends on its seed only (sfc32). */
export class Random {
  readonly seed: string;
  #a: number;
  #b: number;
  #c: number;
  #d = 1;
  constructor(seed: string) {
    this.seed = seed;
    this.#a = hashOf(`a${seed}`);
    this.#b = hashOf(`b${seed}`);
    this.#c = hashOf(`c${seed}`);
    for (let warm = 0; warm < 12; warm += 1) this.next();
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** A whole number; both ends may come. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Throws `RangeError` for an empty list. */
  pick<T>(values: readonly T[]): T {
    const value = values[Math.floor(this.next() * values.length)];
    if (value === undefined) throw new RangeError("Nothing to pick from");
    return value;
  }

  take<T>({ values, sums }: WeightedTable<T>): T {
    const at = this.next() * (sums.at(-1) ?? 0);
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    const value = values[low];
    if (value === undefined) throw new RangeError("Nothing to take from");
    return value;
  }

  /** Bell-shaped around `mean`, cut to the limits. */
  around(mean: number, spread: number, min: number, max: number): number {
    const bell = (this.next() + this.next() + this.next() - 1.5) * 2;
    return Math.min(max, Math.max(min, Math.round(mean + bell * spread)));
  }

  /** A stream of its own, the same whatever was drawn here before. */
  fork(label: string): Random {
    return new Random(`${this.seed}/${label}`);
  }
}
