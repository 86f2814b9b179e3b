import { type Acting, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { batchDecider } from "../domain/batch.ts";
import { recordDecider } from "../domain/record.ts";
import type { Batch } from "./load-batch.ts";

const ofNumbers: ReadonlySet<ErrorCode> = new Set(["record-exists", "record-not-in-batch"]);

const numbersOf = ({ from, to }: Partial<Batch["opened"]>, wholeBook: string): string => {
  if (from === undefined) return wholeBook;
  return to === from ? `${from}` : `${from}–${to ?? "…"}`;
};

/**
 * The refusal to key a number, with the case that has it and its batch, where there is one. Of
 * another batch of the book it says which, and whether they are one of its first makers (`own`),
 * and so may look the case up there.
 */
export const withBatchOfCase = async (
  commands: Pick<CommandHandler, "load">,
  refused: unknown,
  { recordId, batchId }: { readonly recordId: string; readonly batchId: string },
  keyer: Pick<Acting, "account">,
): Promise<unknown> => {
  if (!(refused instanceof CommandRejected) || !ofNumbers.has(refused.code)) return refused;
  const { status, keys } = (await commands.load(recordDecider, recordId)).state;
  if (status !== "entered" || !keys) return refused;
  const found = { recordId, batchId: keys.batchId };
  if (keys.batchId === batchId) return new CommandRejected(refused.code, found);
  const { state } = await commands.load(batchDecider, keys.batchId);
  const isOwn = state.firstMakers.includes(keyer.account);
  const detail = `Trường hợp mang số này nằm trong lô nhập khác của quyển: ${numbersOf(state.opened ?? {}, "lô cả quyển")}.`;
  const detailEn = `The case of this number is in another batch of the book: ${numbersOf(state.opened ?? {}, "that of the whole book")}.`;
  return new CommandRejected(refused.code, isOwn ? { ...found, own: 1 } : found, [
    { pointer: "/fields/so", detail, detailEn },
  ]);
};
