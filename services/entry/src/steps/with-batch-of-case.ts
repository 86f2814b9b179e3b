import { type Acting, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { Batch } from "./load-batch.ts";
import { loadCaseOfNumber } from "./load-case-of-number.ts";

const ofNumbers: ReadonlySet<ErrorCode> = new Set(["record-exists", "record-not-in-batch"]);

const numbersOf = ({ from, to }: Partial<Batch["opened"]>, wholeBook: string): string => {
  if (from === undefined) return wholeBook;
  return to === from ? `${from}` : `${from}–${to ?? "…"}`;
};

/**
 * The refusal to key a number, with the case that has it and its batch, where there is one. Of
 * another batch of the book it says which, and whether whoever keys is one of its first makers
 * (`own`), and so may look the case up there.
 */
export const withBatchOfCase = async (
  commands: Pick<CommandHandler, "load">,
  refused: unknown,
  number: { readonly recordId: string; readonly batchId: string },
  keyer: Acting,
): Promise<unknown> => {
  if (!(refused instanceof CommandRejected) || !ofNumbers.has(refused.code)) return refused;
  const found = await loadCaseOfNumber(commands, number, keyer);
  if (!found) return refused;
  const { recordId, batchId, own } = found.of;
  const params = own ? { recordId, batchId, own: 1 } : { recordId, batchId };
  if (!found.elsewhere) return new CommandRejected(refused.code, params);
  const { opened = {} } = found.elsewhere.state;
  const detail = `Trường hợp mang số này nằm trong lô nhập khác của quyển: ${numbersOf(opened, "lô cả quyển")}.`;
  const detailEn = `The case of this number is in another batch of the book: ${numbersOf(opened, "that of the whole book")}.`;
  return new CommandRejected(refused.code, params, [{ pointer: "/fields/so", detail, detailEn }]);
};
