import { type Directory, loadReadings } from "@sogoc/access";
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

interface AssignBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly directory: Pick<Directory, "displayName" | "isSuspended">;
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
 * Throws `reset-by-yourself` where the person had set the password of whoever keyed a case of the
 * batch, and `records-read` where they have looked at one, or at a file that may hold it: who knows
 * the first keying does not key a second time, whatever roles they hold now.
 */
const requireFirstKeyingUnread = async (
  { commands, records }: Pick<AssignBatchDependencies, "commands" | "records">,
  { batchId, bookId, unitId }: Batch["opened"],
  accountId: string,
  until: Date,
): Promise<void> => {
  const keyed = await everyDocument(records, { where: { batchId } });
  if (keyed.some(({ resetBy }) => resetBy.includes(accountId)))
    throw new CommandRejected("reset-by-yourself");
  const [first] = keyed.map(({ enteredAt }) => enteredAt).sort();
  if (first === undefined) return;
  const { recordIds, files } = await loadReadings(commands, accountId, { since: new Date(first), until });
  const mayHoldIt = files.some(
    (read) => read.file !== "scan" && (read.bookId ?? bookId) === bookId && read.unitId === unitId,
  );
  if (mayHoldIt || keyed.some(({ id }) => recordIds.has(id))) throw new CommandRejected("records-read");
};

/**
 * Throws `import-sent` where the person has sent a workbook with cases of the batch, or of a book
 * that had no batch then, whatever became of it: they know the first keying, or made it.
 */
const requireNotSent = async (
  uploads: UploadReader,
  { batchId, bookId }: Batch["opened"],
  accountId: string,
): Promise<void> => {
  const sent = await uploads.findMany([batchId, bookId]);
  if ([...sent.values()].some(({ sentBy }) => sentBy.includes(accountId)))
    throw new CommandRejected("import-sent");
};

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
    await requireNotSent(dependencies.uploads, opened, accountId);
    await requireFirstKeyingUnread(dependencies, opened, accountId, context.at);
  }
  const { batchId } = opened;
  const handled = await assignKeyer(commands, batchId, { accountId, displayName }, context);
  return { handled, content: { batchId } };
};
