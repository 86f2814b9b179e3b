/** A round of checking a batch, whatever else is known of it. */
interface RoundOfBatch {
  readonly batchId: string;
  readonly round: number;
}

/** The last round of each batch, in whatever order they are heard of. */
export const lastRounds = <Round extends RoundOfBatch>(
  rounds: Iterable<Round>,
): ReadonlyMap<string, Round> => {
  const last = new Map<string, Round>();
  for (const one of rounds) if (one.round > (last.get(one.batchId)?.round ?? 0)) last.set(one.batchId, one);
  return last;
};

/**
 * Whether a book is accepted: the last round of every batch that was handed in is, and nothing of
 * it is being keyed or mended. A book of which nothing was handed in is not.
 */
export const isBookAccepted = <Round extends RoundOfBatch>(
  rounds: Iterable<Round>,
  isAccepted: (round: Round) => boolean,
  batchesUnderWay: number,
): boolean => {
  const last = [...lastRounds(rounds).values()];
  return batchesUnderWay === 0 && last.length > 0 && last.every(isAccepted);
};
