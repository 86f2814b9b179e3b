import { type CommandContext, type CommandHandler, uuidFrom } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { usualPolicy } from "@sogoc/events";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider } from "../domain/book.ts";
import { importBatchId } from "../domain/identity.ts";
import { allotAndOpen } from "../steps/allot-and-open.ts";
import { assignKeyer } from "../steps/assign-keyer.ts";

/** The batches of a book that were withdrawn: they have given up all of their numbers. */
const loadWithdrawn = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
): Promise<readonly string[]> => {
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  const withdrawn: string[] = [];
  for (const { batchId } of allotments) {
    if ((await commands.load(batchDecider, batchId)).state.status === "withdrawn") withdrawn.push(batchId);
  }
  return withdrawn;
};

/**
 * Opens a batch for a whole book and assigns it to whoever confirmed the import; the same import
 * always makes the same batch. Returns its id. Throws `batch-overlaps` or `book-unknown`, or why
 * the batch cannot be assigned.
 */
export const openImportBatch = async (
  commands: Pick<CommandHandler, "handle" | "load">,
  { importId, unitId, recordType }: Pick<DataOf<"ImportPrepared">, "importId" | "unitId" | "recordType">,
  { bookId, bookNumber }: { readonly bookId: string; readonly bookNumber: string },
  context: CommandContext,
): Promise<string> => {
  const batchId = importBatchId(importId, bookId);
  const contextOf = (name: string): CommandContext => ({
    ...context,
    commandId: uuidFrom(importId, bookId, name),
  });
  const book = { bookId, unitId, recordType, bookNumber };
  const contexts = { allot: contextOf("allot"), open: contextOf("open") };
  const givenUpBy = await loadWithdrawn(commands, bookId);
  await allotAndOpen(commands, book, { batchId, givenUpBy, policy: usualPolicy }, contexts);
  const { account: accountId, name: displayName } = context.actor;
  await assignKeyer(commands, batchId, { accountId, displayName }, contextOf("assign"));
  return batchId;
};
