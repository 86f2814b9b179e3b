import { type CommandContext, CommandRejected, createTurns, uuidFrom } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { batchDecider } from "../domain/batch.ts";
import { defaultPolicy } from "../domain/batch-policy.ts";
import { bookDecider } from "../domain/book.ts";
import { importDecider } from "../domain/import.ts";
import type { EntryParts } from "../entry-parts.ts";
import { enterRecord } from "../use-cases/enter-record.ts";
import { loadBatch } from "../use-cases/key-in-batch.ts";
import { withBlobFile } from "./blob-file.ts";
import { evaluateAgain, evaluateWorkbook } from "./evaluate-workbook.ts";
import { importBatchId, type JudgedRow, type RowTarget } from "./judge-rows.ts";

/**
 * Rows that are begun within one turn are committed together: the longer it is, the fewer times the
 * disk is waited for.
 */
const WRITE_HELD_MS = 20;

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
  const batchId = importBatchId(importId, bookId);
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
 * What a confirmed import came to that all or nothing was asked for, when rows were refused while
 * it was being written.
 */
const brokenOff = (refused: number, written: number): CommandRejected => {
  const detail = `Trong lúc ghi có ${refused} dòng bị từ chối, ${written} dòng đã được ghi. Xác nhận lại để ghi các dòng đúng.`;
  const detailEn = `While it was written ${refused} rows were refused and ${written} written. Confirm it again for the good rows.`;
  return new CommandRejected("import-refused", { refused }, [{ pointer: "/file", detail, detailEn }]);
};

/** All or nothing holds for what has happened since the preview, too. Throws `import-refused`. */
const requireNoneRefused = async (judged: AsyncIterable<readonly JudgedRow[]>): Promise<void> => {
  let refused = 0;
  for await (const chunk of judged) refused += chunk.filter(({ status }) => status === "refused").length;
  if (refused === 0) return;
  const detail = `Từ lúc xem trước đã có ${refused} dòng không còn nhập được, nên không nhập dòng nào.`;
  const detailEn = `Since the preview ${refused} rows can no longer be imported, so nothing was imported.`;
  throw new CommandRejected("import-refused", { refused }, [{ pointer: "/file", detail, detailEn }]);
};

/**
 * Writes the good rows. Row by row the command id is made of the import and the row, so that an
 * import cut off by a crash goes on where it was, and no digest of the request that asked for it
 * goes along. A row that someone else entered meanwhile is counted as refused, never overwritten.
 */
export const writeImport = async (
  parts: EntryParts,
  prepared: DataOf<"ImportPrepared">,
  mode: DataOf<"ImportConfirmed">["mode"],
  { commandDigest: _, ...context }: CommandContext,
): Promise<void> => {
  const { importId, unitId, recordType, fileName, sha256, openBatches } = prepared;
  const { commands } = parts.runtime;
  const counts = { written: 0, refused: 0, unchanged: 0 };
  const opened = new Map<string, Promise<string>>();
  const { preparedBy } = prepared;
  const access = { commands, gate: parts.gate };
  let done = 0;

  const batchOf = (target: RowTarget): Promise<string> | string => {
    if (target.batchId !== undefined) return target.batchId;
    const batch = opened.get(target.bookId) ?? openBatch(parts, prepared, target, context);
    opened.set(target.bookId, batch);
    return batch;
  };

  const write = async (row: JudgedRow, target: RowTarget): Promise<keyof typeof counts> => {
    const batchId = await batchOf(target);
    const { recordId, openingYear, number, plainNumber } = target;
    const { fields, findings } = row;
    const origin = {
      source: "imported",
      importId,
      row: row.row,
      preparedBy: preparedBy === context.actor.account ? undefined : preparedBy,
      accepted: row.facts?.accepted,
      duplicateReason: row.facts?.duplicateReason,
    } as const;
    const entered = { recordId, openingYear, number, plainNumber, fields, findings, origin };
    const ofRow = { ...context, commandId: uuidFrom(importId, String(row.row), recordId) };
    try {
      const handled = await enterRecord(access, await loadBatch(access, batchId), entered, ofRow);
      return handled.repeated ? "unchanged" : "written";
    } catch (error) {
      if (error instanceof CommandRejected) return "refused";
      throw error;
    }
  };

  const writeAll = async (judged: AsyncIterable<readonly JudgedRow[]>) => {
    const turn = createTurns(WRITE_HELD_MS);
    for await (const chunk of judged) {
      const writing: Promise<keyof typeof counts>[] = [];
      for (const row of chunk) {
        if (row.status === "good" && row.target) {
          await turn();
          const outcome = write(row, row.target);
          // Its failure is heard with the others of the chunk, which are still begun: until then
          // nobody listens.
          outcome.catch(() => {});
          writing.push(outcome);
        } else counts[row.status === "unchanged" ? "unchanged" : "refused"]++;
      }
      for (const outcome of await Promise.all(writing)) counts[outcome]++;
      done += chunk.length;
      parts.jobs.update(importId, { phase: "writing", done, total: prepared.rows, ...counts });
    }
  };

  const options = { unitId, recordType, fileName, openBatches, accountId: context.actor.account, importId };
  if (mode === "all-or-nothing") {
    await withBlobFile(parts.ports.blobs, sha256, (file) =>
      requireNoneRefused(evaluateWorkbook(parts, file, options)),
    );
  }
  const rows = parts.preparedRows.take(importId);
  if (rows) await writeAll(evaluateAgain(parts, rows, options));
  else {
    await withBlobFile(parts.ports.blobs, sha256, (file) => writeAll(evaluateWorkbook(parts, file, options)));
  }
  // Nobody can take back what others could see meanwhile; it must not pass for a finished one
  // either.
  if (mode === "all-or-nothing" && counts.refused > 0) throw brokenOff(counts.refused, counts.written);
  const finish = { type: "FinishImport", data: { importId, ...counts } } as const;
  await commands.handle(importDecider, importId, finish, {
    ...context,
    commandId: uuidFrom(importId, "finish"),
  });
  parts.jobs.update(importId, { phase: "finished" });
};
