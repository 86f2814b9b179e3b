import { writeDocumentPdf } from "@sogoc/files";
import type { Freshness } from "../figures/freshness.ts";
import type { PeriodReport, Verdicts } from "../figures/period-report.ts";
import { paperHead, percent, plain, shortDay, signatures, table } from "./administrative-form.ts";
import { allUnits, dayText, expectedOf, supplementOf, UNKNOWN, unitColumns } from "./report-columns.ts";

const verdictsIn = ({ accepted, afterFixes, returned }: Verdicts): string =>
  `${plain(accepted)} đạt, ${plain(afterFixes)} đạt sau khi sửa, ${plain(returned)} trả lại`;

const figureOf = (figure: number | string): string => (typeof figure === "number" ? plain(figure) : figure);

/** The report to the Sở Tư pháp on paper. `office` is who reports. */
export const digitisationReport = (
  report: PeriodReport,
  office: string,
  now: string,
  fresh: Freshness,
): Promise<Buffer> => {
  const { from, to, units, types, total, work, quality, lots, batches, errorRate } = report;
  return writeDocumentPdf({
    title: `Báo cáo số hóa Sổ hộ tịch ${dayText(from)}–${dayText(to)}`,
    foot: `Số liệu đến ${fresh.asOf === null ? "–" : shortDay(fresh.asOf)}, sự kiện số ${fresh.position}`,
    content: [
      paperHead("Ủy ban nhân dân", office, office, now),
      { text: "BÁO CÁO", style: "title" },
      { text: `Kết quả số hóa Sổ hộ tịch từ ${dayText(from)} đến ${dayText(to)}`, style: "subtitle" },
      { text: "Kính gửi: Sở Tư pháp", alignment: "center", margin: [0, 0, 0, 8] },
      { text: "1. Công việc trong kỳ", style: "heading" },
      {
        text: `Nhập mới ${plain(work.keyed)} trường hợp, nhập từ tệp ${plain(work.imported)}, sửa ${plain(work.corrected)} lượt, kiểm tra ${plain(work.checked)} trường hợp, nghiệm thu ${plain(work.accepted)} trường hợp. Lô nhập nghiệm thu riêng: ${verdictsIn(batches)}. Lô nghiệm thu (gộp nhiều lô nhập): ${verdictsIn(lots)}.`,
      },
      { text: "2. Lũy kế theo đơn vị", style: "heading" },
      table(
        ["*", ...unitColumns.map(() => 52)],
        ["Đơn vị", ...unitColumns.map(([head]) => head)],
        [
          ...units.map((line) => [line.nameVi, ...unitColumns.map(([, of]) => of(line))]),
          ["Cộng", ...unitColumns.map(([, of]) => of(allUnits(report)))],
        ],
      ),
      { text: "3. Lũy kế theo loại sổ", style: "heading" },
      table(
        ["*", 52, 60, 60, 60, 60],
        ["Loại sổ", "Số sổ", "Trường hợp phải làm", "Đã nhập", "Nghiệm thu", "Nghiệm thu / phải làm"],
        types.map(({ nameVi, figures, percent: share }) => [
          ...[nameVi, figures.books, expectedOf(figures), figures.records, figures.accepted],
          share === null ? UNKNOWN : percent(share / 100),
        ]),
      ),
      { text: "Tỷ lệ chỉ tính các sổ đã biết số trường hợp phải làm.", style: "small" },
      { text: "4. Chất lượng", style: "heading" },
      {
        text: `Trong kỳ đã kiểm tra ${plain(quality.fieldsChecked)} trường, sai ${plain(quality.wrongFields)}. Lũy kế đến nay: tỷ lệ trường sai trong các trường đã kiểm tra ${percent(errorRate)} (${plain(total.wrongFields)} trên ${plain(total.fieldsChecked)}). Lỗi theo quy tắc: ${plain(total.ruleErrors)}; cảnh báo: ${plain(total.ruleWarnings)}. Bị cơ sở dữ liệu quốc gia từ chối hoặc chưa trả lời: ${plain(total.handedOver.outstanding)}. Nghiệm thu thêm hoặc sửa sau khi bàn giao, chưa gửi bổ sung: ${figureOf(supplementOf(total.handedOver))}.`,
      },
      signatures([{ role: "Người lập" }, { role: "Thủ trưởng đơn vị" }]),
    ],
  });
};
