import { createHash } from "node:crypto";
import { applyRules, checkBook, type FieldValues, getRecordType } from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import {
  type RecordTypeCode,
  recordTypeCodes,
  type SyntheticBook,
  type SyntheticCase,
} from "./book-model.ts";
import { usualRates } from "./defect-rates.ts";
import { createGenerator } from "./generator.ts";
import { keyedFaithfully } from "./keying-errors.ts";

const generator = createGenerator("spec");

const digest = (values: Iterable<unknown>): string => {
  const hash = createHash("sha256");
  for (const value of values) hash.update(`${JSON.stringify(value)}\n`);
  return hash.digest("hex");
};

const bookOf = (recordType: RecordTypeCode, year = 2010, seed = generator): SyntheticBook => {
  const [book] = seed.books({ types: [recordType], years: [year], communes: 1 });
  if (book === undefined) throw new Error("no book");
  return book;
};

const findings = (page: SyntheticCase, fields: FieldValues = keyedFaithfully(page)) =>
  applyRules({
    recordType: getRecordType(page.recordType),
    fields,
    book: { quyenSo: page.bookNumber },
  });

describe("determinism", () => {
  it("makes the same of the same seed, whatever was asked for before, and something else of another", () => {
    const again = createGenerator("spec");
    [...again.generateRows(50)];
    expect(digest(again.books())).toBe(digest(generator.books()));
    const book = bookOf("KS");
    expect(digest(again.cases(book, { rates: usualRates }))).toBe(
      digest(generator.cases(book, { rates: usualRates })),
    );
    expect(digest(createGenerator("spec").generateRows(2_000))).toBe(digest(generator.generateRows(2_000)));
    expect(digest(createGenerator("other").generateRows(50))).not.toBe(digest(generator.generateRows(50)));
  });

  it("keeps to what it made before", () => {
    // A changed figure here means that demos, benchmarks and screenshots change with it.
    const made = digest(createGenerator(158).generateRows(200, { rates: usualRates }));
    expect(made.slice(0, 16)).toMatchInlineSnapshot(`"3d738e3883f5bf7f"`);
  });
});

describe("clean cases", () => {
  it.each(recordTypeCodes)("%s: no rule has anything to say", (recordType) => {
    for (const book of generator.books({
      types: [recordType],
      communes: 3,
      years: [2006, 2010, 2011, 2015],
    })) {
      const cases = generator.cases(book);
      expect(cases).toHaveLength(book.data.expectedCases);
      expect(cases.flatMap((page) => findings(page))).toEqual([]);
      const type = getRecordType(recordType);
      const records = cases.map((page) => ({
        id: String(page.number),
        recordType: type,
        fields: keyedFaithfully(page),
      }));
      const serious = checkBook(records, { quyenSo: book.data.bookNumber }).filter(
        ({ severity }) => severity !== "info",
      );
      expect(serious).toEqual([]);
    }
  });

  it.each([
    ["KS", 42],
    ["KT", 30],
    ["KH", 30],
    ["CMC", 22],
    ["HN", 24],
  ] as const)("%s: about %d fields are filled", (recordType, average) => {
    const cases = [...generator.books({ types: [recordType] })].flatMap((book) => generator.cases(book));
    const filled = cases.reduce((sum, { truth }) => sum + Object.keys(truth).length, 0) / cases.length;
    expect(Math.abs(filled - average)).toBeLessThan(1);
  });

  it("puts the truth on paper, in fields that the type has, never longer than the sheet allows", () => {
    for (const recordType of recordTypeCodes) {
      const fields = new Map(getRecordType(recordType).fields.map((field) => [field.code, field]));
      for (const { truth, paper, defects } of generator.cases(bookOf(recordType))) {
        expect(defects).toEqual([]);
        expect(Object.keys(paper)).toEqual(Object.keys(truth));
        for (const [code, text] of Object.entries(truth)) {
          expect(paper[code]).toEqual({ raw: text });
          expect(text.length).toBeLessThanOrEqual(fields.get(code)?.maxLength ?? 0);
          expect(text).toBe(text.normalize("NFC").trim());
        }
      }
    }
  });
});

describe("distributions", () => {
  const births = [...generator.generateRows(6_000)].map(({ truth }) => truth);
  const share = (test: (cells: Readonly<Record<string, string>>) => boolean) =>
    births.filter((cells) => test(cells)).length / births.length;

  it("names people as people are named", () => {
    expect(share(({ nksHoTen }) => nksHoTen?.startsWith("Nguyễn ") === true)).toBeCloseTo(0.3, 1);
    const mothers = births.filter(({ meHoTen }) => meHoTen?.includes(" Thị ")).length / births.length;
    const girls = births.filter(({ nksGioiTinh }) => nksGioiTinh === "2");
    expect(mothers).toBeGreaterThan(0.5);
    expect(girls.filter(({ nksHoTen }) => nksHoTen?.includes(" Thị ")).length / girls.length).toBeLessThan(
      0.5,
    );
    expect(new Set(births.map(({ nksHoTen }) => nksHoTen)).size).toBeGreaterThan(2_500);
    expect(births.some(({ nksHoTen }) => /^(?:Y |H')/u.test(nksHoTen ?? ""))).toBe(true);
  });

  it("has the shares it promises", () => {
    expect(share(({ nksGioiTinh }) => nksGioiTinh === "1")).toBeCloseTo(0.53, 1);
    expect(share(({ nksDanToc }) => nksDanToc === "Kinh")).toBeCloseTo(0.78, 1);
    expect(share(({ loaiDangKy }) => loaiDangKy === "4")).toBeCloseTo(0.15, 1);
    const ages = births.map(
      ({ nksNgaySinh, meNgaySinh }) => Number(nksNgaySinh?.slice(-4)) - Number(meNgaySinh?.slice(-4)),
    );
    expect(ages.reduce((sum, age) => sum + age, 0) / ages.length).toBeCloseTo(25.5, 0);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(18);
  });

  it("numbers books up to 999 and spreads them over the years", () => {
    const rows = [...generator.generateRows(21_000)];
    expect(rows).toHaveLength(21_000);
    expect(new Set(rows.map(({ bookNumber, number }) => `${bookNumber}:${number}`)).size).toBe(21_000);
    expect(Math.max(...rows.map(({ number }) => number))).toBe(999);
    expect(new Set(rows.map(({ bookNumber }) => bookNumber.slice(-4))).size).toBeGreaterThan(7);
  });
});
