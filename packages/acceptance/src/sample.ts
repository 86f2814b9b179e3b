import { uuidFrom } from "@sogoc/core";

/** Size of the sample: the share, but at least the minimum, and never more than there is. */
export const sampleSize = (population: number, share: number, minimum: number): number =>
  Math.min(population, Math.max(minimum, Math.ceil(population * share)));

/**
 * The sample that a seed stands for. Anyone can draw it again: order all record ids by SHA-256 of
 * `seed`, newline, id (as `uuidFrom` writes it) and take the first `size`.
 */
export const drawSample = (recordIds: readonly string[], size: number, seed: string): readonly string[] =>
  recordIds
    .map((id) => ({ id, rank: uuidFrom(seed, id) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.id < b.id ? -1 : 1))
    .slice(0, size)
    .map(({ id }) => id);
