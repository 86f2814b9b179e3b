import type { Blobs, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type CellInput, createWorkbookWriter, type FileTarget } from "@sogoc/files";
import { withBlobFile } from "../imports/blob-file.ts";
import type { RowJudgeDependencies } from "../imports/judge-rows.ts";
import { judgeWorkbook, type SheetFound } from "../imports/judge-workbook.ts";
import type { JudgedRow } from "../imports/judged-row.ts";
import { rowError } from "../imports/row-problem.ts";
import { readRowsNotGood } from "../imports/rows-not-good.ts";

export interface WriteErrorReportDependencies extends RowJudgeDependencies {
  readonly blobs: Pick<Blobs, "read">;
}

export const errorReportRefusals = [
  "blob-missing",
  "reading-busy",
  "workbook-refused",
] as const satisfies readonly ErrorCode[];

/**
 * So many problems are listed on their own sheet, which then says how many more there are: they
 * wait in memory until the sheet of refused rows is written. Beside each row there stand its own,
 * whatever was listed, as far as `MOST_WRITTEN`.
 */
const MOST_LISTED = 20_000;

/**
 * So many characters of its problems stand beside a row, then `…`; the sheet of problems has them
 * in full, as far as `MOST_LISTED`.
 */
const MOST_WRITTEN = 8_000;

const PROBLEM_SHEET = "Loi";

const problemHeaders = [
  "Dòng / Row",
  "Cột / Column",
  "Giá trị / Value",
  "Quy tắc / Rule",
  "Mức / Severity",
  "Nội dung",
  "Message",
];

type Writer = ReturnType<typeof createWorkbookWriter>;

/** Lists problems with their cells; of those beyond `MOST_LISTED` it says only how many. */
const createProblemSheet = () => {
  const problems: CellInput[][] = [];
  let found = 0;
  return {
    add(row: JudgedRow): void {
      for (const { row: line, field, value, rule, severity, messageVi, messageEn } of row.problems) {
        found += 1;
        if (found > MOST_LISTED) continue;
        problems.push([{ number: line }, field, value, rule, severity, messageVi, messageEn]);
      }
    },
    async write(writer: Writer): Promise<void> {
      const sheet = await writer.addSheet(
        PROBLEM_SHEET,
        problemHeaders.map((header) => ({ header, width: 24 })),
      );
      for (const problem of problems) await sheet.addRow(problem);
      if (found <= MOST_LISTED) return;
      const others = found - MOST_LISTED;
      await sheet.addRow([`… và ${others} lỗi khác, xem từng dòng / and ${others} more, see each row`]);
    },
  };
};

const addRowSheet = (writer: Writer, columns: readonly (string | undefined)[]) =>
  writer.addSheet(
    "DL Import",
    [...columns.map((code) => code ?? ""), "LỖI / ERROR"].map((header) => ({ header, width: 18 })),
  );

const reportRow = (row: JudgedRow, columns: readonly (string | undefined)[]): CellInput[] => {
  // The first problem of a cell comes from reading it, the others from what was read.
  const problems = new Map(row.problems.toReversed().map((problem) => [problem.field, problem]));
  const cells = columns.map((code, index): CellInput => {
    const text = row.texts[index] ?? "";
    const problem = code === undefined ? undefined : problems.get(code);
    if (!problem) return text;
    // What was read is kept as it stands where nothing but its order is doubtful.
    const suggestion = problem.severity === "error" ? problem.suggestion : undefined;
    return { text: suggestion ?? text, mark: problem.severity };
  });
  const messages = row.problems.map(({ messageVi }) => messageVi).join(" ");
  return [...cells, messages.length > MOST_WRITTEN ? `${messages.slice(0, MOST_WRITTEN)}…` : messages];
};

/** Refuses a row that is good now and was not when the preview was made: it is not written. */
const toPreviewAgain = (row: JudgedRow): JudgedRow => ({
  ...row,
  status: "refused",
  problems: [
    rowError(row, "so", {
      rule: "not-in-preview",
      messageVi:
        "Lúc xem trước dòng này chưa nhập được nên không ghi; nay nhập được: hãy gửi lại tệp và xem trước.",
      messageEn:
        "The preview did not count this row as good, so it is not written; it is by now: send the file again and look at it.",
      value: row.so,
    }),
  ],
});

/**
 * Writes the refused rows as a workbook in the layout they came in, with wrong cells coloured, to
 * be mended and imported again. A cell that was refused gets what was probably meant, where that is
 * known, for instance one that Excel changed. The sheet `Loi` lists the problems with their cells.
 * Throws what `errorReportRefusals` names.
 */
export const writeErrorReport = async (
  dependencies: WriteErrorReportDependencies,
  prepared: DataOf<"ImportPrepared">,
  accountId: string,
  target: FileTarget,
): Promise<void> => {
  const { unitId, recordType, fileName, sha256, openBatches: mayOpenBatches, dateOrders } = prepared;
  const wasNotGood = await readRowsNotGood(dependencies.blobs, prepared);
  const writer = createWorkbookWriter(target);
  const problemSheet = createProblemSheet();

  await withBlobFile(dependencies.blobs, sha256, async (file) => {
    let columns: readonly (string | undefined)[] = [];
    const onSheet = ({ layout }: SheetFound) => {
      columns = layout.columns;
    };
    const options = { unitId, recordType, fileName, mayOpenBatches, accountId, onSheet, dateOrders };
    let rowSheet: Awaited<ReturnType<typeof addRowSheet>> | undefined;
    for await (const chunk of judgeWorkbook(dependencies, file, options)) {
      rowSheet ??= await addRowSheet(writer, columns);
      for (const row of chunk) {
        const reported = row.status === "good" && wasNotGood(row.row) ? toPreviewAgain(row) : row;
        if (reported.status !== "refused") continue;
        await rowSheet.addRow(reportRow(reported, columns));
        problemSheet.add(reported);
      }
    }
  });
  await problemSheet.write(writer);
  await writer.finish();
};
