import { CommandRejected } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";

type Answer = Pick<
  DataOf<"NationalAnswerRecorded">,
  "loaded" | "refused" | "missing" | "unknown" | "packedRecordIds" | "contradicted"
>;

/**
 * Event stores and brokers take messages of 1 MiB; what stands around the lists takes a few
 * thousand bytes of it.
 */
export const MAX_ANSWER_BYTES = 1_000_000;

/**
 * Characters of a reason; the whole text stays in the answer file, which the event names by its
 * hash.
 */
const REASON_LENGTHS = [300, 120, 40];
/** Stands for a reason where not even a short one has room. */
export const IN_THE_FILE = "Xem tệp kết quả";

const bytesOf = (answer: Answer): number => Buffer.byteLength(JSON.stringify(answer));

const cut = (text: string, length: number): string => {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
};

const withReasons = (answer: Answer, reasonOf: (reason: string) => string): Answer => ({
  ...answer,
  refused: answer.refused.map((one) => ({ ...one, reason: reasonOf(one.reason) })),
});

/**
 * The answer as an event can carry it: reasons of 300 characters at most, shorter where thousands
 * of records are refused. Throws `answer-too-large` where the records alone are too many.
 */
export const fitAnswer = (answer: Answer): Answer => {
  for (const length of REASON_LENGTHS) {
    const fitted = withReasons(answer, (reason) => cut(reason, length));
    if (bytesOf(fitted) <= MAX_ANSWER_BYTES) return fitted;
  }
  const fitted = withReasons(answer, () => IN_THE_FILE);
  if (bytesOf(fitted) <= MAX_ANSWER_BYTES) return fitted;
  const records = answer.refused.length + answer.missing.length;
  throw new CommandRejected("answer-too-large", { records });
};
