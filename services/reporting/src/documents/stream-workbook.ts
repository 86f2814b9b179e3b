import { PassThrough, type Readable } from "node:stream";
import { createWorkbookWriter, type WorkbookWriter } from "@sogoc/files";

/**
 * A workbook that is read while it is written; what goes wrong while writing ends the stream with
 * that error.
 */
export const streamWorkbook = (write: (writer: WorkbookWriter) => Promise<void>): Readable => {
  const out = new PassThrough();
  const run = async () => {
    const writer = createWorkbookWriter(out);
    await write(writer);
    await writer.finish();
  };
  run().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
};
