import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { FindingAnswer } from "@sogoc/events";
import { type KeyedValue, usableAnswers } from "@sogoc/registers";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { recordDecider } from "../domain/record.ts";
import type { RecordKeys } from "../domain/record-model.ts";
import { type KeyInBatchDependencies, keyInBatch, keyingRefusals } from "../steps/key-in-batch.ts";
import { loadBatch } from "../steps/load-batch.ts";

interface CorrectRecordDependencies extends KeyInBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

export interface Correction {
  /** New values by field; an empty text takes the field away. */
  readonly changes: Readonly<Record<string, KeyedValue>>;
  readonly reason: string;
  readonly answers?: readonly FindingAnswer[] | undefined;
}

export const correctRecordRefusals = [
  ...keyingRefusals,
  "field-not-correctable",
  "field-unknown",
  "first-keying-finished",
  "nothing-changed",
  "record-unknown",
  "record-voided",
  "value-not-storable",
  "warning-not-accepted",
] as const satisfies readonly ErrorCode[];

/**
 * Corrects a record before its batch is submitted, or after it was returned. Throws what
 * `correctRecordRefusals` names.
 */
export const correctRecord = async (
  dependencies: CorrectRecordDependencies,
  { recordId, batchId, recordType }: RecordKeys,
  { changes, reason, answers = [] }: Correction,
  context: CommandContext,
) => {
  const values = readKeyedFields(recordType, changes);
  const changed = Object.keys(changes).map((field) => ({ field, after: values[field] }));
  const batch = await loadBatch(dependencies, batchId);
  const handled = await keyInBatch(dependencies, batch, context, (keying) =>
    dependencies.commands.handle(
      recordDecider,
      recordId,
      { type: "CorrectRecord", changes: changed, reason, answers: usableAnswers(answers), keying },
      context,
    ),
  );
  return { handled, content: { recordId } };
};
