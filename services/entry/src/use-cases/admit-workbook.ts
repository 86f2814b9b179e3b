import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { requireReaderCapacity } from "@sogoc/files";

export const admitWorkbookRefusals = ["reading-busy"] as const satisfies readonly ErrorCode[];

/**
 * Call before the file is received. Throws what `admitWorkbookRefusals` names while too many
 * workbooks wait to be read, or `command-id-reused` where the command id stands for another
 * request.
 */
export const admitWorkbook = async (
  { commands }: { readonly commands: Pick<CommandHandler, "claim"> },
  context: CommandContext,
): Promise<void> => {
  requireReaderCapacity();
  await commands.claim(context);
};
