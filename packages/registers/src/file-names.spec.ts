import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatBookFileName,
  formatCoverFileName,
  parseBookFileName,
  parseCoverFileName,
} from "./book-file-name.ts";
import { checkScanNameAgainstBook, formatScanFileName, parseScanFileName } from "./scan-file-name.ts";

const names = fc.record({
  recordType: fc.constantFrom("KS", "KH", "KT", "CMC", "HN"),
  openingYear: fc.integer({ min: 1900, max: 2024 }),
  book: fc.integer({ min: 1, max: 999 }),
  registrationDate: fc.constantFrom("2017-02-03", "2008-02-29", "1999-12-31"),
  number: fc
    .tuple(fc.integer({ min: 1, max: 9999 }), fc.constantFrom("", "a"))
    .map(([number, suffix]) => `${number}${suffix}`),
});

describe("scan file names", () => {
  it("are read in all their parts", () => {
    const example = {
      recordType: "KS",
      openingYear: 2017,
      book: 1,
      registrationDate: "2017-02-03",
      number: "5",
    };
    expect(parseScanFileName("KS.2017.01.2017-02-03.05.pdf")).toEqual({ name: example, problems: [] });
    expect(parseScanFileName("KS/2017/ks.2017.1.2017-02-03.005.A3.PDF").name).toEqual({
      ...example,
      paperSize: "A3",
    });
    expect(formatScanFileName(example)).toBe("KS.2017.01.2017-02-03.05.pdf");
    expect(formatScanFileName(example, 3)).toBe("KS.2017.01.2017-02-03.005.pdf");
  });

  it.each(["\u0000", "\t", "\n", "\u200b", "\u202e", "\u2028", "\ufeff"])(
    "are none with a sign that nobody sees: %j",
    (sign) => {
      for (const file of [`KS.2009.55.2009-02-03.163${sign}.pdf`, `${sign}KS.2009.55.2009-02-03.163.pdf`]) {
        const { name, problems } = parseScanFileName(file);
        expect(name).toBeUndefined();
        expect(problems).toMatchObject([{ rule: "file-name-invalid" }]);
        expect(problems[0]?.messageVi).toContain("không nhìn thấy");
        expect(problems[0]?.messageVi).not.toContain(sign);
      }
    },
  );

  it("come back as they were written", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(parseScanFileName(formatScanFileName(name)).name).toEqual(name);
      }),
    );
  });

  it.each([
    ["KS.2017.01.2017-02-03.pdf", "sáu phần"],
    ["KS.2017.01.2017-02-03.05.docx", "sáu phần"],
    ["XX.2017.01.2017-02-03.05.pdf", "loại sổ"],
    ["KS.17.01.2017-02-03.05.pdf", "năm mở sổ"],
    ["KS.2017.00.2017-02-03.05.pdf", "quyển"],
    ["KS.2017.01.2017-02-30.05.pdf", "ngày"],
    ["KS.2017.01.03-02-2017.05.pdf", "ngày"],
    ["KS.2017.01.2017-02-03.năm.pdf", "số"],
  ])("%s is told to have a wrong part: %s", (file, part) => {
    const { name, problems } = parseScanFileName(file);
    expect(name).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.messageVi).toContain(part);
    expect(problems[0]?.messageEn).toMatch(/needed|type|year|book|date|number/u);
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => parseScanFileName(text).problems.length > 0),
    );
  });

  it("are compared with the book", () => {
    const name = {
      recordType: "KS",
      openingYear: 2017,
      book: 1,
      registrationDate: "2017-02-03",
      number: "5",
    };
    expect(checkScanNameAgainstBook(name, { recordType: "KS", quyenSo: "1/2017" })).toEqual([]);
    const found = checkScanNameAgainstBook(name, { recordType: "KT", quyenSo: "02/2017" });
    expect(found.map(({ messageEn }) => messageEn)).toEqual([
      "File KS.2017.01.2017-02-03.05.pdf: book type is KS, but the record has KT.",
      "File KS.2017.01.2017-02-03.05.pdf: book is 01/2017, but the record has 02/2017.",
    ]);
  });
});

describe("book and cover file names", () => {
  const book = { recordType: "CMC", openingYear: 2006, book: 1 };

  it("are read in both contractors' ways", () => {
    expect(parseBookFileName("xalocthuan_hbd_tbt.CMC.2006.01.xlsx")).toEqual({
      commune: "xalocthuan",
      district: "hbd",
      province: "tbt",
      ...book,
      extension: "xlsx",
    });
    expect(parseBookFileName("Xã Lộc Thuận-cmc.2006.1.ZIP")).toEqual({
      commune: "Xã Lộc Thuận",
      ...book,
      extension: "zip",
    });
    expect(parseBookFileName("xalocthuan_tbt.CMC.2006.01.zip")).toMatchObject({
      commune: "xalocthuan",
      province: "tbt",
    });
    expect(parseBookFileName("xalocthuan_hbd_tbt.XX.2006.01.xlsx")).toBeUndefined();
    expect(parseBookFileName("báo cáo.xlsx")).toBeUndefined();
  });

  it("are written in one way", () => {
    const place = { commune: "Xã Lộc Thuận", district: "Huyện Bình Đại", province: "Tỉnh Bến Tre" };
    expect(formatBookFileName(place, book, "xlsx")).toBe("xalocthuan_hbd_tbt.CMC.2006.01.xlsx");
    expect(formatBookFileName({ commune: "Phường Ba Đình", province: "Hà Nội" }, book, "zip")).toBe(
      "phuongbadinh_hn.CMC.2006.01.zip",
    );
    expect(parseBookFileName(formatBookFileName(place, book, "zip"))).toMatchObject({
      ...book,
      extension: "zip",
    });
  });

  it("name the cover", () => {
    const cover = { commune: "xalocthuan", paperSize: "A3", ...book };
    expect(formatCoverFileName(cover)).toBe("Cover.xalocthuan.CMC.A3.2006.01.pdf");
    expect(parseCoverFileName(formatCoverFileName(cover))).toEqual(cover);
    expect(parseCoverFileName("Cover.xalocthuan.CMC.2006.01.pdf")).toBeUndefined();
  });
});
