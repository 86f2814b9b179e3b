import { type Directory, readingsOf } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  everyDocument,
} from "@sogoc/core";
import { type BatchCommand, batchDecider } from "../domain/batch.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { Batch } from "./load-batch.ts";

interface AssignBatchAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly directory: Pick<Directory, "displayName" | "isSuspended">;
  readonly records: RecordReader;
}

export const assignBatchRefusals = [
  "account-unknown",
  "batch-assigned-to-another",
  "batch-not-open",
  "batch-unknown",
  "keyed-by-yourself",
  "records-read",
] as const satisfies readonly ErrorCode[];

/** Gives a batch to somebody whose account is known to be in order. */
export const giveBatch = (
  commands: Pick<CommandHandler, "handle">,
  batchId: string,
  { accountId, displayName }: { readonly accountId: string; readonly displayName: string },
  context: CommandContext,
) => {
  const now = context.at.toISOString();
  const command: BatchCommand = { type: "AssignBatch", batchId, accountId, displayName, now };
  return commands.handle(batchDecider, batchId, command, context);
};

/**
 * Throws `records-read` where the person has looked at any case of the batch, or at a file that may
 * hold one: who knows the first keying does not key a second time, whatever roles they hold now.
 */
const requireUnread = async (
  { commands, records }: Pick<AssignBatchAccess, "commands" | "records">,
  { batchId, bookId, unitId }: Batch["opened"],
  accountId: string,
  until: Date,
): Promise<void> => {
  const keyed = await everyDocument(records, { where: { batchId } });
  const [first] = keyed.map(({ enteredAt }) => enteredAt).sort();
  if (first === undefined) return;
  const { recordIds, files } = await readingsOf(commands, accountId, { since: new Date(first), until });
  const mayHoldIt = files.some(
    (read) => read.file !== "scan" && (read.bookId ?? bookId) === bookId && read.unitId === unitId,
  );
  if (mayHoldIt || keyed.some(({ id }) => recordIds.has(id))) throw new CommandRejected("records-read");
};

/**
 * Gives a batch to a person for its first or its second keying. Throws what `assignBatchRefusals`
 * names, or `account-suspended`.
 */
export const assignBatch = async (
  access: AssignBatchAccess,
  { state, opened }: Pick<Batch, "state" | "opened">,
  accountId: string,
  context: CommandContext,
) => {
  const { commands, directory } = access;
  const displayName = directory.displayName(accountId);
  if (displayName === undefined) throw new CommandRejected("account-unknown");
  if (directory.isSuspended(accountId)) throw new CommandRejected("account-suspended");
  if (state.status === "second-keying") await requireUnread(access, opened, accountId, context.at);
  const { batchId } = opened;
  const handled = await giveBatch(commands, batchId, { accountId, displayName }, context);
  return { handled, content: { batchId } };
};
