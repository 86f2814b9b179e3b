import { json } from "node:stream/consumers";
import type { Blobs, CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { importDecider } from "../domain/import.ts";

interface ShowImportPreviewDependencies {
  readonly blobs: Pick<Blobs, "read">;
  readonly commands: Pick<CommandHandler, "handle">;
}

export const showPreviewRefusals = ["blob-missing"] as const satisfies readonly ErrorCode[];

/**
 * What was written down when the workbook was read; that this person asked for it is kept, because
 * nobody confirms what they have not seen. Throws what `showPreviewRefusals` names.
 */
export const showImportPreview = async (
  { blobs, commands }: ShowImportPreviewDependencies,
  { importId, preview }: Pick<DataOf<"ImportPrepared">, "importId" | "preview">,
  context: CommandContext,
): Promise<unknown> => {
  const content = await json(await blobs.read(preview));
  const { account: accountId } = context.actor;
  await commands.handle(importDecider, importId, { type: "NotePreviewSeen", importId, accountId }, context);
  return content;
};
