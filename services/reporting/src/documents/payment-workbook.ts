import type { Readable } from "node:stream";
import { getRecordType } from "@sogoc/registers";
import type { Freshness } from "../figures/freshness.ts";
import type { PaymentLine, PaymentQuestion } from "../figures/payment.ts";
import { longDay } from "./administrative-form.ts";
import { streamWorkbook } from "./stream-workbook.ts";

const numbers = (values: readonly number[]) => values.map((number) => ({ number }));

/**
 * Work as contracts count it: one line per unit, book type and year, the sum below, and by what it
 * was counted.
 */
export const paymentWorkbook = (
  lines: readonly PaymentLine[],
  { bands, a4Of, acceptedOnly }: Omit<PaymentQuestion, "scope">,
  fresh: Freshness,
): Readable =>
  streamWorkbook(async (writer) => {
    const sizes = Object.keys(a4Of);
    const head = ["Đơn vị", "Loại sổ", "Năm mở sổ", "Số sổ", "Trường hợp", "Trường không trống"];
    const ends = [...bands.map((upTo) => `≤ ${upTo} ký tự`), `> ${bands.at(-1) ?? 0} ký tự`];
    const pages = [...sizes.map((size) => `Trang ${size}`), "Trang quy A4"];
    const sheet = await writer.addSheet(
      "Khối lượng",
      [...head, ...ends, ...pages].map((header) => ({ header, width: 18 })),
    );
    const countsOf = ({ books, records, fields, bands: byBand, pages: bySize, pagesA4 }: PaymentLine) => [
      ...[books, records, fields, ...byBand],
      ...[...sizes.map((size) => bySize[size] ?? 0), pagesA4],
    ];
    for (const line of lines) {
      const { unitName, recordType, openingYear } = line;
      await sheet.addRow([
        ...[unitName, getRecordType(recordType).name_vi, { number: openingYear }],
        ...numbers(countsOf(line)),
      ]);
    }
    const columns = lines.map(countsOf);
    const sums = Array.from({ length: head.length - 3 + ends.length + pages.length }, (_, column) =>
      columns.reduce((sum, counts) => sum + (counts[column] ?? 0), 0),
    );
    await sheet.addRow(["Cộng", "", "", ...numbers(sums)]);
    await sheet.addRow([]);
    await sheet.addRow([
      "Phạm vi",
      acceptedOnly
        ? "Chỉ các lô nhập đã nghiệm thu và tệp quét của các trường hợp trong đó"
        : "Tất cả dữ liệu đã nhập và tệp quét, kể cả chưa nghiệm thu",
    ]);
    await sheet.addRow([
      "Không tính",
      acceptedOnly ? "Bìa sổ; tệp quét cả quyển khi sổ chưa nghiệm thu xong" : "Bìa sổ",
    ]);
    for (const [size, number] of Object.entries(a4Of))
      await sheet.addRow([`Hệ số quy A4 của ${size}`, { number }]);
    await sheet.addRow(["Tính đến", fresh.asOf === null ? "–" : longDay(fresh.asOf)]);
    await sheet.addRow(["Sự kiện số", { number: fresh.position }]);
  });
