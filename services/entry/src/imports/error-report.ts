import type { DataOf } from "@sogoc/events";
import { type CellInput, createWorkbookWriter, type FileTarget } from "@sogoc/files";
import type { EntryParts } from "../entry-parts.ts";
import { withBlobFile } from "./blob-file.ts";
import { evaluateWorkbook, type SheetFound } from "./evaluate-workbook.ts";
import type { JudgedRow } from "./judge-rows.ts";

/**
 * Problems on the second sheet, which wait in memory until the first is written; each row of the
 * first has all of its own.
 */
const MAX_LISTED = 20_000;

/**
 * The refused rows as a workbook in the layout they came in, wrong cells coloured, so that it can
 * be mended and imported again; a second sheet lists every problem with its place.
 */
export const writeErrorReport = async (
  parts: EntryParts,
  prepared: DataOf<"ImportPrepared">,
  accountId: string,
  target: FileTarget,
): Promise<void> => {
  const { unitId, recordType, fileName, sha256, openBatches } = prepared;
  const problems: CellInput[][] = [];
  let found = 0;
  const writer = createWorkbookWriter(target);

  await withBlobFile(parts.ports.blobs, sha256, async (file) => {
    let sheetFound: SheetFound | undefined;
    let sheet: Awaited<ReturnType<typeof writer.addSheet>> | undefined;
    const judged = evaluateWorkbook(parts, file, {
      unitId,
      recordType,
      fileName,
      openBatches,
      accountId,
      onSheet: (one) => {
        sheetFound = one;
      },
    });
    for await (const chunk of judged) {
      const columns = sheetFound?.layout.columns ?? [];
      sheet ??= await writer.addSheet(
        "DL Import",
        [...columns.map((code) => code ?? ""), "LỖI / ERROR"].map((header) => ({ header, width: 18 })),
      );
      for (const row of chunk) {
        if (row.status !== "refused") continue;
        await sheet.addRow(reportRow(row, columns));
        for (const { row: line, field, value, rule, severity, messageVi, messageEn } of row.problems) {
          found += 1;
          if (found > MAX_LISTED) continue;
          problems.push([{ number: line }, field, value, rule, severity, messageVi, messageEn]);
        }
      }
    }
  });

  const list = await writer.addSheet(
    "Loi",
    [
      "Dòng / Row",
      "Cột / Column",
      "Giá trị / Value",
      "Quy tắc / Rule",
      "Mức / Severity",
      "Nội dung",
      "Message",
    ].map((header) => ({ header, width: 24 })),
  );
  for (const problem of problems) await list.addRow(problem);
  if (found > MAX_LISTED) {
    const others = found - MAX_LISTED;
    await list.addRow([`… và ${others} lỗi khác, xem từng dòng / and ${others} more, see each row`]);
  }
  await writer.finish();
};

const reportRow = (row: JudgedRow, columns: readonly (string | undefined)[]): CellInput[] => {
  const marks = new Map(row.problems.map(({ field, severity }) => [field, severity]));
  const cells = columns.map((code, index): CellInput => {
    const text = row.texts[index] ?? "";
    const mark = code === undefined ? undefined : marks.get(code);
    return mark ? { text, mark } : text;
  });
  return [...cells, row.problems.map(({ messageVi }) => messageVi).join(" ")];
};
