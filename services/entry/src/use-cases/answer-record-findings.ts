import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { FindingAnswer } from "@sogoc/events";
import { usableAnswers } from "@sogoc/registers";
import type { RecordKeys } from "../domain/record-model.ts";
import { answerFindings } from "../steps/answer-findings.ts";
import { type KeyInBatchDependencies, keyingRefusals } from "../steps/key-in-batch.ts";
import { loadBatch } from "../steps/load-batch.ts";

interface AnswerRecordFindingsDependencies extends KeyInBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

export const answerRecordFindingsRefusals = [
  ...keyingRefusals,
  "first-keying-finished",
  "nothing-changed",
  "record-unknown",
  "record-voided",
] as const satisfies readonly ErrorCode[];

/**
 * Answers what the rules find in a record whose values are right as they are, each finding with its
 * own reason. These are mostly imported cases: nobody was asked about their findings. Throws what
 * `answerRecordFindingsRefusals` names.
 */
export const answerRecordFindings = async (
  dependencies: AnswerRecordFindingsDependencies,
  { recordId, batchId }: RecordKeys,
  answers: readonly FindingAnswer[],
  context: CommandContext,
) => {
  const batch = await loadBatch(dependencies, batchId);
  const handled = await answerFindings(dependencies, batch, recordId, usableAnswers(answers), context);
  return { handled, content: { recordId } };
};
