import type { CommandContext, CommandHandler, Handled } from "@sogoc/core";
import type { FindingAnswer, RecordEvent } from "@sogoc/events";
import { recordDecider } from "../domain/record.ts";
import { type KeyInBatchDependencies, keyInBatch } from "./key-in-batch.ts";
import type { Batch } from "./load-batch.ts";

interface AnswerFindingsDependencies extends KeyInBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/** Keeps answers to what the rules find in a record whose values are right as they are. */
export const answerFindings = (
  dependencies: AnswerFindingsDependencies,
  batch: Batch,
  recordId: string,
  answers: readonly FindingAnswer[],
  context: CommandContext,
): Promise<Handled<RecordEvent>> =>
  keyInBatch(dependencies, batch, context, (keying) =>
    dependencies.commands.handle(
      recordDecider,
      recordId,
      { type: "AnswerFindings", answers, keying },
      context,
    ),
  );
