import type { Mark } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { checkSentence } from "./check-sentence.ts";
import { lostMarksOf } from "./lost-marks.ts";

const mark = (field: string, severity: Mark["severity"], reason = "Sai"): Mark => ({
  field,
  severity,
  reason,
});
const because = "Nét chữ thiếu rõ, chỉ nặng thôi";
const check = {
  reviewId: "k-1",
  batchId: "b-1",
  bookId: "q-1",
  unitId: "u-1",
  recordType: "birth",
  recordId: "c-1",
  recordRevision: 1,
  fieldsChecked: 20,
  checkedBy: "kiem",
};

describe("what a check made of marks", () => {
  it("is told with severity and reason: made milder, taken away, dropped without a word", () => {
    const critical = { ...mark("nksHoTen", "critical"), markedBy: ["kiem"], because };
    const other = { ...mark("meHoTen", "major"), markedBy: ["kiem-2"], because: "Sổ ghi đúng" };
    const checked = {
      ...check,
      marks: [mark("nksHoTen", "major", "Nhòe"), mark("chaHoTen", "critical"), mark("noiSinh", "minor")],
      withdrawn: [critical, other],
      takenBack: [{ ...mark("queQuan", "minor"), because: "Đúng như sổ" }],
    };
    const before = [
      mark("nksHoTen", "critical"),
      mark("meHoTen", "major"),
      mark("trang", "minor", "Trang 2"),
      // Made milder without a word; made heavier; worded otherwise.
      mark("noiSinh", "major"),
      mark("chaHoTen", "major"),
    ];
    const lost = lostMarksOf(checked, before);
    expect(lost).toEqual([
      { ...mark("queQuan", "minor"), what: "taken-back", because: "Đúng như sổ" },
      { ...mark("nksHoTen", "critical"), what: "lowered", now: "major", because },
      { ...mark("meHoTen", "major"), what: "withdrawn", because: "Sổ ghi đúng" },
      { ...mark("trang", "minor", "Trang 2"), what: "dropped" },
      { ...mark("noiSinh", "major"), what: "lowered", now: "minor" },
    ]);
    expect(checkSentence(checked, lost)).toEqual({
      vi: "Kiểm tra: 3 mục sai; hạ mức 2 dấu, bỏ 3 dấu.",
      en: "Checked: 3 fields wrong; marks made milder: 2, taken away: 3.",
      why: `${because}; Sổ ghi đúng; Đúng như sổ`,
    });
  });

  it("is nothing where a mark is worded otherwise or made heavier", () => {
    const marks = [mark("nksHoTen", "major", "Sai dấu"), mark("meHoTen", "critical")];
    expect(lostMarksOf({ marks }, [mark("nksHoTen", "major"), mark("meHoTen", "minor")])).toEqual([]);
    expect(checkSentence({ ...check, marks }, [])?.vi).toBe("Kiểm tra: 2 mục sai.");
  });

  it("is told of an own mark that is gone or milder beside a colleague's heavier one", () => {
    const [own, theirs] = [mark("nksHoTen", "minor"), mark("nksHoTen", "critical", "Sai họ")];
    const right = { ...check, marks: [theirs], left: [theirs] };
    const dropped = lostMarksOf(right, [own, theirs]);
    expect(dropped).toEqual([{ ...own, what: "dropped" }]);
    expect(checkSentence(right, dropped)).toEqual({
      vi: "Kiểm tra: đúng; dấu của người khác còn giữ; bỏ 1 dấu.",
      en: "Checked: right; another's mark stays; marks taken away: 1.",
      why: undefined,
    });
    const heavier = mark("nksHoTen", "major");
    const milder = { marks: [own, theirs], left: [theirs] };
    expect(lostMarksOf(milder, [heavier, theirs])).toEqual([{ ...heavier, what: "lowered", now: "minor" }]);
    // Who comes to say what the colleague says has made their own heavier.
    expect(lostMarksOf({ marks: [theirs] }, [own, theirs])).toEqual([]);
  });

  it("is told of an own mark that is gone without a word from a case that is found right", () => {
    const checked = { ...check, marks: [] };
    const lost = lostMarksOf(checked, [mark("nksHoTen", "major")]);
    expect(checkSentence(checked, lost)?.vi).toBe("Kiểm tra: đúng, bỏ dấu đã đặt.");
    expect(checkSentence(checked, [])?.vi).toBe("Kiểm tra: đúng.");
  });
});
