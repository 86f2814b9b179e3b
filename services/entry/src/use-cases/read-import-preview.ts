import { json } from "node:stream/consumers";
import type { Blobs } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";

/** What was written down when the workbook was read. Throws `blob-missing`. */
export const readImportPreview = async (
  blobs: Pick<Blobs, "read">,
  { preview }: Pick<DataOf<"ImportPrepared">, "preview">,
): Promise<unknown> => json(await blobs.read(preview));
