import type { Blobs } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";

/** What was written down when the workbook was read. Throws `blob-missing`. */
export const readImportPreview = async (
  blobs: Pick<Blobs, "read">,
  { preview }: Pick<DataOf<"ImportPrepared">, "preview">,
): Promise<unknown> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await blobs.read(preview)) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
};
