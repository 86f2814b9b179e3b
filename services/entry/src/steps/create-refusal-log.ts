import { type CommandContext, type CommandHandler, uuidFrom } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { bookDecider } from "../domain/book.ts";

/**
 * How many refused files of one upload get an event each; the reply to the sender names all of
 * them.
 */
const MAX_NOTED = 100;

export interface RefusalLog {
  note(fileName: string, reason: string): Promise<void>;
  /** Tells of the rest in one event; `fileName` is that of the whole upload. */
  noteOthers(fileName: string): Promise<void>;
}

/**
 * Records refused files in the book's history: the first ones one by one and the rest in one event,
 * since a delivery may have thousands of wrong files.
 */
export const createRefusalLog = (
  commands: Pick<CommandHandler, "handle">,
  bookId: string,
  context: CommandContext,
): RefusalLog => {
  let count = 0;
  const write = async (data: DataOf<"ScanRefused">, ...part: string[]) => {
    const commandId = uuidFrom(context.commandId, "refuse", ...part, data.fileName);
    await commands.handle(bookDecider, bookId, { type: "RefuseScan", data }, { ...context, commandId });
  };
  return {
    async note(fileName, reason) {
      count += 1;
      if (count <= MAX_NOTED) await write({ bookId, fileName, reason });
    },
    async noteOthers(fileName) {
      const rest = count - MAX_NOTED;
      if (rest < 1) return;
      const data: DataOf<"ScanRefused"> = { bookId, fileName, reason: "others" };
      await write(rest > 1 ? { ...data, others: rest - 1 } : data, "others");
    },
  };
};
