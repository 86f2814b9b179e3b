import type { Blobs, CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { importDecider } from "../domain/import.ts";
import { readPreview, StoredPreview } from "../imports/stored-preview.ts";

interface ShowImportPreviewDependencies {
  readonly blobs: Pick<Blobs, "read">;
  readonly commands: Pick<CommandHandler, "handle">;
}

export const showPreviewRefusals = ["blob-missing"] as const satisfies readonly ErrorCode[];

/**
 * Returns the preview that was made when the workbook was read, and notes that this person was
 * shown it: only then may they confirm the import. Throws what `showPreviewRefusals` names.
 */
export const showImportPreview = async (
  { blobs, commands }: ShowImportPreviewDependencies,
  { importId, preview }: Pick<DataOf<"ImportPrepared">, "importId" | "preview">,
  context: CommandContext,
): Promise<StoredPreview> => {
  const shown = await readPreview(blobs, { preview }, StoredPreview);
  const { account: accountId } = context.actor;
  await commands.handle(importDecider, importId, { type: "NotePreviewSeen", importId, accountId }, context);
  return shown;
};
