import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { KeyedValue } from "@sogoc/registers";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { recordDecider } from "../domain/record.ts";
import type { Keying, RecordCommand } from "../domain/record-model.ts";
import { followUp } from "../steps/follow-up.ts";
import { type KeyingAccess, keyInBatch } from "../steps/key-in-batch.ts";
import type { Batch } from "../steps/load-batch.ts";
import { loadPlaceInBatch } from "../steps/load-record.ts";

interface ResolveAccess extends KeyingAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/** Which of two readings of a field stands; `value` is what the paper says where neither does. */
export interface Decision {
  readonly recordId: string;
  readonly field: string;
  readonly choice: "first" | "second" | "neither";
  readonly value?: KeyedValue | undefined;
}

export const resolveDiscrepanciesRefusals = [
  "batch-unknown",
  "field-unknown",
  "keyed-by-yourself",
  "no-arbitration",
  "no-difference",
  "record-not-in-batch",
  "record-unknown",
  "record-voided",
  "value-not-storable",
  "value-required",
] as const satisfies readonly ErrorCode[];

/**
 * Decides where two keyings of a batch differ, one event each, so that the history of each field
 * stands alone. Sent again after an interruption it goes on. Throws what
 * `resolveDiscrepanciesRefusals` names, or `invalid-request` where nothing is to be decided.
 */
export const resolveDiscrepancies = async (
  access: ResolveAccess,
  batch: Batch,
  decisions: readonly Decision[],
  context: CommandContext,
) => {
  const { commands } = access;
  const group = decisions.length > 1 ? context.commandId : undefined;

  const resolve = async ({ recordId, field, choice, value: keyed }: Decision, keying: Keying) => {
    const { recordType } = await loadPlaceInBatch(commands, recordId, batch.opened.batchId);
    const value = keyed && readKeyedFields(recordType, { [field]: keyed })[field];
    const command: RecordCommand = { type: "ResolveDiscrepancy", field, choice, value, group, keying };
    return commands.handle(recordDecider, recordId, command, followUp(context, `${recordId}/${field}`));
  };

  const handled = await keyInBatch(access, batch, context, async (keying) => {
    let last: Awaited<ReturnType<typeof resolve>> | undefined;
    for (const decision of decisions) last = await resolve(decision, keying);
    return last;
  });
  if (!handled) throw new CommandRejected("invalid-request");
  return { handled, content: { resolved: decisions.length } };
};
