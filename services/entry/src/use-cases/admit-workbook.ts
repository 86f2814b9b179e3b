import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { requireReaderCapacity } from "@sogoc/files";

export const admitWorkbookRefusals = ["reading-busy"] as const satisfies readonly ErrorCode[];

/**
 * Call before any of the file is received: there is room to read it, and its key stands already for
 * what it is beside its content, such as its unit. Throws what `admitWorkbookRefusals` names, or
 * `command-id-reused`.
 */
export const admitWorkbook = async (
  { commands }: { readonly commands: Pick<CommandHandler, "claim"> },
  context: CommandContext,
): Promise<void> => {
  requireReaderCapacity();
  await commands.claim(context);
};
