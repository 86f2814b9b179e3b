import { writeDocumentPdf } from "@sogoc/files";
import { getRecordType } from "@sogoc/registers";
import type { LotView } from "../read-models/lots.ts";
import { hashText, longDay, paperHead, plain, signatures, table } from "./administrative-form.ts";
import { lotAnnexes } from "./lot-annexes.ts";
import type { LotEvidence } from "./lot-evidence.ts";
import { planWords } from "./lot-plan-words.ts";
import { reconciliationSection } from "./lot-reconciliation.ts";

const verdicts = {
  accepted: "ĐẠT – nghiệm thu toàn bộ lô.",
  "accepted-after-fixes":
    "ĐẠT SAU KHI SỬA – nghiệm thu có sửa: các trường bị đánh dấu phải được sửa và kiểm tra lại toàn bộ.",
  returned: "KHÔNG ĐẠT – trả lại toàn bộ lô để số hóa lại.",
} as const;

const classes = [
  ["critical", "Lỗi nghiêm trọng"],
  ["key", "Trường chính (họ tên, ngày, số)"],
  ["other", "Trường khác"],
] as const;

/** How many fields earlier rounds marked, and how many of them are as they were. */
const earlierWords = (earlier: LotEvidence["earlier"]): string => {
  if (earlier.length === 0) return "";
  const stands = earlier.filter(({ outcome }) => outcome === "stands").length;
  return ` Lần kiểm tra trước đánh dấu ${plain(earlier.length)} trường, nay còn ${plain(stands)} trường vẫn như cũ (xem phụ lục).`;
};

/** A lot that somebody has decided. */
export type DecidedLot = LotView & {
  readonly figures: NonNullable<LotView["figures"]>;
  readonly verdict: NonNullable<LotView["verdict"]>;
};

/** What people and units of a lot are called in its minutes. */
export interface LotNames {
  readonly ofAccount: (account: string) => string;
  readonly unit: string;
  /** The unit that keyed the lot. */
  readonly digitiser: string;
}

/** The minutes of a lot's acceptance, as a PDF. */
export const lotMinutes = (lot: DecidedLot, evidence: LotEvidence, names: LotNames): Promise<Buffer> => {
  const { plan, figures, verdict, digest, decidedBy, decidedAt, batches } = lot;
  const { unit, digitiser } = names;
  const nameOf = (account: string | null) => (account === null ? "" : names.ofAccount(account));
  const type = getRecordType(lot.recordType).name_vi;
  const checkers = new Set(evidence.checks.map(({ checkedBy }) => nameOf(checkedBy)));
  return writeDocumentPdf({
    title: `Biên bản nghiệm thu ${lot.id}`,
    foot: `Sổ Gốc – lô ${lot.id}`,
    content: [
      paperHead("Ủy ban nhân dân", unit, unit, decidedAt),
      { text: "BIÊN BẢN NGHIỆM THU", style: "title" },
      { text: "Kết quả của đơn vị thực hiện số hóa Sổ hộ tịch", style: "subtitle" },
      { text: "1. Nội dung nghiệm thu", style: "heading" },
      {
        ul: [
          `Loại sổ: ${type}. Đơn vị quản lý sổ: ${unit}.`,
          `Đơn vị thực hiện số hóa: ${digitiser}. Người nhập: ${lot.keyers.map(nameOf).join(", ")}.`,
          `Số trường hợp trong lô: ${plain(lot.size)}, gồm ${plain(batches.length)} lô nhập:`,
        ],
      },
      table(
        ["*", 60, 60, "*"],
        ["Quyển số", "Lần nộp", "Trường hợp", "Mã băm khi nộp (SHA-256)"],
        batches.map(({ bookNumber, round, records, digest: submitted }) => [
          ...[bookNumber, round, records, hashText(submitted)],
        ]),
      ),
      { text: "2. Đối soát", style: "heading" },
      reconciliationSection(lot, evidence),
      { text: "3. Phương pháp kiểm tra", style: "heading" },
      {
        ul: [
          `Quy tắc tự động trên 100 % dữ liệu: ${plain(figures.ruleErrors)} lỗi, ${plain(figures.ruleWarnings)} cảnh báo.`,
          ...planWords(lot, nameOf(lot.formedBy)),
          `Rút bằng hạt giống “${lot.seed}”: ai cũng rút lại được đúng mẫu này.`,
          `Người kiểm tra: ${[...checkers].sort().join(", ") || "–"}; không ai trong số họ nhập lô này.`,
        ],
      },
      { text: "4. Kết quả kiểm tra", style: "heading" },
      table(
        ["*", 90, 90, 90],
        ["Loại lỗi", "Trường hợp sai", "Cho phép", "Kết quả"],
        classes.map(([code, label]) => {
          const [found, allowed] = [figures.wrongCases[code], plan.acceptance[code]];
          return [label, found, allowed, found <= allowed ? "Đạt" : "Không đạt"];
        }),
      ),
      {
        text: `Đã kiểm tra ${plain(figures.checked)} trường hợp, ${plain(figures.fieldsChecked)} trường; ${plain(figures.wrongFields)} trường sai${figures.wrongFields > 0 ? " (Phụ lục 2)" : ""}.${earlierWords(evidence.earlier)}`,
      },
      { text: "5. Kết luận", style: "heading" },
      { text: verdicts[verdict], bold: true },
      ...(evidence.keptBack.length > 0
        ? [
            {
              text: `Sau kết luận có chỗ mới bị đánh dấu hoặc chưa sửa, nên không được nghiệm thu theo lô: lô nhập của quyển ${evidence.keptBack.join(", ")}; được trả lại để sửa.`,
            },
          ]
        : []),
      ...(lot.reason ? [{ text: `Ý kiến: ${lot.reason}` }] : []),
      { text: `Mã băm của lô (SHA-256): ${digest ?? ""}`, style: "small", margin: [0, 4, 0, 0] },
      { text: `Kết luận lập ${longDay(decidedAt)} trên hệ thống.`, style: "small" },
      signatures([
        { role: "Đơn vị thực hiện số hóa" },
        { role: "Người kiểm tra" },
        { role: "Người nghiệm thu", name: nameOf(decidedBy) },
      ]),
      lotAnnexes(lot, evidence),
    ],
  });
};
