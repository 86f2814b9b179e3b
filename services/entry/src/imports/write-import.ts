import { type CommandContext, CommandRejected, uuidFrom } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { batchDecider } from "../domain/batch.ts";
import { defaultPolicy } from "../domain/batch-policy.ts";
import { bookDecider } from "../domain/book.ts";
import { importDecider } from "../domain/import.ts";
import { recordDecider } from "../domain/record.ts";
import { type EntryParts, getBatch } from "../entry-parts.ts";
import { withBlobFile } from "./blob-file.ts";
import { evaluateWorkbook } from "./evaluate-workbook.ts";
import type { JudgedRow, RowTarget } from "./judge-rows.ts";

/** Opens and assigns a batch for the whole book; the same import always makes the same batch. */
const openBatch = async (
  parts: EntryParts,
  prepared: DataOf<"ImportPrepared">,
  target: RowTarget,
  context: CommandContext,
): Promise<string> => {
  const { commands } = parts.runtime;
  const { bookId, bookNumber } = target;
  const { unitId, recordType, importId } = prepared;
  const batchId = uuidFrom("import-batch", importId, bookId);
  const step = (name: string): CommandContext => ({
    ...context,
    commandId: uuidFrom(importId, bookId, name),
  });
  await commands.handle(bookDecider, bookId, { type: "AllotNumbers", bookId, batchId }, step("allot"));
  const data = { batchId, bookId, unitId, recordType, bookNumber, policy: defaultPolicy };
  await commands.handle(batchDecider, batchId, { type: "OpenBatch", data }, step("open"));
  const { account: accountId, name: displayName } = context.actor;
  const now = context.at.toISOString();
  await commands.handle(
    batchDecider,
    batchId,
    { type: "AssignBatch", batchId, accountId, displayName, now },
    step("assign"),
  );
  return batchId;
};

/**
 * Writes the good rows. Row by row the command id is made of the import and the row, so that an import cut off by a
 * crash goes on where it was. A row that someone else entered meanwhile is counted as refused, never overwritten.
 */
export const writeImport = async (
  parts: EntryParts,
  prepared: DataOf<"ImportPrepared">,
  context: CommandContext,
): Promise<void> => {
  const { importId, unitId, recordType, fileName, sha256, openBatches } = prepared;
  const { commands } = parts.runtime;
  const counts = { written: 0, refused: 0, unchanged: 0 };
  const opened = new Map<string, Promise<string>>();
  let done = 0;

  const batchOf = (target: RowTarget): Promise<string> | string => {
    if (target.batchId !== undefined) return target.batchId;
    const batch = opened.get(target.bookId) ?? openBatch(parts, prepared, target, context);
    opened.set(target.bookId, batch);
    return batch;
  };

  const write = async (row: JudgedRow, target: RowTarget): Promise<keyof typeof counts> => {
    const batchId = await batchOf(target);
    const { state: batch } = await getBatch(parts, batchId);
    const { recordId, bookId, bookNumber, openingYear, number, plainNumber } = target;
    try {
      const handled = await parts.gate.keying(batchId, () =>
        commands.handle(
          recordDecider,
          recordId,
          {
            type: "EnterRecord",
            plainNumber,
            keying: { batch, accountId: context.actor.account, now: context.at.toISOString() },
            data: {
              ...{ recordId, bookId, batchId, unitId, recordType, bookNumber, openingYear, number, importId },
              fields: row.fields,
              source: "imported",
              row: row.row,
              ...(row.facts?.accepted ? { accepted: row.facts.accepted } : {}),
              ...(row.facts?.duplicateReason ? { duplicateReason: row.facts.duplicateReason } : {}),
            },
          },
          { ...context, commandId: uuidFrom(importId, String(row.row), recordId) },
        ),
      );
      return handled.repeated ? "unchanged" : "written";
    } catch (error) {
      if (error instanceof CommandRejected) return "refused";
      throw error;
    }
  };

  await withBlobFile(parts.ports.blobs, sha256, async (file) => {
    const judged = evaluateWorkbook(parts, file, {
      ...{ unitId, recordType, fileName, openBatches },
      accountId: context.actor.account,
    });
    for await (const chunk of judged) {
      const outcomes = await Promise.all(
        chunk.map((row) =>
          row.status === "good" && row.target
            ? write(row, row.target)
            : Promise.resolve(row.status === "unchanged" ? ("unchanged" as const) : ("refused" as const)),
        ),
      );
      for (const outcome of outcomes) counts[outcome]++;
      done += chunk.length;
      parts.jobs.update(importId, { phase: "writing", done, total: prepared.rows, ...counts });
    }
  });
  const finish = { type: "FinishImport", data: { importId, ...counts } } as const;
  await commands.handle(importDecider, importId, finish, {
    ...context,
    commandId: uuidFrom(importId, "finish"),
  });
  parts.jobs.update(importId, { phase: "finished" });
};
