import { writeDocumentPdf } from "@sogoc/files";
import { getRecordType } from "@sogoc/registers";
import type { Access } from "../access.ts";
import { unitNameOf } from "../figures/scope.ts";
import type { HandoverRow } from "../read-models/handovers.ts";
import { hashText, longDay, paperHead, plain, shortDay, signatures, table } from "./administrative-form.ts";

/** What a package let go unsettled, and what it left out, and why. */
const wordsOf = ({ sequence, letGo, leftOut }: HandoverRow["packages"][number]): string[] => [
  ...(letGo
    ? [
        `Gói ${sequence} có ${plain(letGo.marks)} trường hợp còn ô bị đánh dấu, ${plain(letGo.findings)} trường hợp còn cảnh báo chưa trả lời; lý do vẫn bàn giao: ${letGo.because}.`,
      ]
    : []),
  ...(leftOut
    ? [
        `Không vào gói ${sequence}: ${plain(leftOut.refusalNotAnswered)} trường hợp chưa trả lời, ${plain(leftOut.correctionWaits)} chờ sửa, ${plain(leftOut.notChosen)} để lại gói sau.`,
      ]
    : []),
];

/** What was sent when and what came back: minutes once it is accepted, a ledger before. */
export const handoverLedger = async (
  access: Access<"clock" | "directory">,
  row: HandoverRow,
): Promise<Buffer> => {
  const { accepted, packages, outstanding, loaded } = row;
  const { directory } = access;
  const nameOf = (account: string) => directory.displayName(account) ?? account;
  const at = accepted?.at ?? access.clock.now().toISOString();
  const unit = unitNameOf(access, row.unitId, new Date(at));
  const handed = [...new Set(packages.map(({ by }) => nameOf(by)))];
  return writeDocumentPdf({
    title: `Bàn giao ${row.bookNumber}`,
    foot: `Sổ Gốc – sổ ${row.id}`,
    content: [
      paperHead("Ủy ban nhân dân", unit, unit, at),
      { text: accepted ? "BIÊN BẢN NGHIỆM THU" : "SỔ THEO DÕI BÀN GIAO", style: "title" },
      { text: "Kết quả của đơn vị quản lý dữ liệu", style: "subtitle" },
      { text: `Sổ ${getRecordType(row.recordType).name_vi}, quyển số ${row.bookNumber}.` },
      table(
        [24, 54, 50, "*", 54, 40, 40, 40],
        ["Lần", "Ngày gửi", "Trường hợp", "Bản kê (SHA-256)", "Ngày trả lời", "Đã nạp", "Từ chối", "Chưa rõ"],
        packages.map(({ sequence, at: sent, records, manifestSha256, answer }) => [
          ...[sequence, shortDay(sent), records],
          hashText(manifestSha256),
          ...(answer
            ? [shortDay(answer.at), answer.loaded, answer.refused, answer.missing]
            : ["–", "–", "–", "–"]),
        ]),
      ),
      {
        text: `Đã nạp ${plain(loaded)} trên ${plain(packages[0]?.records ?? 0)} trường hợp; còn lại ${plain(outstanding.length)}.`,
      },
      ...packages.flatMap(wordsOf).map((text) => ({ text })),
      ...(accepted
        ? [
            { text: `Nghiệm thu ${longDay(accepted.at)}: dữ liệu của sổ đã nạp đủ.`, bold: true },
            signatures([
              { role: "Đơn vị quản lý dữ liệu", name: handed.length === 1 ? handed[0] : undefined },
              { role: "Người nghiệm thu", name: nameOf(accepted.decidedBy) },
            ]),
          ]
        : []),
    ],
  });
};
