import type { DataOf, Mark } from "@sogoc/events";
import { wrongFieldsIn } from "../read-models/checks.ts";
import type { LostMark } from "./lost-marks.ts";
import { fieldCount, type Sentence } from "./sentence.ts";

/** What a checker says themselves; what was marked before may be in force beside it. */
export const ownMarks = ({ marks, left = [] }: DataOf<"RecordChecked">): readonly Mark[] =>
  marks.filter(
    ({ field, severity, reason }) =>
      !left.some((one) => one.field === field && one.severity === severity && one.reason === reason),
  );

/** How many marks a check made milder and took away; nothing where it did neither. */
const lostWords = (lost: readonly LostMark[]) => {
  const lowered = lost.filter(({ what }) => what === "lowered").length;
  const gone = lost.length - lowered;
  const told = [
    { count: lowered, vi: `hạ mức ${lowered} dấu`, en: `made milder: ${lowered}` },
    { count: gone, vi: `bỏ ${gone} dấu`, en: `taken away: ${gone}` },
  ].filter(({ count }) => count > 0);
  if (told.length === 0) return { vi: "", en: "" };
  return {
    vi: `; ${told.map(({ vi }) => vi).join(", ")}`,
    en: `; marks ${told.map(({ en }) => en).join(", ")}`,
  };
};

/** Of a check of the record, with what it made of the marks before it. */
export const checkSentence = (data: DataOf<"RecordChecked">, lost: readonly LostMark[]): Sentence => {
  const { left = [], withdrawn = [], takenBack = [], checkedBy } = data;
  const ofOthers = left.filter((mark) => !mark.own);
  const isOwn = withdrawn.every(({ markedBy }) => markedBy.every((account) => account === checkedBy));
  const own = ownMarks(data);
  const { vi, en } = fieldCount(wrongFieldsIn(own));
  const word = lostWords(lost);
  const why = [...withdrawn, ...takenBack].map(({ because }) => because).join("; ") || undefined;
  if (own.length > 0)
    return { vi: `Kiểm tra: ${vi} sai${word.vi}.`, en: `Checked: ${en} wrong${word.en}.`, why };
  if (ofOthers.length > 0)
    return {
      vi: `Kiểm tra: đúng; dấu của người khác còn giữ${word.vi}.`,
      en: `Checked: right; another's mark stays${word.en}.`,
      why,
    };
  if (left.length > 0)
    return {
      vi: `Kiểm tra: đúng; dấu trước đó còn giữ vì chưa nêu lý do bỏ${word.vi}.`,
      en: `Checked: right; the mark before stays, since no reason was given to take it away${word.en}.`,
      why,
    };
  if (lost.length === 0) return { vi: "Kiểm tra: đúng.", en: "Checked: right." };
  if (lost.every(({ what }) => what === "taken-back"))
    return {
      vi: "Kiểm tra: đúng, bỏ dấu của lần trước.",
      en: "Checked: right; the mark of an earlier round is taken back.",
      why,
    };
  return {
    vi: isOwn ? "Kiểm tra: đúng, bỏ dấu đã đặt." : "Kiểm tra: đúng, bỏ dấu của người khác.",
    en: isOwn
      ? "Checked: right; the checker's own mark is taken away."
      : "Checked: right; another's mark is taken away.",
    why,
  };
};
