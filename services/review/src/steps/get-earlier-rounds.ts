import { CommandRejected, everyDocument, joinHands, passwordHandsOf } from "@sogoc/core";
import { stricterOf } from "../domain/batch-limits.ts";
import type { EarlierRounds } from "../domain/beside-sample.ts";
import { type EarlierCheck, type EarlierMark, marksAfterRound } from "../domain/mark-state.ts";
import type { MarkStep } from "../domain/mark-steps.ts";
import { casesToCheck } from "../domain/review.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ReviewReader, ReviewView } from "../read-models/reviews.ts";

const isMending = ({ fixesOnly, status }: ReviewView): boolean => fixesOnly === true && status === "returned";

/** A batch and a round of it. */
export interface RoundOfBatch {
  readonly batchId: string;
  readonly bookId: string;
  readonly round: number;
}

export interface RoundReaders {
  readonly reviews: ReviewReader;
  readonly records: RecordReader;
}

/** In the order in which they were opened; of those opened at the same moment, by round. */
const inTime = (one: ReviewView, other: ReviewView): number => {
  if (one.openedAt !== other.openedAt) return one.openedAt < other.openedAt ? -1 : 1;
  return one.round - other.round;
};

/** The rounds of all batches of a book, those of a batch one after the other. */
export const listRoundsOfBook = async (
  reviews: ReviewReader,
  bookId: string,
): Promise<readonly ReviewView[]> => (await everyDocument(reviews, { where: { bookId } })).toSorted(inTime);

/**
 * The earlier rounds of a batch. Throws `read-model-behind` where one of them, or its verdict, is
 * not known here yet: a batch is submitted again only after a verdict.
 */
const ownRounds = (
  ofBook: readonly ReviewView[],
  { batchId, round }: RoundOfBatch,
): readonly ReviewView[] => {
  const own = ofBook
    .filter((review) => review.batchId === batchId && review.round < round)
    .sort((one, other) => one.round - other.round);
  const last = own.at(-1);
  if (round > 1 && (last?.round !== round - 1 || last.status === "open"))
    throw new CommandRejected("read-model-behind");
  return own;
};

const isWrong = ({ marks }: EarlierCheck): boolean => marks.length > 0;

/**
 * The records that these rounds were to check and that none of them has checked since; the rounds
 * are in order.
 */
const notLookedAtIn = (rounds: readonly ReviewView[]): EarlierRounds["notLookedAt"] => {
  const sampled = new Set<string>();
  const beside = new Set<string>();
  for (const round of rounds) {
    const inSample = new Set(round.sample);
    for (const id of casesToCheck(round)) (inSample.has(id) ? sampled : beside).add(id);
    for (const id of Object.keys(round.checks)) {
      sampled.delete(id);
      beside.delete(id);
    }
  }
  return { sampled, beside };
};

const stricterIn = (rounds: readonly ReviewView[]): EarlierRounds["stricter"] => {
  const [first, ...others] = rounds.flatMap(({ nextLimits = [] }) => nextLimits);
  if (!first) return undefined;
  return {
    limits: others.reduce(stricterOf, first),
    drawn: new Set(rounds.flatMap(({ sample }) => sample)),
  };
};

type CheckOfRecord = readonly [recordId: string, check: ReviewView["checks"][string]];

/**
 * What other batches of the book leave to this one: their checks of records that are in it now, the
 * records in it that they were to check and did not, and the numbers of voided records that they
 * had marked or were to check.
 */
const checksOfOtherBatches = async (
  records: RecordReader,
  ofBook: readonly ReviewView[],
  batchId: string,
): Promise<{
  readonly checks: readonly CheckOfRecord[];
  readonly notLookedAt: readonly string[];
  readonly gone: ReadonlySet<number>;
}> => {
  const others = ofBook.filter((review) => review.batchId !== batchId);
  const checks = others.flatMap((review) => Object.entries(review.checks));
  const marked = new Set(checks.flatMap(([recordId, check]) => (isWrong(check) ? [recordId] : [])));
  const ofBatches = Map.groupBy(others, (review) => review.batchId);
  const left = [...ofBatches.values()].map(notLookedAtIn);
  const notLookedAt = left.flatMap(({ sampled, beside }) => [...sampled, ...beside]);
  const known = await records.findMany([...new Set([...marked, ...notLookedAt])]);
  const isHere = (recordId: string) => known.get(recordId)?.batchId === batchId;
  const gone = [...known.values()].filter((record) => record.status === "voided" && !isHere(record.id));
  return {
    checks: checks.filter(([recordId]) => isHere(recordId)),
    notLookedAt: notLookedAt.filter(isHere),
    gone: new Set(gone.map(({ sortNumber }) => sortNumber)),
  };
};

/**
 * Every step with marks of the records that are in a batch now, in its rounds so far and in those
 * of other batches.
 */
const stepsSoFar = async (
  records: RecordReader,
  ofBook: readonly ReviewView[],
  { batchId, round }: RoundOfBatch,
): Promise<readonly MarkStep[]> => {
  const own = ofBook.filter((review) => review.batchId === batchId && review.round <= round);
  const elsewhere = ofBook.filter((review) => review.batchId !== batchId).flatMap(({ steps }) => steps);
  const known = await records.findMany([...new Set(elsewhere.map(({ recordId }) => recordId))]);
  const here = elsewhere.filter(({ recordId }) => known.get(recordId)?.batchId === batchId);
  return [...here, ...own.flatMap(({ steps }) => steps)].toSorted((one, other) =>
    one.at < other.at ? -1 : one.at > other.at ? 1 : 0,
  );
};

/** Like `getEarlierRounds`, where the rounds of the book were read already. */
export const getEarlierRoundsAmong = async (
  ofBook: readonly ReviewView[],
  { records }: Pick<RoundReaders, "records">,
  batch: RoundOfBatch,
): Promise<EarlierRounds> => {
  const own = ownRounds(ofBook, batch);
  const elsewhere = await checksOfOtherBatches(records, ofBook, batch.batchId);
  const everyCheck: readonly CheckOfRecord[] = [
    // The checks of other batches come first: a record left its other batch before it came into
    // this one.
    ...elsewhere.checks,
    ...own.flatMap((review) => Object.entries(review.checks)),
  ];
  const checks = new Map<string, EarlierCheck>(everyCheck);
  const marks = new Map<string, readonly EarlierMark[]>();
  for (const [recordId, check] of everyCheck)
    marks.set(recordId, marksAfterRound(marks.get(recordId) ?? [], check));
  // A round that was returned before everything was checked leaves the rest to the next one.
  const notLookedAt = notLookedAtIn(own);
  const lastWhole = own.findLastIndex((review) => !isMending(review));
  return {
    checks,
    marked: new Map([...checks].filter(([, check]) => isWrong(check))),
    marks: new Map([...marks].filter(([, ofRecord]) => ofRecord.length > 0)),
    onceMarked: new Set(everyCheck.flatMap(([recordId, check]) => (isWrong(check) ? [recordId] : []))),
    goneElsewhere: elsewhere.gone,
    notLookedAt: {
      sampled: notLookedAt.sampled,
      beside: new Set([
        ...notLookedAt.beside,
        ...elsewhere.notLookedAt.filter((recordId) => !own.some(({ checks }) => checks[recordId])),
      ]),
    },
    stricter: stricterIn(own),
    steps: await stepsSoFar(records, ofBook, batch),
    checkers: joinHands(
      everyCheck.map(([, { by, hands = passwordHandsOf(undefined) }]) => ({ accounts: [by], ...hands })),
    ),
    mendingSince: own[lastWhole + 1]?.openedAt,
  };
};

/** What is left of earlier rounds. Throws `read-model-behind`. */
export const getEarlierRounds = async (readers: RoundReaders, batch: RoundOfBatch): Promise<EarlierRounds> =>
  getEarlierRoundsAmong(await listRoundsOfBook(readers.reviews, batch.bookId), readers, batch);
