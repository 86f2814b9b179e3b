import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  joinHands,
  noHands,
  requireOtherHands,
} from "@sogoc/core";
import type { KeyedValue } from "@sogoc/registers";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { recordDecider } from "../domain/record.ts";
import type { Keying, RecordCommand } from "../domain/record-model.ts";
import type { RecordReader } from "../read-models/records.ts";
import { deriveContext } from "../steps/derive-context.ts";
import { type KeyInBatchDependencies, keyInBatch } from "../steps/key-in-batch.ts";
import type { Batch } from "../steps/load-batch.ts";
import { loadKeysOfRecordInBatch } from "../steps/load-record.ts";

interface ResolveDifferencesDependencies extends KeyInBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly records: Pick<RecordReader, "findMany">;
}

/** Which of two keyings of a field is right; `value` is what the paper says where neither is. */
export interface Decision {
  /** Revision of the record that the arbiter has before them. */
  readonly revision?: number | undefined;
  readonly recordId: string;
  readonly field: string;
  readonly choice: "first" | "second" | "neither";
  readonly value?: KeyedValue | undefined;
}

export const resolveDifferencesRefusals = [
  "batch-unknown",
  "field-unknown",
  "keyed-by-yourself",
  "no-arbitration",
  "no-difference",
  "record-not-in-batch",
  "record-unknown",
  "record-voided",
  "reset-by-yourself",
  "value-not-storable",
  "value-required",
] as const satisfies readonly ErrorCode[];

/**
 * Called before any difference is decided. Throws `keyed-by-yourself` where the arbiter has made or
 * keyed again one of the cases, or `reset-by-yourself` where somebody has a hand by a password in
 * one of the keyings and in the decision.
 */
const requireNoHandIn = async (
  records: Pick<RecordReader, "findMany">,
  decisions: readonly Decision[],
  { actor }: CommandContext,
): Promise<void> => {
  const keyed = await records.findMany([...new Set(decisions.map(({ recordId }) => recordId))]);
  const deciding = { account: actor.account, acting: actor };
  for (const { hands, second } of keyed.values())
    requireOtherHands(joinHands([hands, second?.hands ?? noHands]), deciding, "keyed-by-yourself");
};

/**
 * Decides differences of a batch, with one event each, so that each field has its own history. Each
 * decision names the revision of the record that the arbiter has seen, or follows one of the same
 * request that does: earlier decisions of a request do not count against it. Returns the revisions
 * after it. Sent again after an interruption, it goes on. Throws what `resolveDifferencesRefusals`
 * names, `precondition-required` where no revision is named, `revision-conflict` where somebody
 * else has decided meanwhile, or `invalid-request` where there is nothing to decide.
 */
export const resolveDifferences = async (
  dependencies: ResolveDifferencesDependencies,
  batch: Batch,
  decisions: readonly Decision[],
  context: CommandContext,
) => {
  const { commands } = dependencies;
  await requireNoHandIn(dependencies.records, decisions, context);
  const group = decisions.length > 1 ? context.commandId : undefined;

  const revisions = new Map<string, number>();
  const resolve = async (decision: Decision, keying: Keying) => {
    const { recordId, field, choice, value: keyed } = decision;
    const expectedRevision = revisions.get(recordId) ?? decision.revision;
    if (expectedRevision === undefined) throw new CommandRejected("precondition-required");
    const { recordType } = await loadKeysOfRecordInBatch(commands, recordId, batch.opened.batchId);
    const value = keyed && readKeyedFields(recordType, { [field]: keyed })[field];
    const command: RecordCommand = { type: "ResolveDifference", field, choice, value, group, keying };
    const decisionContext = { ...deriveContext(context, `${recordId}/${field}`), expectedRevision };
    const handled = await commands.handle(recordDecider, recordId, command, decisionContext);
    revisions.set(recordId, handled.revision);
    return handled;
  };

  const handled = await keyInBatch(dependencies, batch, context, async (keying) => {
    let last: Awaited<ReturnType<typeof resolve>> | undefined;
    for (const decision of decisions) last = await resolve(decision, keying);
    return last;
  });
  if (!handled) throw new CommandRejected("invalid-request");
  const records = [...revisions].map(([recordId, revision]) => ({ recordId, revision }));
  return { handled, content: { resolved: decisions.length, records } };
};
