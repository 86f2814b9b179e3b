import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldValue, FieldValues } from "./field-value.ts";
import { toFieldValue } from "./keyed-value.ts";
import { normaliseField } from "./normalise-field.ts";
import {
  canonicalNumber,
  joinFacts,
  ministryRow,
  originalHeaders,
  originalKey,
  readOriginalRow,
  restoreOriginals,
  type SheetRecord,
  writeOriginalRows,
} from "./original-sheet.ts";
import { createOriginalSheetCount } from "./original-sheet-size.ts";
import { findField, layoutFields } from "./record-type.ts";
import type { Field, RecordType } from "./record-type-schema.ts";
import { getRecordType, recordTypes } from "./record-types.ts";

/** What an importer does with both sheets. */
const reimport = (recordType: RecordType, record: SheetRecord): FieldValues => {
  const cells = ministryRow(recordType, record);
  const codes = layoutFields(recordType).map(({ code }) => code);
  const fields: FieldValues = {};
  for (const [index, text] of cells.entries()) {
    const field = findField(recordType, codes[index] ?? "");
    const value = field && normaliseField(field, text).value;
    if (field && value) fields[field.code] = value;
  }
  const key = originalKey(record.bookNumber, record.number);
  const rows = writeOriginalRows(recordType, record).flatMap((row) => readOriginalRow(row) ?? []);
  const values = rows.flatMap((row) => (row.kind === "value" && row.key === key ? [row] : []));
  const cellOf = (code: string) => cells[codes.indexOf(code)] ?? "";
  const restored = restoreOriginals(recordType, record, fields, values, cellOf);
  expect(restored.contradicted).toEqual([]);
  return restored.fields;
};

const ks = getRecordType("KS");
const record = (fields: FieldValues, more: Partial<SheetRecord> = {}): SheetRecord => ({
  bookNumber: "01/2008",
  number: "7",
  fields: { so: { raw: "7" }, quyenSo: { raw: "01/2008" }, ...fields },
  ...more,
});

describe("the sheet that keeps what the ministry's layout cannot", () => {
  it("is empty for a record that the layout holds whole", () => {
    const plain = record({
      nksHoTen: { raw: "Nguyễn Thị Hoa" },
      ngayDangKy: { raw: "02.03.2008", value: "2008-03-02" },
    });
    expect(writeOriginalRows(ks, plain)).toEqual([]);
    expect(reimport(ks, plain)).toEqual(plain.fields);
  });

  it("keeps raw texts, blanks, illegible and doubtful values, columns without a place, and facts", () => {
    const fields: FieldValues = {
      ngayDangKy: { raw: "2/3/2008", value: "2008-03-02" },
      meHoTen: { blank: true },
      chaHoTen: { illegible: "torn", raw: "Trần" },
      nksHoTen: { raw: "Lê Văn An", doubtful: true },
      nksSoDinhDanh: { raw: "012345678901" },
    };
    const facts = { answers: [{ rule: "date-falls", fields: ["ngayDangKy"], reason: "sổ ghi như vậy" }] };
    const rows = writeOriginalRows(ks, record(fields, { facts }));
    const byField = (list: readonly string[][]) =>
      [...list].sort((a, b) => ((a[2] ?? "") < (b[2] ?? "") ? -1 : 1));
    const [answer] = facts.answers;
    expect(byField(rows)).toEqual([
      ["01/2008", "7", "", "", JSON.stringify({ accepted: [{ ...answer, inRows: true }] })],
      ["01/2008", "7", "chaHoTen", "", '{"illegible":"torn","raw":"Trần"}'],
      ["01/2008", "7", "meHoTen", "", '{"blank":true}'],
      ["01/2008", "7", "ngayDangKy", "02.03.2008", '{"raw":"2/3/2008","value":"2008-03-02"}'],
      ["01/2008", "7", "nksHoTen", "Lê Văn An", '{"raw":"Lê Văn An","doubtful":true}'],
      ["01/2008", "7", "nksSoDinhDanh", "", '{"raw":"012345678901"}'],
    ]);
    expect(reimport(ks, record(fields))).toEqual(record(fields).fields);
  });

  it("names the second of two cases under one number apart, and gives back what the book says", () => {
    const second = record({}, { number: "7a" });
    expect(ministryRow(ks, second)[0]).toBe("7a");
    expect(reimport(ks, second)).toEqual(second.fields);
  });

  it("leaves a cell alone that was mended after the export", () => {
    const value: FieldValue = { raw: "2/3/2008", value: "2008-03-02" };
    const kept = [
      { kind: "value", key: "01/2008|7", field: "ngayDangKy", cell: "02.03.2008", value },
    ] as const;
    const mended = { ngayDangKy: { raw: "05.03.2008", value: "2008-03-05" } };
    const place = { bookNumber: "01/2008", number: "7" };
    const restore = (cell: string) => restoreOriginals(ks, place, mended, kept, () => cell);
    expect(restore("05.03.2008")).toEqual({ fields: mended, taken: [], contradicted: [] });
    expect(restore("02.03.2008")).toMatchObject({ fields: { ngayDangKy: value }, taken: ["ngayDangKy"] });
  });

  it.each<[field: string, cell: string, value: FieldValue | null]>([
    ["nksHoTen", "Nguyễn Văn Thử An", { raw: "Nguyễn Văn Thử An", value: "Trần Văn Khác" }],
    ["nksHoTen", "Nguyễn Văn Thử An", { raw: "Trần Văn Khác" }],
    ["nksGioiTinh", "1", { raw: "1 – Nam", value: "2" }],
    ["nksDanToc", "Kinh", { raw: "Kinh", value: "Tày" }],
    ["ngayDangKy", "02.03.2008", { raw: "2/3/2008", value: "2008-03-20" }],
    ["nksHoTen", "Nguyễn Văn Thử An", null],
    ["nksHoTen", "Nguyễn Văn Thử An", { blank: true }],
    ["nksHoTen", "Nguyễn Văn Thử An", { illegible: "torn", raw: "Nguyễn" }],
    ["noSuchColumn", "", { raw: "x" }],
    ["nksSoDinhDanh", "", { raw: "012 345 678 901", value: "999999999999" }],
  ])("takes no value for %s that its cell %j does not show: %j", (field, cell, value) => {
    const place = { bookNumber: "01/2008", number: "7" };
    const kept = [{ kind: "value", key: "01/2008|7", field, cell, value }] as const;
    const own = { nksHoTen: { raw: "Nguyễn Văn Thử An" } };
    const restored = restoreOriginals(ks, place, own, kept, () => cell);
    expect(restored).toEqual({ fields: own, taken: [], contradicted: [field] });
  });

  it("tells headers, empty rows and rows that are none", () => {
    expect(readOriginalRow([...originalHeaders])).toBeUndefined();
    expect(readOriginalRow(["", undefined, " "])).toBeUndefined();
    expect(readOriginalRow(["x", "7", "so", "", "{}"])).toEqual({ kind: "invalid", reason: "book-number" });
    expect(readOriginalRow(["01/2008", "x", "so", "", "{}"])).toEqual({ kind: "invalid", reason: "number" });
    expect(readOriginalRow(["01/2008", "7", "so", "", "{"])).toEqual({ kind: "invalid", reason: "value" });
    expect(readOriginalRow(["01/2008", "7", "", "", '{"other":1}'])).toEqual({
      kind: "invalid",
      reason: "value",
    });
    expect(readOriginalRow(["1/2008", "07/2008", "so", "7", "null"])).toEqual({
      kind: "value",
      key: "01/2008|7",
      field: "so",
      cell: "7",
      value: null,
    });
  });

  it("says in a row of its own what a reason was given for, also where the cell shows it", () => {
    const facts = { answers: [{ rule: "name-digits", fields: ["nksHoTen"], reason: "sổ ghi như vậy" }] };
    const plain = record({ nksHoTen: { raw: "Lê Văn An" } }, { facts });
    const fields = writeOriginalRows(ks, plain).map(([, , field]) => field);
    expect(fields).toEqual(["nksHoTen", ""]);
    // Such a row brings nothing that the cell does not have.
    expect(reimport(ks, plain)).toEqual(plain.fields);
  });

  it.each(recordTypes.map((type) => [type.code, type] as const))(
    "has no cell and no case of %s that a workbook cannot hold, however long its texts are",
    (_code, type) => {
      // Two spaces keep the value apart from the text; a quotation mark is two signs in JSON.
      for (const sign of ["ế", '"']) {
        const raw = `${sign}  ${sign.repeat(1_996)}${sign}`;
        const fields: FieldValues = {};
        for (const field of type.fields) {
          const value = toFieldValue(field, { raw });
          if (value) fields[field.code] = value;
        }
        fields["so"] = { raw: "7" };
        fields["quyenSo"] = { raw: "01/2008" };
        // Two findings in each column; a reason is longest where JSON escapes it.
        const answers = [0, 1].flatMap((at) =>
          type.fields.map(({ code }) => ({
            rule: `${at}`.padEnd(80, "x"),
            fields: [code],
            reason: (at === 0 ? "\u0001" : "ế").repeat(2_000),
          })),
        );
        const decision = { number: "1".repeat(200), day: "2020-01-01", issuedBy: "ế".repeat(200) };
        const annotations = Array.from({ length: 20 }, () => ({ text: "ế".repeat(1_000), decision }));
        const facts = { duplicateReason: "ế".repeat(2_000), answers, annotations };
        const longest = record(fields, { facts });
        const rows = writeOriginalRows(type, longest);
        const lengths = rows.flatMap((row) => row.map((text) => text.length));
        expect(Math.max(...lengths)).toBeLessThanOrEqual(32_767);
        const count = createOriginalSheetCount();
        expect(rows.every((row) => count(row).fits)).toBe(true);
        expect(reimport(type, longest)).toEqual(fields);
        const told = rows.flatMap((row) => readOriginalRow(row) ?? []);
        const read = told.flatMap((row) => (row.kind === "facts" ? [row.facts] : [])).reduce(joinFacts, {});
        expect(read.duplicateReason).toBe(facts.duplicateReason);
        expect(read.annotations).toEqual(annotations);
        expect(read.answers).toEqual(answers.map((answer) => ({ ...answer, inRows: true })));
      }
    },
  );

  it("leaves the year out of a number only where it is the book's own", () => {
    expect(canonicalNumber("007/2008", "01/2008")).toBe("7");
    expect(canonicalNumber("7A/2009", "01/2008")).toBe("7a/2009");
    expect(canonicalNumber("bảy", "01/2008")).toBeUndefined();
  });

  const keyed = fc.oneof(
    fc.record({
      raw: fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 12 }),
        fc.constantFrom("2/3/2008", "2008", "Nam", "01", "=1+1", "a\nb", "\ud800"),
      ),
    }),
    fc.record({
      raw: fc.constantFrom("Lê Thị Hòa", "1975", "02.03.2008"),
      doubtful: fc.constant(true as const),
    }),
    fc.constant({ blank: true as const }),
    fc.record({
      illegible: fc.constantFrom("torn" as const, "faded" as const),
      raw: fc.constantFrom("", "Ng"),
    }),
  );
  const fieldsOf = (fields: readonly Field[]) =>
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...fields), keyed), {
        selector: ([field]) => field.code,
        maxLength: 20,
      })
      .map((pairs) => {
        const values: FieldValues = {};
        for (const [field, input] of pairs) {
          const value = toFieldValue(field, input);
          if (value) values[field.code] = value;
        }
        return values;
      });

  it.each(recordTypes.map((type) => [type.code, type] as const))(
    "gives back every %s record as it was",
    (_code, type) => {
      const others = type.fields.filter(
        ({ type: kind }) => kind !== "registerNumber" && kind !== "bookNumber",
      );
      fc.assert(
        fc.property(
          fieldsOf(others),
          fc.constantFrom("7", "007", "7/2008", "7a/2009", "12 b"),
          fc.constantFrom("", "c"),
          fc.option(fc.constantFrom("1/2008", "01/2008", "001 / 2008"), { nil: undefined }),
          (values, so, suffix, quyenSo) => {
            const number =
              canonicalNumber(so.replace(/[a-z]/u, "") + suffix, "01/2008") ??
              canonicalNumber(so, "01/2008") ??
              "";
            const fields: FieldValues = {
              ...values,
              so: toFieldValue(findField(type, "so") as Field, { raw: so }) as FieldValue,
            };
            const book =
              quyenSo === undefined
                ? undefined
                : toFieldValue(findField(type, "quyenSo") as Field, { raw: quyenSo });
            if (book) fields["quyenSo"] = book;
            const given = { bookNumber: "01/2008", number, fields };
            expect(reimport(type, given)).toEqual(fields);
          },
        ),
        { numRuns: 150 },
      );
    },
  );
});
