import type { Directory } from "@sogoc/access";
import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { KeyedValue } from "@sogoc/registers";
import { secondKeyingSince } from "../domain/batch.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { recordDecider } from "../domain/record.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { UploadReader } from "../read-models/uploads.ts";
import { type KeyInBatchDependencies, keyInBatch, keyingRefusals } from "../steps/key-in-batch.ts";
import type { Batch } from "../steps/load-batch.ts";
import { loadKeysOfRecordInBatch } from "../steps/load-record.ts";
import { firstKeyingReadRefusals, requireFirstKeyingUnread } from "../steps/require-first-keying-unread.ts";

interface KeyAgainDependencies extends KeyInBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly directory: Pick<Directory, "inHandsOf" | "openedAt" | "tree">;
  readonly records: Pick<RecordReader, "find">;
  readonly uploads: Pick<UploadReader, "findMany">;
}

export interface CaseKeyedAgain {
  readonly recordId: string;
  readonly fields: Readonly<Record<string, KeyedValue>>;
}

export const keyAgainRefusals = [
  ...keyingRefusals,
  ...firstKeyingReadRefusals,
  "field-unknown",
  "first-keying-not-finished",
  "keyed-by-yourself",
  "record-not-in-batch",
  "record-unknown",
  "record-voided",
  "required-not-keyed",
  "second-keying-finished",
  "value-not-storable",
] as const satisfies readonly ErrorCode[];

/**
 * Keys a case of a batch a second time, if the person has not read the first keying, before or
 * since the batch was assigned to them. Throws what `keyAgainRefusals` names.
 */
export const keyAgain = async (
  dependencies: KeyAgainDependencies,
  batch: Batch,
  { recordId, fields: keyed }: CaseKeyedAgain,
  context: CommandContext,
) => {
  const { recordType } = await loadKeysOfRecordInBatch(dependencies.commands, recordId, batch.opened.batchId);
  const fields = readKeyedFields(recordType, keyed);
  const record = await dependencies.records.find(recordId);
  const assignedAt = secondKeyingSince(batch.state, context.actor.account);
  if (assignedAt && record)
    await requireFirstKeyingUnread(
      dependencies,
      { opened: batch.opened, keyed: [record], assignedAt },
      context.actor,
      context.at,
    );
  const handled = await keyInBatch(dependencies, batch, context, (keying) =>
    dependencies.commands.handle(recordDecider, recordId, { type: "KeyAgain", fields, keying }, context),
  );
  return { handled, content: { recordId } };
};
