import { exportStatusOf } from "@sogoc/access";
import { between, type CommandContext, everyDocument } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { exportDecider } from "../domain/export.ts";
import { startOfCount } from "./count-partial-export.ts";
import type { RegisteredBook } from "./get-book.ts";

/** Whether an export of all of the book lies ready for who asks: they have it already. */
export const hasWholeBook = async (
  { commands, exports }: Dependencies<"commands" | "exports">,
  { id: bookId, records }: RegisteredBook,
  { actor, at }: CommandContext,
): Promise<boolean> => {
  const rows = await everyDocument(exports, { where: { bookId, at: between(startOfCount(at), undefined) } });
  for (const row of rows) {
    const isOwn = row.account === actor.account && row.kind !== undefined && row.kind !== "few-records";
    if (!isOwn || row.records < records) continue;
    const { state } = await commands.load(exportDecider, row.id);
    if (exportStatusOf(row, state, { now: at, handedOver: false }) === "ready") return true;
  }
  return false;
};
