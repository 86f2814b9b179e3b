import type { AnswerPreview } from "./answer-mapping.ts";

/** Which of two answers a person holds right, and why. */
export interface AnswerWord {
  readonly kept: "file" | "before" | undefined;
  /** Of which package lines are that may be of an earlier one or of the last. */
  readonly whose?: "earlier" | "last" | undefined;
  readonly because: string;
}

/** What a file leaves to a person before it is recorded. */
export interface AnswerQuestions {
  readonly contradicted: NonNullable<AnswerPreview["matched"]>["contradicted"];
  readonly earlierDay: string | undefined;
  /** The earlier package whose answer it repeats. */
  readonly sameAs: number | undefined;
  /** Lines that may be of an earlier package than the one that contained their case last. */
  readonly ofEither: NonNullable<AnswerPreview["matched"]>["ofEither"];
  readonly unread: AnswerPreview["unread"];
  /** Lines that speak against what they count as. */
  readonly doubted: NonNullable<AnswerPreview["matched"]>["doubted"];
  /** Lines that count for no case: on another sheet, in another table, or without a number. */
  readonly aside: NonNullable<AnswerPreview["matched"]>["aside"];
}

/** What is sent of it, beside the file. */
export interface SentWord {
  readonly kept?: "file" | "before" | undefined;
  readonly sameAs?: number | undefined;
  readonly whose?: "earlier" | "last" | undefined;
  readonly unread?: number | undefined;
  /** A column and its century with a dash between, and underscores between columns. */
  readonly centuries?: string | undefined;
  /** Which sheet is read, counted from 1. */
  readonly sheet?: number | undefined;
  readonly doubted?: number | undefined;
  readonly aside?: number | undefined;
  readonly because?: string | undefined;
}

export const asksNothing = ({
  contradicted,
  earlierDay,
  sameAs,
  ofEither,
  unread,
  doubted,
  aside,
}: AnswerQuestions): boolean =>
  contradicted.length + ofEither.length + unread.count + doubted.count + aside.count === 0 &&
  earlierDay === undefined &&
  sameAs === undefined;

/** The contradictions that are left: a line of an earlier package contradicts nothing. */
export const contradictedBy = (
  { whose }: Pick<AnswerWord, "whose">,
  { contradicted, sameAs, ofEither }: Pick<AnswerQuestions, "contradicted" | "sameAs" | "ofEither">,
): AnswerQuestions["contradicted"] => {
  if (whose !== "earlier" || sameAs !== undefined) return contradicted;
  const ofEarlier = new Set(ofEither.map(({ recordId }) => recordId));
  return contradicted.filter(({ recordId }) => !ofEarlier.has(recordId));
};

/** The word as it is sent; undefined while one is asked for and not said yet. */
export const wordToSend = (
  { kept, whose, because }: AnswerWord,
  questions: AnswerQuestions,
): SentWord | undefined => {
  if (asksNothing(questions)) return {};
  const reason = because.trim();
  if (reason.length < 3) return undefined;
  const { sameAs, ofEither, unread, doubted, aside } = questions;
  const contradicted = contradictedBy({ whose }, questions);
  const asksWhose = ofEither.length > 0 && sameAs === undefined;
  if (asksWhose && whose === undefined) return undefined;
  if (contradicted.length > 0 && kept === undefined) return undefined;
  return {
    kept: contradicted.length > 0 ? kept : undefined,
    sameAs,
    whose: asksWhose ? whose : undefined,
    unread: unread.count > 0 ? unread.count : undefined,
    doubted: doubted.count > 0 ? doubted.count : undefined,
    aside: aside.count > 0 ? aside.count : undefined,
    because: reason,
  };
};
