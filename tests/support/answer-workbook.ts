import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkbookWriter } from "@sogoc/files";

/** A workbook with these lines on each of its sheets, cells divided by commas, headings first. */
export const answerWorkbook = async (
  sheets: Readonly<Record<string, readonly string[]>>,
): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), "ket-qua-"));
  const file = join(folder, "ket-qua.xlsx");
  const target = createWriteStream(file);
  const writer = createWorkbookWriter(target);
  for (const [name, [headings = "", ...lines]] of Object.entries(sheets)) {
    const columns = headings.split(",").map((header) => ({ header }));
    const sheet = await writer.addSheet(name, columns);
    for (const line of lines) await sheet.addRow(line.split(","));
  }
  await writer.finish();
  if (!target.closed) await new Promise<void>((resolve) => target.once("close", () => resolve()));
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
};
