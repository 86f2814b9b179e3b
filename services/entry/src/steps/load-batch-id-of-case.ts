import type { CommandHandler } from "@sogoc/core";
import { recordIdOf } from "../domain/identity.ts";
import { recordDecider } from "../domain/record.ts";

/** The id of the batch that a case is in; undefined where nobody keyed it, or it was voided. */
export const loadBatchIdOfCase = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
  number: string,
): Promise<string | undefined> => {
  const { status, keys } = (await commands.load(recordDecider, recordIdOf(bookId, number))).state;
  return status === "entered" ? keys?.batchId : undefined;
};
