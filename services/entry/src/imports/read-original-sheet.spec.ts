import type { WorkbookRow } from "@sogoc/files";
import { originalSheetLimits } from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import { readOriginalSheetRows } from "./read-original-sheet.ts";

async function* sheet(rows: Iterable<readonly string[]>): AsyncGenerator<WorkbookRow> {
  let row = 0;
  for (const texts of rows)
    yield { sheet: "So goc", row: ++row, cells: texts.map((text) => ({ text, kind: "text" as const })) };
}

function* repeated(count: number, make: (index: number) => readonly string[]): Generator<readonly string[]> {
  for (let index = 0; index < count; index++) yield make(index);
}

const written = (raw: string) => JSON.stringify({ raw });
const refused = (reason: string) => ({ code: "workbook-refused", params: { reason } });

describe("what a workbook keeps beside its rows", () => {
  it("is there by record: values of fields, and facts of the record", async () => {
    const facts = { duplicateReason: "Sổ ghi hai lần" };
    const originalSheetRows = await readOriginalSheetRows(
      sheet([
        ["quyenSo", "so", "cot", "oDLImport", "giaTri"],
        ["01/2008", "7", "meHoTen", "Lê Thị B", written("Lê Thị  B")],
        ["01/2008", "7", "", "", JSON.stringify(facts)],
        ["01/2008", "8", "meHoTen", "", "không phải JSON"],
      ]),
    );
    expect(originalSheetRows.get("01/2008|8")).toBeUndefined();
    expect(originalSheetRows.get("01/2008|7")).toMatchObject({ facts, values: [{ field: "meHoTen" }] });
  });

  it("takes a hundred thousand records of an honest export", async () => {
    const rows = repeated(100_000, (index) => [
      `${1 + Math.floor(index / 5_000)}/2008`,
      `${1 + (index % 5_000)}`,
      "meHoTen",
      "Lê Thị B",
      written("Lê  B"),
    ]);
    const kept = await readOriginalSheetRows(sheet(rows));
    expect(kept.get("20/2008|5000")?.values).toHaveLength(1);
  });

  it("is refused before little of a file has become much of memory", async () => {
    // A thousand rows of one string that the file has once: eleven million values.
    const fields = Array.from({ length: 10_880 }, () => "");
    const many = JSON.stringify({ accepted: [{ rule: "", fields, reason: "" }] });
    let read = 0;
    const rows = repeated(1_015, (index) => {
      read++;
      return ["01/2008", `${index + 1}`, "", "", many];
    });
    await expect(readOriginalSheetRows(sheet(rows))).rejects.toMatchObject(refused("second-sheet-too-large"));
    expect(read * fields.length).toBeLessThan(originalSheetLimits.maxValues + 2 * fields.length);

    const long = repeated(2_000, (index) => [
      "01/2008",
      `${index + 1}`,
      "meHoTen",
      "",
      written("a".repeat(30_000)),
    ]);
    await expect(readOriginalSheetRows(sheet(long))).rejects.toMatchObject(refused("second-sheet-too-large"));
  });

  it("has the facts of a record in as many rows as they take", async () => {
    const reason = (rule: string) => ({ accepted: [{ rule, fields: ["so"], reason: "Sổ ghi vậy" }] });
    const parts = [{ duplicateReason: "Sổ ghi hai lần" }, reason("date-falls"), reason("name-digits")];
    const rows = parts.map((facts) => ["01/2008", "7", "", "", JSON.stringify(facts)]);
    const kept = await readOriginalSheetRows(sheet(rows));
    expect(kept.get("01/2008|7")?.facts).toMatchObject({
      duplicateReason: "Sổ ghi hai lần",
      answers: [{ rule: "date-falls" }, { rule: "name-digits" }],
    });
  });

  it("is refused where many rows name a record that has much", async () => {
    const rows = repeated(60, () => ["01/2008", "7", "meHoTen", "", written("a".repeat(30_000))]);
    const kept = await readOriginalSheetRows(sheet(rows));
    let found = 0;
    const again = () => {
      for (; found < 10_000; found++) kept.get("01/2008|7");
    };
    expect(again).toThrow(expect.objectContaining(refused("second-sheet-too-large")));
    expect(found * 60 * 30_000).toBeLessThan(2 * originalSheetLimits.maxLength);
  });

  it("is refused where one record has more than any record", async () => {
    const rows = repeated(10_000, () => ["01/2008", "7", "meHoTen", "", written("a")]);
    await expect(readOriginalSheetRows(sheet(rows))).rejects.toMatchObject(refused("second-sheet-too-large"));
    const long = repeated(80, () => ["01/2008", "7", "meHoTen", "", written("a".repeat(30_000))]);
    await expect(readOriginalSheetRows(sheet(long))).rejects.toMatchObject(refused("second-sheet-too-large"));
  });

  it("is refused where escapes make a letter with more marks than anybody writes", async () => {
    for (const marks of ["\\u0301".repeat(100), `${"\\u0301".repeat(10)}\\u0001${"\\u0316".repeat(10)}`]) {
      const rows = [["01/2008", "7", "meHoTen", "", `{"raw":"a${marks}"}`]];
      await expect(readOriginalSheetRows(sheet(rows))).rejects.toMatchObject(refused("too-many-marks"));
    }
  });
});
