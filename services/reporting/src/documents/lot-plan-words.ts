import { correctedPlan } from "@sogoc/acceptance";
import type { LotView } from "../read-models/lots.ts";
import { plain } from "./administrative-form.ts";

const inspections = { normal: "thường", tightened: "ngặt", reduced: "giảm" } as const;

type PlannedLot = Pick<LotView, "size" | "plan" | "reducedBecause">;

/** On whose word a lot was inspected reduced. Lots formed before that was asked for have none. */
const reducedWord = ({ plan, reducedBecause }: PlannedLot, former: string): readonly string[] => {
  if (plan.inspection !== "reduced") return [];
  const word = reducedBecause === undefined ? "không ghi" : `${reducedBecause} (${former})`;
  return [`Lý do kiểm tra giảm: ${word}.`];
};

/** Said where the tables give the lot another plan today than the one its sample was drawn by. */
const tableWord = ({ size, plan }: PlannedLot): readonly string[] => {
  const corrected = correctedPlan(size, plan);
  if (!corrected) return [];
  const { sampleSize, acceptance } = corrected;
  return [
    `Lô được lập theo bảng lấy mẫu cũ, mẫu đã rút được giữ nguyên; theo bảng đúng của tiêu chuẩn, cỡ mẫu là ${plain(sampleSize)}, số trường hợp sai được nhận là ${plain(acceptance.key)} (trường chính) và ${plain(acceptance.other)} (trường khác).`,
  ];
};

/** By which plan a lot's sample was drawn, a line each; `former` is the name of who formed it. */
export const planWords = (lot: PlannedLot, former: string): readonly string[] => {
  const { plan } = lot;
  return [
    `Mẫu theo kế hoạch một lần kiểu ISO 2859-1: bậc kiểm tra ${plan.level}, ký hiệu cỡ mẫu ${plan.letter}, kiểm tra ${inspections[plan.inspection]}, giới hạn ${plan.key.toLocaleString("vi-VN")} % (trường chính) và ${plan.other.toLocaleString("vi-VN")} % (trường khác).`,
    ...reducedWord(lot, former),
    ...tableWord(lot),
    `Cỡ mẫu ${plain(plan.sampleSize)} trường hợp (Phụ lục 1).`,
  ];
};
