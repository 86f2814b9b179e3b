import { describe, expect, it } from "vitest";
import {
  type AnswerPreview,
  loadedTextsOf,
  nothingToRecord,
  sheetRead,
  statusesOf,
} from "./answer-mapping.ts";

const mapping = {
  headerRow: 1,
  number: 0,
  status: 1,
  reason: 2,
  loadedWhen: ["Đã nạp"],
};
const preview: AnswerPreview = {
  headerRow: 1,
  sheets: [{ name: "CSV", rows: 4, isRead: true }],
  headings: ["Số", "Kết quả", "Lý do"],
  statuses: ["Đã nạp", "Lỗi", "Chờ"],
  columns: { number: 0, status: 1, reason: 2 },
  proposal: mapping,
  rows: [
    { row: 2, cells: ["1", "Đã nạp", ""] },
    { row: 3, cells: ["2", "Lỗi", "Thiếu ngày sinh"] },
    { row: 4, cells: ["", "", ""] },
  ],
  matched: null,
  unread: { count: 0, places: [] },
  shortYears: { count: 0, examples: [], columns: [] },
};

const said = (...chosen: readonly string[]) => ({ chosen, pending: [] });

describe("the columns of an answer", () => {
  it("are of the sheet that is read, which is named where there are several", () => {
    expect(sheetRead(preview)).toBeUndefined();
    const [first, second] = ["Tổng hợp", "Kết quả"].map((name) => ({ name, rows: 3, isRead: false }));
    if (!first || !second) throw new Error("no sheets");
    expect(sheetRead({ sheets: [first, { ...second, isRead: true }] })).toBe(2);
  });

  it("offer every text of the proposed column, and the shown ones of another", () => {
    expect(statusesOf(preview, 1)).toEqual(["Đã nạp", "Lỗi", "Chờ"]);
    expect(statusesOf(preview, 2)).toEqual(["Thiếu ngày sinh"]);
    expect(statusesOf({ ...preview, columns: {}, proposal: null, statuses: [] }, 1)).toEqual([
      "Đã nạp",
      "Lỗi",
    ]);
  });

  it("mean loaded only where a person or the proposal says so", () => {
    expect(loadedTextsOf(preview, 1, said("Đã nạp"))).toEqual(["Đã nạp"]);
    expect(loadedTextsOf(preview, 1, said())).toEqual([]);
    expect(loadedTextsOf({ ...preview, proposal: null }, 1, said())).toEqual([]);
    // Everything was refused, and the server understood so: the answer can be recorded.
    const allRefused = { ...preview, statuses: ["Lỗi"] };
    expect(loadedTextsOf(allRefused, 1, said())).toEqual(["Đã nạp"]);
    // Nothing is loaded yet, and all of it is awaited.
    const awaited = { chosen: [], pending: ["Chờ"] };
    expect(loadedTextsOf({ ...preview, proposal: null, statuses: ["Chờ"] }, 1, awaited)).toEqual(["Đã nạp"]);
    expect(loadedTextsOf(preview, 1, awaited)).toEqual([]);
    expect(loadedTextsOf(allRefused, 2, said())).toEqual([]);
  });
});

describe("an answer that says nothing of a result", () => {
  const none = { loaded: 0, refused: 0, pending: 0, notNamed: 2 };
  const said = (counts: Partial<typeof none>, late = 0) =>
    nothingToRecord({ counts: { ...none, ...counts }, late, contradicted: [] });

  it("is told from one that names no case", () => {
    expect(said({ pending: 2, notNamed: 0 })).toBe("pending");
    expect(said({})).toBe("named");
  });

  it("is recorded once it says of any case, or of one of a package before, what became of it", () => {
    expect(said({ loaded: 1 })).toBeUndefined();
    expect(said({ refused: 1 })).toBeUndefined();
    expect(said({ pending: 2 }, 1)).toBeUndefined();
  });
});
