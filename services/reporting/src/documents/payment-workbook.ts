import { PassThrough, type Readable } from "node:stream";
import { createWorkbookWriter } from "@sogoc/files";
import type { Freshness } from "../figures/freshness.ts";
import type { PaymentLine } from "../figures/payment.ts";

/** Work as contracts count it; `bands` are the upper ends of the length bands. */
export const paymentWorkbook = (
  lines: readonly PaymentLine[],
  bands: readonly number[],
  fresh: Freshness,
): Readable => {
  const out = new PassThrough();
  const write = async () => {
    const writer = createWorkbookWriter(out);
    const heads = ["Đơn vị", "Loại sổ", "Năm mở sổ", "Số sổ", "Trường hợp", "Trường không trống"];
    const ends = [...bands.map((upTo) => `≤ ${upTo} ký tự`), `> ${bands.at(-1) ?? 0} ký tự`];
    const sheet = await writer.addSheet(
      "Khoi luong",
      [...heads, ...ends, "Trang quét (quy A4)"].map((header) => ({ header, width: 18 })),
    );
    for (const line of lines) {
      const { unitName, recordType, openingYear, books, records, fields, pagesA4 } = line;
      const numbers = [openingYear, books, records, fields, ...line.bands, pagesA4];
      await sheet.addRow([unitName, recordType, ...numbers.map((number) => ({ number }))]);
    }
    await sheet.addRow([]);
    await sheet.addRow(["Tính đến", fresh.asOf ?? "", `#${fresh.position}`]);
    await writer.finish();
  };
  write().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
};
