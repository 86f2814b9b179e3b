import { json } from "node:stream/consumers";
import type { Blobs, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";

export const readPreviewRefusals = ["blob-missing"] as const satisfies readonly ErrorCode[];

/** What was written down when the workbook was read. Throws what `readPreviewRefusals` names. */
export const readImportPreview = async (
  blobs: Pick<Blobs, "read">,
  { preview }: Pick<DataOf<"ImportPrepared">, "preview">,
): Promise<unknown> => json(await blobs.read(preview));
