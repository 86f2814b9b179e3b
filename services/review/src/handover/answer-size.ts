import { CommandRejected } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";

type Answer = Pick<
  DataOf<"NationalAnswerRecorded">,
  "loaded" | "refused" | "missing" | "unknown" | "packedRecordIds" | "contradicted"
>;

/**
 * Event stores and brokers take messages of up to 1 MiB; everything besides the lists takes a few
 * thousand bytes.
 */
export const MAX_ANSWER_BYTES = 1_000_000;

/**
 * The lengths to which reasons are shortened. The full texts stay in the answer file, whose hash is
 * in the event.
 */
const REASON_LENGTHS = [300, 120, 40];
/** Replaces reasons where there is no room even for short ones. */
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
 * The answer in the size of an event: reasons have at most 300 characters, and fewer where
 * thousands of records are refused. Throws `answer-too-large` where the records alone are too many.
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
