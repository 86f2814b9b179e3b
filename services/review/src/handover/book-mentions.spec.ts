import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAnswerTable } from "./answer-file.ts";
import type { AnsweredBook } from "./book-matches.ts";
import { bookMentionsOf } from "./book-mentions.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "place-"));
});
afterAll(() => rm(folder, { recursive: true }));

const births: AnsweredBook = {
  recordType: "KS",
  bookNumber: "01/2008",
  openingYear: 2008,
  years: new Set(),
  offices: ["UBND xã Mai Lâm", "Phường Đông Hội"],
  above: ["Huyện Đông Anh", "Thành phố Hà Nội"],
};

type Found = "elsewhere" | "uncertain" | "nothing";

const foundIn = async (lines: readonly string[], book = births, fileName = "kq.csv"): Promise<Found> => {
  const file = join(folder, fileName);
  await writeFile(file, [...lines, ""].join("\n"));
  const { elsewhere, uncertain } = bookMentionsOf(await readAnswerTable(file, fileName), book);
  if (elsewhere.length > 0) return "elsewhere";
  return uncertain.length > 0 ? "uncertain" : "nothing";
};

const withColumn = (heading: string, ...values: readonly string[]) => [
  `Số đăng ký,"${heading}",Trạng thái`,
  ...values.map((value, index) => `${index + 1},"${value}",Thành công`),
];

const withTitle = (title: string) => [`"${title}",,`, ...withColumn("Lý do", "", "")];

describe("a column", () => {
  it.each([
    ["Quyển", "KT 07/2011"],
    ["Sổ số", "07/2011"],
    ["Số sổ", "07/2011"],
    ["SO SO", "07/2011"],
    ["Quyển số / năm", "07/2011"],
    ["Số quyển, năm", "07/2011"],
    ["Tên sổ", "KT 07/2011"],
    ["Sổ", "Quyển 07 năm 2011"],
    ["Sổ hộ tịch", "Sổ khai tử 07/2011"],
    ["Quyển số", "07-2011"],
    ["Quyển số", "KT-07-2011"],
    ["Quyển số", "7 / 2011"],
    ["Quyển số", "7.2011"],
    ["Quyển số", "2011/07"],
    ["Quyển số", "Sổ khai tử năm 2011"],
    ["Quyển số", "Quyển số 01/2008 sổ khai tử"],
    ["quyenSo \nNN/YYYY", "07/2011"],
    ["Quyển số (của sổ gốc)", "07/2011"],
    ["Năm mở sổ", "2011"],
    ["Loại sổ", "Khai tử"],
    ["Loại sổ", "KT"],
    ["Loại hộ tịch", "Đăng ký kết hôn"],
    ["Loại sổ", "Giám hộ"],
    ["Loại", "KT"],
    ["Nơi đăng ký", "UBND xã Khác"],
    ["Nơi đăng ký khai sinh", "UBND xã Khác"],
    ["Nơi đăng ký", "Khác"],
    ["Nơi đăng ký", "xã Mai Lâm Thượng"],
    ["Xã/Phường", "UBND xã Khác"],
    ["Đơn vị", "UBND xã Khác"],
    ["Đơn vị", "Phường Khác, Thành phố Hà Nội"],
  ])("“%s” that says “%s” is of another book", async (heading, value) => {
    expect(await foundIn(withColumn(heading, value, value))).toBe("elsewhere");
  });

  it.each([
    ["Quyển số", "01/2008"],
    ["Quyển số", "1/2008"],
    ["Quyển số", "01-2008"],
    ["Quyển số", "KS-01-2008"],
    ["Quyển số", "KS.2008.01"],
    ["Quyển số", "Quyển 01 năm 2008"],
    ["Quyển số", "Sổ đăng ký khai sinh, quyển số 01/2008"],
    ["Quyển số", "1"],
    ["Quyển số", "01.01.2008"],
    ["Quyển số", "2008-01-01"],
    ["Quyển số", "-"],
    ["Tên sổ", "Sổ khai sinh"],
    ["Năm mở sổ", "2008"],
    ["Loại sổ", "Đăng ký khai sinh"],
    ["Loại", "KS"],
    ["Loại", "Lỗi dữ liệu"],
    ["Loại", "1"],
    ["Nơi đăng ký", "Ủy ban nhân dân xã Mai Lâm, huyện Đông Anh"],
    ["Nơi đăng ký", "UBND xã Mai Lâm huyện Đông Anh TP Hà Nội"],
    ["Nơi đăng ký", "Ban Tư pháp xã Mai Lâm"],
    ["Xã/Phường", "Mai Lâm"],
    ["Đơn vị", "phường Đông Hội"],
    ["Đơn vị", "Huyện Đông Anh"],
    ["Quận/Huyện", "Đông Anh"],
    ["Tỉnh/TP", "TP. Hà Nội"],
    // Columns of the case and of the work, which are no places of its book.
    ["Ngày đăng ký", "07/05/2009"],
    ["Ngày xử lý", "07.2011"],
    ["Cột mới", "01/2008"],
    ["Cơ quan", "UBND xã Mai Lâm"],
    ["Cơ quan", "Công an xã Khác"],
    ["Năm", "2009"],
    ["Lĩnh vực", "Hộ tịch"],
    ["Lĩnh vực", "Khai sinh"],
    ["Năm sinh", "1985"],
    ["Ngày, tháng, năm sinh của mẹ", "1985"],
    ["Dân tộc", "Kinh"],
    ["Trang số", "7"],
    ["Loại đăng ký", "1"],
    ["loaiDangKy \ni=[1,2,3,4,5,6]", "2"],
    ["Nơi sinh", "Xã Khác, huyện Khác"],
    ["Nơi cấp", "Công an tỉnh Khác"],
    ["Nơi cư trú", "Xã Khác"],
    ["Đơn vị xử lý", "Trung tâm dữ liệu"],
    ["DC_DVNHAPXA", "Xã Khác"],
    ["Lý do", "Sổ KT 07/2011"],
    ["Quyền", "ghi"],
  ])("“%s” that says “%s” is this book's, or no place", async (heading, value) => {
    expect(await foundIn(withColumn(heading, value, value))).toBe("nothing");
  });

  it.each([
    // Whatever stands over them: the form of a book's number, a year, a type or an office.
    ["Quyển sổ hộ tịch số", "07/2011"],
    ["Thuộc quyển", "KT 07/2011"],
    ["Q.số", "07/2011"],
    ["Quyển số sổ", "07-2011"],
    ["Tên quyển sổ", "Sổ khai tử số 07/2011"],
    ["Số", "07/2011"],
    ["Loại đăng ký", "Khai tử"],
    ["Loại sổ đăng ký", "Sổ khai tử"],
    ["Loại đăng ký hộ tịch", "Đăng ký kết hôn"],
    ["Lĩnh vực", "Khai tử"],
    ["Năm", "2011"],
    ["Năm đăng ký", "2011"],
    ["Nơi cấp", "UBND xã Khác"],
    ["Cơ quan", "UBND xã Khác"],
    ["Tên cơ quan", "Ủy ban nhân dân phường Khác"],
    ["Nơi đăng ký khai tử", "UBND xã Khác"],
    ["Cột mới", "07/2011"],
    ["Ngày đăng ký", "07/05/2011"],
    ["Quyển số", "7"],
    ["Quyển số", "07/11"],
    ["Quyển số", "01/07/2011"],
    ["Quyển số", "quyển thứ hai"],
    ["Quyển số", "Sổ khai sinh năm 2009"],
    ["Loại sổ", "3"],
    ["Loại sổ", "khai sinh, khai tử"],
    ["Nơi đăng ký", "00469"],
    ["Nơi đăng ký", "Thị trấn Mai Lâm"],
    ["Nơi đăng ký", "xã Mai Lâm, huyện Gia Lâm"],
    ["Đơn vị", "Tổ 3"],
    ["Quận/Huyện", "Gia Lâm"],
    ["Tỉnh/Thành phố", "Tỉnh Khác"],
  ])("“%s” that says “%s” is for a person to tell", async (heading, value) => {
    const book = { ...births, offices: ["UBND xã Mai Lâm, huyện Đông Anh"] };
    expect(await foundIn(withColumn(heading, value, value), book)).toBe("uncertain");
  });

  it("that may be of the persons is asked about where it names this commune too", async () => {
    expect(await foundIn(withColumn("Xã/Phường", "Xã Mai Lâm", "Xã Khác"))).toBe("uncertain");
    expect(await foundIn(withColumn("Nơi đăng ký", "Xã Mai Lâm", "Xã Khác"))).toBe("elsewhere");
    expect(await foundIn(withColumn("Tỉnh", "Hà Nội", "Tỉnh Khác"))).toBe("nothing");
    // Of a level that nobody knows nothing is said.
    const alone = { ...births, above: [] };
    expect(await foundIn(withColumn("Huyện", "Gia Lâm", "Gia Lâm"), alone)).toBe("nothing");
  });

  it("says its office by the name of its type", async () => {
    const marital = { ...births, recordType: "HN" };
    expect(await foundIn(withColumn("Nơi cấp", "UBND xã Khác"), marital)).toBe("elsewhere");
    expect(await foundIn(withColumn("noiCap", "UBND xã Mai Lâm"), marital)).toBe("nothing");
  });
});

it("a column of years and dates is held against those in which the book's cases were registered", async () => {
  const known = { ...births, years: new Set([2008]) };
  expect(await foundIn(withColumn("Năm đăng ký", "2009", "2009"), known)).toBe("uncertain");
  expect(await foundIn(withColumn("Ngày đăng ký", "17/03/2009", "17/03/2008"), known)).toBe("uncertain");
  expect(await foundIn(withColumn("Ngày đăng ký", "17/03/2008", "2008-03-17"), known)).toBe("nothing");
});

it("a column of other numbers, one for each case, is none of books", async () => {
  expect(await foundIn(withColumn("Giấy kết hôn", "12/2011", "15/2011", "17/2012"))).toBe("nothing");
  expect(await foundIn(withColumn("Cột mới", "07/2011", "07/2011", "chưa rõ"))).toBe("nothing");
  expect(await foundIn(withColumn("Cột mới", "07/2011", "07/2011", "01/2008", "01/2008"))).toBe("uncertain");
});

describe("a title", () => {
  it.each([
    "KẾT QUẢ NẠP SỔ KT 07/2011 - UBND xã Khác",
    "KẾT QUẢ NẠP SỔ KHAI TỬ",
    "Kết quả nạp sổ đăng ký khai tử, quyển số 07/2011",
    "Quyển 07 năm 2011",
    "Quyển số: 07-2011",
    "Sổ KT-07-2011",
    "UBND xã Khác",
    "Ủy ban nhân dân phường Khác",
    "Kết quả của xã Khác",
    "UBND XÃ KHÁC",
    "UBND XA KHAC",
    "Loại sổ: Khai tử",
    "Đơn vị: UBND xã Khác",
  ])("“%s” is of another book", async (title) => {
    expect(await foundIn(withTitle(title))).toBe("elsewhere");
  });

  it.each([
    "KẾT QUẢ NẠP SỔ KS 01/2008 - UBND xã Mai Lâm",
    "KẾT QUẢ NẠP DỮ LIỆU KHAI SINH",
    "Sổ khai sinh, quyển 01 năm 2008",
    "UBND PHƯỜNG ĐÔNG HỘI",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "SỞ TƯ PHÁP THÀNH PHỐ HÀ NỘI",
    "UBND THỊ XÃ SƠN TÂY",
    "UBND cấp xã",
    "Danh sách các xã đã nạp",
    "Địa phương Mai Lâm",
    "Kết quả tháng 07/2011",
    "Kỳ báo cáo 07/2011",
    "Hà Nội, ngày 30 tháng 11 năm 2026",
    "Ngày 30/11/2026 10:05",
    "Số: 07/2011",
    "Số 37/KH-UBND ngày 07/05/2011",
    "KT. CHỦ TỊCH",
    "Phần mềm đăng ký khai sinh, khai tử, kết hôn",
    "Tổng số: 3",
  ])("“%s” is this book's, or names none", async (title) => {
    expect(await foundIn(withTitle(title))).toBe("nothing");
  });

  it.each([
    "KẾT QUẢ KT 07/2011",
    "KET QUA NAP SO 07/2011",
    "KẾT QUẢ NẠP DỮ LIỆU KHAI TỬ",
    "KẾT QUẢ XÃ KHÁC",
    "UBND thị trấn Mai Lâm",
    "UBND xã Mai Lâm - kết quả gửi UBND xã Khác",
    "Đơn vị: Công ty dữ liệu",
  ])("“%s” is for a person to tell", async (title) => {
    expect(await foundIn(withTitle(title))).toBe("uncertain");
  });

  it("may stand in two cells, between the cases, or be the name of the file", async () => {
    const cases = withColumn("Lý do", "", "");
    expect(await foundIn(["Quyển số:,07/2011,", ...cases])).toBe("elsewhere");
    expect(await foundIn(["Quyển số:,01/2008,", ...cases])).toBe("nothing");
    // Above columns whose headings nobody knows, too.
    expect(await foundIn(["Quyển số,KT 07/2011", "Mã,Cột B", "1,xong"])).toBe("elsewhere");
    expect(await foundIn(["Mã,Cột B,Đơn vị,Diễn giải", "1,xong,,"])).toBe("nothing");
    const between = [...cases.slice(0, 2), "Sổ KT 07/2011,,", ...cases.slice(2)];
    expect(await foundIn(between)).toBe("elsewhere");
    // Who a paper goes to stands below the cases.
    expect(await foundIn([...cases, "Nơi nhận: UBND xã Khác,,"])).toBe("nothing");
    expect(await foundIn([...cases, "KT. CHỦ TỊCH,,", "Tổng số: 2 trường hợp khai sinh,,"])).toBe("nothing");
    expect(await foundIn([...cases, "Sổ khai sinh quyển số 01/2008 - UBND xã Mai Lâm,,"])).toBe("nothing");
    expect(await foundIn([...cases, "Sổ khai tử quyển số 07/2011 - UBND xã Khác,,"])).toBe("uncertain");
    expect(await foundIn(cases, births, "KT.2011.07.csv")).toBe("uncertain");
    expect(await foundIn(cases, births, "KS.2008.01.csv")).toBe("nothing");
    expect(await foundIn(cases, births, "ket-qua 30-11-2026.csv")).toBe("nothing");
  });
});
