import { type Acting, type CommandHandler, everyHandOf } from "@sogoc/core";
import { batchDecider } from "../domain/batch.ts";
import { recordDecider } from "../domain/record.ts";
import type { Batch } from "./load-batch.ts";

/** Where the case of a number is. */
export interface CaseOfNumber {
  readonly recordId: string;
  readonly batchId: string;
  /** Of another batch: whoever keys is one of its first makers, and may look the case up there. */
  readonly own?: true | undefined;
}

/** The case that has a number already, and its batch where that is another one. */
export interface FoundCase {
  readonly of: CaseOfNumber;
  readonly elsewhere: Pick<Batch, "state"> | undefined;
}

const isKeyedBlind = ({ status, secondKeyers }: Batch["state"], keyer: Acting): boolean => {
  const hands = everyHandOf(keyer);
  return status === "second-keying" && secondKeyers.some((account) => hands.includes(account));
};

/**
 * The case of a number that is keyed in a batch; undefined where there is none, and for whoever
 * keys its batch a second time and is shown no way to the first keying.
 */
export const loadCaseOfNumber = async (
  commands: Pick<CommandHandler, "load">,
  { recordId, batchId }: { readonly recordId: string; readonly batchId: string },
  keyer: Acting,
): Promise<FoundCase | undefined> => {
  const { status, keys } = (await commands.load(recordDecider, recordId)).state;
  if (status !== "entered" || !keys) return undefined;
  const { state } = await commands.load(batchDecider, keys.batchId);
  if (isKeyedBlind(state, keyer)) return undefined;
  const of = { recordId, batchId: keys.batchId };
  if (keys.batchId === batchId) return { of, elsewhere: undefined };
  const isOwn = state.firstMakers.includes(keyer.account);
  return { of: isOwn ? { ...of, own: true } : of, elsewhere: { state } };
};
