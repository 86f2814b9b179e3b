import { join } from "node:path";
import { type Figure, figureOf, type Suite } from "./harness.ts";
import { type ImportReport, inOwnProcess, type RawReport, type WorkbookMade } from "./import/messages.ts";

const ROWS = 100_000;

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);

export const importSuite: Suite = {
  name: "Import of workbooks",
  run: async (folder): Promise<readonly Figure[]> => {
    const file = join(folder, "rows.xlsx");
    const engines = join(folder, "engines");
    const { books } = await inOwnProcess<WorkbookMade>("make-workbook.ts", { file, rows: ROWS });
    const report = await inOwnProcess<ImportReport>("import-workbook.ts", { folder: engines, file, books });
    const raw = await inOwnProcess<RawReport>("write-rawly.ts", { folder: engines, file });
    const rawly = { rate: ROWS / (raw.parse + raw.insert), cpu: raw.cpu / ROWS };
    const { prepare, write, settle, again } = report;
    const perSecond = (seconds: number) => Math.round(ROWS / seconds);
    const note = [
      `rows per second; ${report.rows} births, ${books.length} books, whole standalone, one run`,
      `prepare ${perSecond(prepare)}/s, write ${perSecond(write)}/s, read models ${settle.toFixed(1)} s later`,
      `peak RSS ${megabytes(report.peakRss)} MB`,
      `the same file again in ${again.seconds.toFixed(1)} s: ${again.unchanged} unchanged, ${again.events} records written`,
      `baseline: parse ${perSecond(raw.parse)}/s, insert ${perSecond(raw.insert)}/s`,
    ].join("; ");
    return [
      figureOf(
        {
          name: "12. import of a workbook, prepare + write + all read models",
          baselineName: "parsing the same workbook, then INSERTs of the same events, 100 a time, NORMAL",
          target: 0.5,
          note,
        },
        [{ rate: ROWS / (prepare + write + settle), cpu: report.cpu / ROWS }],
        [rawly],
      ),
    ];
  },
};
