import type { Directory } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  everyDocument,
} from "@sogoc/core";
import type { RecordReader } from "../read-models/records.ts";
import type { UploadReader } from "../read-models/uploads.ts";
import { assignKeyer } from "../steps/assign-keyer.ts";
import type { Batch } from "../steps/load-batch.ts";
import { requireFirstKeyingUnread } from "../steps/require-first-keying-unread.ts";

interface AssignBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly directory: Pick<
    Directory,
    "displayName" | "inHandsOf" | "isSuspended" | "openedAt" | "passwordSetBy" | "tree"
  >;
  readonly records: RecordReader;
  readonly uploads: UploadReader;
}

export const assignBatchRefusals = [
  "account-unknown",
  "batch-assigned-to-another",
  "batch-not-open",
  "batch-unknown",
  "batch-withdrawn",
  "import-sent",
  "keyed-by-yourself",
  "records-read",
  "reset-by-yourself",
] as const satisfies readonly ErrorCode[];

/**
 * Assigns a batch to a person for its first or its second keying. Throws what `assignBatchRefusals`
 * names, or `account-suspended`.
 */
export const assignBatch = async (
  dependencies: AssignBatchDependencies,
  { state, opened }: Pick<Batch, "state" | "opened">,
  accountId: string,
  context: CommandContext,
) => {
  const { commands, directory } = dependencies;
  const displayName = directory.displayName(accountId);
  if (displayName === undefined) throw new CommandRejected("account-unknown");
  if (directory.isSuspended(accountId)) throw new CommandRejected("account-suspended");
  if (state.status === "second-keying") {
    const keyer = { account: accountId, passwordSetBy: directory.passwordSetBy(accountId, context.at) };
    const keyed = await everyDocument(dependencies.records, { where: { batchId: opened.batchId } });
    const numbers = new Set(keyed.map(({ sortNumber }) => sortNumber));
    const { bookId } = opened;
    const voidedOfBook = await everyDocument(dependencies.records, { where: { bookId, status: "voided" } });
    const voided = voidedOfBook.filter(({ sortNumber }) => numbers.has(sortNumber));
    await requireFirstKeyingUnread(dependencies, { opened, keyed, voided }, keyer, context.at);
  }
  const { batchId } = opened;
  const handled = await assignKeyer(commands, batchId, { accountId, displayName }, context);
  return { handled, content: { batchId } };
};
