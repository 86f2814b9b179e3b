import type { DocumentContent } from "@sogoc/files";
import { labelsOf } from "../history/field-text.ts";
import type { LotView } from "../read-models/lots.ts";
import { plain, table } from "./administrative-form.ts";
import type { EarlierMarkOutcome } from "./earlier-marks.ts";
import type { LotEvidence } from "./lot-evidence.ts";

const severities = { critical: "Nghiêm trọng", major: "Nặng", minor: "Nhẹ" } as const;

const outcomes: Readonly<Record<EarlierMarkOutcome, string>> = {
  mended: "Đã sửa",
  "taken-back": "Đã bỏ dấu",
  voided: "Đã hủy trường hợp",
  "marked-again": "Bị đánh dấu lại",
  stands: "Vẫn như cũ",
};

/** The sampled cases by number, every mark that was made in them, and those of earlier rounds. */
export const lotAnnexes = (lot: LotView, { sample, checks, earlier }: LotEvidence): DocumentContent => {
  const numbers = new Map<string, string[]>();
  for (const { bookNumber, number } of sample) {
    numbers.set(bookNumber, [...(numbers.get(bookNumber) ?? []), number]);
  }
  const checkOf = new Map(checks.map((check) => [check.recordId, check]));
  const marks = sample.flatMap(({ recordId, bookNumber, number }) =>
    (checkOf.get(recordId)?.marks ?? []).map(({ field, reason, severity }) => [
      ...[bookNumber, number, labelsOf(lot.recordType, field).labelVi, severities[severity], reason],
    ]),
  );
  return [
    { text: "PHỤ LỤC 1", style: "title", pageBreak: "before" },
    { text: `Các trường hợp trong mẫu (${plain(sample.length)})`, style: "subtitle" },
    table(
      [80, 50, "*"],
      ["Quyển số", "Số lượng", "Số đăng ký"],
      [...numbers].map(([bookNumber, all]) => [bookNumber, all.length, all.join(", ")]),
    ),
    ...(marks.length === 0
      ? []
      : [
          { text: "PHỤ LỤC 2", style: "title" },
          { text: `Các trường bị đánh dấu sai (${plain(marks.length)})`, style: "subtitle" },
          table([60, 45, 120, 70, "*"], ["Quyển số", "Số", "Trường", "Mức độ", "Lý do"], marks),
        ]),
    ...(earlier.length === 0
      ? []
      : [
          { text: `PHỤ LỤC ${marks.length === 0 ? 2 : 3}`, style: "title" },
          {
            text: `Các trường bị đánh dấu ở lần kiểm tra trước (${plain(earlier.length)})`,
            style: "subtitle",
          },
          table(
            [55, 35, 30, 100, 60, "*", "*"],
            ["Quyển số", "Số", "Lần", "Trường", "Mức độ", "Lý do", "Kết quả"],
            earlier.map(({ bookNumber, number, round, field, severity, reason, outcome, because }) => [
              bookNumber,
              number,
              round < 1 ? "Lô khác" : round,
              labelsOf(lot.recordType, field).labelVi,
              severities[severity],
              reason,
              because === undefined ? outcomes[outcome] : `${outcomes[outcome]}: ${because}`,
            ]),
          ),
        ]),
  ];
};
