import { describe, expect, it } from "vitest";
import { qualityRules } from "../finding.ts";
import { getRecordType } from "../record-types.ts";
import type { BookRecord } from "./book-record.ts";
import { type BookInput, checkBook } from "./check-book.ts";
import { type Cells, sampleFields } from "./sample-records.ts";

let next = 0;

const row = (type: string, changes: Cells = {}, more: Partial<BookRecord> = {}): BookRecord => {
  next += 1;
  return { id: `r${next}`, recordType: getRecordType(type), fields: sampleFields(type, changes), ...more };
};

interface Case {
  readonly rule: string;
  readonly fires: readonly BookRecord[];
  readonly silent: readonly BookRecord[];
  readonly firesIn?: BookInput;
  readonly silentIn?: BookInput;
}

const name = "KS.2008.01.2008-09-03.12.pdf";
const signed = (day: string) => row("KS", { ngayDangKy: day });
const term = ["03.01.2008", "04.02.2008", "05.03.2008", "04.04.2008", "05.05.2008"].map(signed);
const names = ["Một", "Hai", "Ba", "Tư", "Năm"];
const twice = [row("KH"), row("KH", { so: "8", ngayDangKy: "05.05.2010", voHoTen: "Phan Thị Khác" })];

const cases: readonly Case[] = [
  {
    rule: "duplicate-registration",
    fires: [row("KS"), row("KS", { so: "012" })],
    silent: [row("KS"), row("KS", { so: "12a" })],
  },
  {
    rule: "number-gap",
    fires: [row("KS"), row("KS", { so: "15" })],
    silent: [row("KS"), row("KS", { so: "13" })],
  },
  {
    rule: "suffix-alone",
    fires: [row("KS", { so: "11" }), row("KS", { so: "12b" })],
    silent: [row("KS"), row("KS", { so: "12b" })],
  },
  {
    rule: "number-out-of-order",
    fires: [row("KS"), row("KS", { so: "13", trangSo: "11" })],
    silent: [row("KS"), row("KS", { so: "13", trangSo: "13" })],
  },
  {
    rule: "date-falls",
    fires: [row("KS"), row("KS", { so: "13", ngayDangKy: "02.09.2008" })],
    silent: [row("KS"), row("KS", { so: "13" })],
  },
  {
    rule: "record-without-file",
    fires: [row("KS")],
    silent: [row("KS")],
    firesIn: { files: [] },
    silentIn: { files: [{ name }] },
  },
  {
    rule: "file-without-record",
    fires: [],
    silent: [row("KS")],
    firesIn: { files: [{ name }] },
    silentIn: { files: [{ name }] },
  },
  {
    rule: "file-name-invalid",
    fires: [row("KS")],
    silent: [row("KS")],
    firesIn: { files: [{ name: "KS.2008.01.2008-02-31.12.pdf" }] },
    silentIn: { files: [{ name }] },
  },
  {
    rule: "file-name-differs",
    fires: [row("KS")],
    silent: [row("KS")],
    firesIn: { files: [{ name: "KS.2008.02.2008-09-04.12.pdf" }] },
    silentIn: { files: [{ name: "KS.2008.01.2008-09-03.012.A3.pdf" }] },
  },
  {
    rule: "file-unreadable",
    fires: [row("KS")],
    silent: [row("KS")],
    firesIn: { files: [{ name, pages: 0 }] },
    silentIn: { files: [{ name, pages: 1, readable: true }] },
  },
  {
    rule: "file-reused",
    fires: [row("KS")],
    silent: [row("KS")],
    firesIn: {
      files: [
        { name, sha256: "a" },
        { name: name.replace("12.pdf", "13.pdf"), sha256: "a" },
      ],
    },
    silentIn: {
      files: [
        { name, sha256: "a" },
        { name: name.replace("12.pdf", "13.pdf"), sha256: "b" },
      ],
    },
  },
  {
    rule: "married-twice",
    fires: twice,
    silent: [
      ...twice,
      row("KT", {
        nktHoTen: "Lê Thị Mẫu",
        nktGioiTinh: "2",
        nktNgaySinh: "02.06.1982",
        nktNgayChet: "01.01.2009",
      }),
    ],
  },
  {
    rule: "married-twice",
    fires: twice,
    silent: [row("KH", { tinhTrangKetHon: "Đã ly hôn" }), row("KH", { so: "8", voHoTen: "Phan Thị Khác" })],
  },
  { rule: "married-twice", fires: twice, silent: [row("KH"), row("KH", { so: "8", loaiDangKy: "2" })] },
  {
    rule: "signatory-outside-term",
    fires: [...term, signed("03.04.2012")],
    silent: [...term, signed("03.04.2009")],
  },
  {
    rule: "keyed-too-fast",
    fires: [row("KS", {}, { keyedSeconds: 3 })],
    silent: [row("KS", {}, { keyedSeconds: 90 })],
  },
  {
    rule: "value-copied-down",
    fires: [1, 2, 3, 4, 5].map((so) => row("KS", { so: String(so) }, { keyedBy: "k" })),
    silent: names.map((last, so) =>
      row("KS", {
        so: String(so + 1),
        nksHoTen: `Nguyễn Thị ${last}`,
        nksNgaySinh: `0${so + 1}.08.2008`,
        meHoTen: `Lê Thị ${last}`,
        chaHoTen: `Ngô Văn ${last}`,
        nycHoTen: `Ngô Văn ${last}`,
        meNgaySinh: `198${so}`,
        chaNgaySinh: `197${so}`,
        nycSoGiayToTuyThan: `32000000${so}`,
      }),
    ),
  },
  {
    rule: "parents-differ-from-marriage",
    fires: [row("KH"), row("KS", { meNgaySinh: "1983" })],
    silent: [row("KH"), row("KS", { meNgaySinh: "1982", chaNgaySinh: "05.1980" })],
  },
  {
    rule: "subject-has-death-record",
    fires: [
      row("KS"),
      row("KT", { nktHoTen: "Nguyễn Thị Thử", nktGioiTinh: "2", nktNgaySinh: "27.08.2008" }),
    ],
    silent: [row("KS"), row("KT", { nktHoTen: "Nguyễn Thị Thử", nktGioiTinh: "2", nktNgaySinh: "2008" })],
  },
];

describe("rules of a book", () => {
  it.each(cases.map((one) => [one.rule, one] as const))("%s", (rule, one) => {
    const rules = (records: readonly BookRecord[], input?: BookInput) =>
      checkBook(records, input).map((found) => found.rule);
    expect(rules(one.fires, one.firesIn)).toContain(rule);
    expect(rules(one.silent, one.silentIn)).not.toContain(rule);
  });

  it("are all tried from both sides", () => {
    const tried = new Set(cases.map(({ rule }) => rule));
    const expected = qualityRules.filter(({ scope }) => scope === "book").map(({ id }) => id);
    expect([...tried].sort()).toEqual([...expected].sort());
  });

  it("leave no hole in a message and name the records", () => {
    for (const { fires, firesIn } of cases) {
      for (const found of checkBook(fires, firesIn)) {
        expect(`${found.messageVi} ${found.messageEn}`).not.toMatch(/[{}]|undefined|""|“”/u);
        const ids = fires.map(({ id }) => id);
        expect(found.records.every((id) => ids.includes(id))).toBe(true);
      }
    }
  });

  it("name one missing number as one, and several as a range", () => {
    const messages = ["14", "15"].map((so) => checkBook([row("KS"), row("KS", { so })])[0]?.messageVi ?? "");
    expect(messages[0]).toMatch(/^Thiếu số 13 trong quyển /u);
    expect(messages[1]).toMatch(/^Thiếu số 13–14 trong quyển /u);
  });

  it("accept a duplicate that a person confirmed", () => {
    const confirmed = ["duplicate-registration"];
    const found = checkBook([row("KS", {}, { confirmed }), row("KS", {}, { confirmed })]);
    expect(found).toMatchObject([{ rule: "duplicate-registration", severity: "warning" }]);
  });

  it("count numbers anew in each year, book, type and office", () => {
    const records = [
      row("KS"),
      row("KS", { so: "12/2009", ngayDangKy: "05.01.2009" }),
      row("KS", { quyenSo: "02/2008" }),
      row("KS", { noiDangKy: "UBND xã Mẫu Hai" }),
      row("CMC", { so: "12" }),
    ];
    expect(checkBook(records)).toEqual([]);
  });
});
