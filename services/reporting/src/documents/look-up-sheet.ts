import type { FieldValue } from "@sogoc/events";
import { writeDocumentPdf } from "@sogoc/files";
import { type Field, getCodeTable, getRecordType } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { unitNameOf } from "../figures/scope.ts";
import { valueTexts } from "../history/field-text.ts";
import type { RecordAt } from "../history/record-at.ts";
import { shortDay, table } from "./administrative-form.ts";

/** The value as the book has it; a code with what it means. */
export const onSheet = (field: Field, value: FieldValue | undefined): string => {
  const { vi } = valueTexts(value);
  const entries = field.type === "code" && field.codeTable ? getCodeTable(field.codeTable).entries : [];
  // What it means is told of a doubtful code as well, with the doubt.
  const raw = value !== undefined && "raw" in value ? value.raw : undefined;
  const meaning = entries.find(({ code }) => code === raw)?.label_vi;
  return meaning === undefined ? vi : `${vi} – ${meaning}`;
};

/**
 * One record on paper, for looking up. `address` leads to its proof and holds nothing but the
 * record's id and `hash`, that of its last event, so that the sheet can be laid beside the log.
 */
export const lookUpSheet = async (
  dependencies: Dependencies<"clock" | "directory">,
  record: RecordAt,
  proof: { readonly address: string; readonly hash: string },
): Promise<Buffer> => {
  const type = getRecordType(record.recordType);
  const now = dependencies.clock.now().toISOString();
  const rows = type.fields
    .filter(({ code }) => record.fields[code] !== undefined)
    .map((field) => [field.label_vi, onSheet(field, record.fields[field.code])]);
  return writeDocumentPdf({
    title: "Phiếu tra cứu",
    foot: "Phiếu tra cứu, không phải trích lục hộ tịch, không có giá trị thay giấy tờ hộ tịch.",
    watermark: "PHIẾU TRA CỨU",
    content: [
      { text: "PHIẾU TRA CỨU DỮ LIỆU SỐ HÓA", style: "title" },
      { text: "Không phải trích lục hộ tịch", style: "subtitle" },
      {
        columns: [
          {
            width: "*",
            stack: [
              { text: `Sổ ${type.name_vi}, quyển số ${record.bookNumber}, số ${record.number}` },
              { text: `Đơn vị quản lý sổ: ${unitNameOf(dependencies, record.unitId)}` },
              { text: `In ngày ${shortDay(now)}; dữ liệu sửa lần cuối ngày ${shortDay(record.changedAt)}` },
              { text: `Mã băm của sự kiện cuối: ${proof.hash}`, style: "small", margin: [0, 6, 0, 0] },
            ],
          },
          { width: 90, qr: proof.address, fit: 85 },
        ],
      },
      table([180, "*"], ["Mục", "Nội dung trong sổ"], rows),
      ...record.annotations.map(({ text, decision }) => ({
        text: `Ghi chú: ${text} (quyết định số ${decision.number}, ${decision.issuedBy})`,
      })),
    ],
  });
};
