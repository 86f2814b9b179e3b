import { describe, expect, it } from "vitest";
import { getRecordType } from "../record-types.ts";
import type { BookRecord } from "./book-record.ts";
import { checkOffices, findingsOfOffice } from "./check-offices.ts";
import type { KnownUnit } from "./known-places.ts";
import { reconcileBook } from "./reconcile-book.ts";
import { sampleFields } from "./sample-records.ts";

const unit = (id: string, name: string, more: Partial<KnownUnit> = {}): KnownUnit => ({
  id,
  kind: "commune",
  from: "2006-01-01",
  names: [{ name, from: "2006-01-01" }],
  aliases: [],
  successors: [],
  ...more,
});

/** Two communes that became one, one of which had another name before, and one elsewhere. */
const units = new Map(
  [
    unit("mai-lam", "Xã Mai Lâm", {
      names: [
        { name: "Xã Mai Trung", from: "2006-01-01" },
        { name: "Xã Mai Lâm", from: "2010-01-01" },
      ],
      successors: ["dong-hoi"],
    }),
    unit("xuan-canh", "Xã Xuân Canh", { successors: ["dong-hoi"] }),
    unit("dong-hoi", "Phường Đông Hội", { aliases: ["UBND P. Đông Hội"] }),
    unit("khac", "Xã Khác"),
  ].map((one) => [one.id, one]),
);

const births = (...offices: readonly (string | undefined)[]): BookRecord[] =>
  offices.map((noiDangKy, at) => ({
    id: `r-${at + 1}`,
    recordType: getRecordType("KS"),
    fields: sampleFields("KS", { so: String(at + 1), ngayDangKy: "03.09.2008", noiDangKy }),
  }));

const found = (office: string, ...offices: readonly (string | undefined)[]) =>
  [...checkOffices(births(...offices), { office, unitId: "dong-hoi", units })].map(
    ({ params = {}, records }) => [params["other"], records.join()],
  );

describe("cases that name another office than their book", () => {
  it("are one finding for each other office, folded as identity folds", () => {
    const cases = ["UBND xã Mai Lâm", "UBND xã Khác", "UBND Xã  khác", "UBND xã Xa Hơn", "UBND xã Khác"];
    expect(found("UBND xã Mai Lâm", ...cases)).toEqual([
      ["UBND xã Khác", "r-2,r-3,r-5"],
      ["UBND xã Xa Hơn", "r-4"],
    ]);
  });

  it("are told in both languages, with both offices", () => {
    const [finding] = checkOffices(births("UBND xã Khác", "UBND xã Khác"), {
      office: "UBND xã Mai Lâm",
      unitId: "dong-hoi",
      units,
    });
    expect(finding).toMatchObject({
      rule: "office-differs-from-book",
      fields: ["noiDangKy"],
      messageVi: "2 trường hợp ghi nơi đăng ký “UBND xã Khác”, sổ ghi “UBND xã Mai Lâm”.",
      messageEn: "2 cases name the office “UBND xã Khác”, the book “UBND xã Mai Lâm”.",
    });
  });

  it.each([
    ["with its districts", "UBND xã Mai Lâm, huyện Đông Anh"],
    ["in short", "Mai Lâm"],
    ["by its former name", "UBND xã Mai Trung"],
    ["by that of its successor", "UBND phường Đông Hội"],
    ["by another spelling of that", "UBND P. Đông Hội"],
    ["not at all", undefined],
  ])("are none where they name it %s", (_how, written) => {
    expect(found("UBND xã Mai Lâm", written)).toEqual([]);
  });

  it("are none where the book is its successor's and they name what it was before", () => {
    expect(found("UBND phường Đông Hội", "UBND xã Mai Lâm", "UBND xã Xuân Canh")).toEqual([]);
  });

  it("are told where they name what was merged with the office of the book, or is of another kind or district", () => {
    expect(found("UBND xã Mai Lâm", "UBND xã Xuân Canh")).toEqual([["UBND xã Xuân Canh", "r-1"]]);
    // Nobody knows the office of the book: that the commune which has it wrote it is another word.
    expect(found("UBND xã Khác Nữa", "UBND phường Đông Hội")).toHaveLength(1);
    expect(found("UBND xã Khác Nữa", "UBND thị trấn Khác Nữa")).toHaveLength(1);
    expect(found("UBND xã Lạ, huyện A", "UBND xã Lạ, huyện B")).toHaveLength(1);
  });

  it("are closed as they are: a case more, or another office, is another finding", () => {
    const subjects = (office: string, count: number) => {
      const records = births(...Array.from({ length: count }, () => "UBND xã Khác"));
      const writtenBy = { office, unitId: "dong-hoi", units };
      const { findings } = reconcileBook(
        { bookNumber: "01/2008", openingYear: 2008, writtenBy },
        records,
        [],
        0,
      );
      return findings.flatMap(({ rule, subject }) => (rule === "office-differs-from-book" ? subject : []));
    };
    expect(subjects("UBND xã Mai Lâm", 3)).toEqual(["1–3/2008: UBND xã Khác – UBND xã Mai Lâm"]);
    expect(subjects("UBND xã Mai Lâm", 4)).toEqual(["1–4/2008: UBND xã Khác – UBND xã Mai Lâm"]);
    expect(subjects("UBND xã Xuân Canh", 3)).toEqual(["1–3/2008: UBND xã Khác – UBND xã Xuân Canh"]);
    expect(
      reconcileBook({ bookNumber: "01/2008", openingYear: 2008 }, births("Khác"), [], 0).findings,
    ).toEqual([]);
  });
});

describe("a book under a name that its office did not have while the book was kept", () => {
  /** A commune that became a town in 2011, and went into a ward in 2025. */
  const thanhLam = unit("thanh-lam", "Xã Thanh Lâm", {
    names: [
      { name: "Xã Thanh Lâm", from: "2006-01-01" },
      { name: "Thị trấn Thanh Lâm", from: "2011-05-01" },
    ],
    closedOn: "2025-07-01",
    successors: ["phuong"],
  });
  const ward = unit("phuong", "Phường Lâm Khê", {
    from: "2025-07-01",
    names: [{ name: "Phường Lâm Khê", from: "2025-07-01" }],
  });
  const known = new Map([thanhLam, ward].map((one) => [one.id, one]));
  const told = (
    office: string,
    openingYear: number,
    records: readonly BookRecord[] = births("UBND xã Thanh Lâm"),
  ) =>
    findingsOfOffice(records, { office, unitId: "phuong", units: known }, openingYear).map(
      ({ rule, severity, params = {} }) => [rule, severity, params["years"]],
    );

  it.each([
    ["UBND thị trấn Thanh Lâm", 2008],
    ["UBND phường Lâm Khê", 2008],
  ])("is told that it was not there: %s, %s", (office, year) => {
    expect(told(office, year)).toEqual([["office-not-there", "warning", "2008"]]);
  });

  it.each([
    ["UBND xã Thanh Lâm", 2008],
    ["UBND thị trấn Thanh Lâm", 2011],
    // Nothing is said of which kind of unit it was.
    ["Thanh Lâm", 2008],
    // Registered from 2006 on says nothing of before.
    ["UBND xã Thanh Lâm", 1999],
  ])("is told nothing where it was: %s, %s", (office, year) => {
    const own = births(office);
    expect(
      told(
        office,
        year,
        own.map((one) => ({ ...one, fields: { ...one.fields, ngayDangKy: { raw: "" } } })),
      ),
    ).toEqual([]);
  });

  it("was there if it was before the last case of the book", () => {
    const inTown = { raw: "02.06.2011", value: "2011-06-02" };
    const records = births("UBND thị trấn Thanh Lâm", "UBND thị trấn Thanh Lâm");
    const last = records.map((one) => ({ ...one, fields: { ...one.fields, ngayDangKy: inTown } }));
    expect(told("UBND thị trấn Thanh Lâm", 2010, last)).toEqual([]);
  });

  it("is told nothing of an office that nobody knows, or that is not the unit's", () => {
    expect(told("UBND xã Xa Hơn", 2008, [])).toEqual([]);
  });
});
