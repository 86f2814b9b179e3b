import type { Directory } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  vietnamDay,
} from "@sogoc/core";
import { batchDecider } from "../domain/batch.ts";
import { firstReaders } from "../domain/first-readers.ts";
import type { Batch } from "./key-in-batch.ts";

interface AssignBatchAccess {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly directory: Pick<Directory, "displayName" | "isSuspended" | "holdsRole">;
}

export const assignBatchRefusals = [
  "account-unknown",
  "batch-assigned-to-another",
  "batch-not-open",
  "batch-unknown",
  "keyed-by-yourself",
  "reads-records",
] as const satisfies readonly ErrorCode[];

/** Gives a batch to somebody whose account is known to be in order. */
export const giveBatch = (
  commands: Pick<CommandHandler, "handle">,
  batchId: string,
  { accountId, displayName }: { readonly accountId: string; readonly displayName: string },
  context: CommandContext,
) => {
  const now = context.at.toISOString();
  const command = { type: "AssignBatch", batchId, accountId, displayName, now } as const;
  return commands.handle(batchDecider, batchId, command, context);
};

/**
 * Gives a batch to a person for its first or its second keying. Throws what `assignBatchRefusals`
 * names, or `account-suspended`.
 */
export const assignBatch = async (
  { commands, directory }: AssignBatchAccess,
  { state, opened: { batchId, unitId } }: Pick<Batch, "state" | "opened">,
  accountId: string,
  context: CommandContext,
) => {
  const displayName = directory.displayName(accountId);
  if (displayName === undefined) throw new CommandRejected("account-unknown");
  if (directory.isSuspended(accountId)) throw new CommandRejected("account-suspended");
  // Who may look at the first keying could not key a second time without knowing it.
  if (
    state.status === "second-keying" &&
    directory.holdsRole(accountId, firstReaders, unitId, vietnamDay(context.at))
  ) {
    throw new CommandRejected("reads-records");
  }
  const handled = await giveBatch(commands, batchId, { accountId, displayName }, context);
  return { handled, content: { batchId } };
};
