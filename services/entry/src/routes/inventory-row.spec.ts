import { describe, expect, it } from "vitest";
import { readInventoryRowOf } from "./inventory-row.ts";

const read = readInventoryRowOf("u-1");
const good = { recordType: "ks", bookNumber: "1/2008", office: "UBND xã Bình An", pages: "100", note: "" };

describe("a row of an inventory", () => {
  it("tells of a book", () => {
    expect(read(good)).toEqual({
      book: {
        unitId: "u-1",
        recordType: "KS",
        bookNumber: "1/2008",
        office: "UBND xã Bình An",
        pages: 100,
      },
    });
  });

  it.each(["1/2008", "01/2008", "001/2008", "10/2008", "010/2008", "999/1899"])("takes %s", (bookNumber) => {
    expect(read({ ...good, bookNumber })).toHaveProperty("book");
  });

  it.each(["0/2008", "000/2008", "1000/2008", "1/1700"])("does not take %s", (bookNumber) => {
    expect(read({ ...good, bookNumber })).toHaveProperty("detail");
  });

  it.each([
    [{ recordType: "XX" }, "Loại sổ “XX”: Loại sổ không có.", 'Book type "XX": No such book type.'],
    [
      { bookNumber: "00/2009" },
      "Quyển số “00/2009”: Phải có dạng NN/YYYY, ví dụ 01/2008.",
      'Book number "00/2009": Must be NN/YYYY, e.g. 01/2008.',
    ],
    [{ bookNumber: "" }, "Quyển số: Thiếu mục này.", "Book number: This is missing."],
    [{ pages: "nhiều" }, "Số trang “nhiều”: Phải là số.", 'Pages "nhiều": Must be a number.'],
    [{ pages: "1.5" }, "Số trang “1.5”: Phải là số nguyên.", 'Pages "1.5": Must be a whole number.'],
    [{ office: "x" }, "Nơi đăng ký “x”: Ít nhất 2 ký tự.", 'Registering office "x": At least 2 characters.'],
  ])("says what is wrong with %j in both languages", (cells, detail, detailEn) => {
    expect(read({ ...good, ...cells })).toEqual({ detail, detailEn });
  });
});
