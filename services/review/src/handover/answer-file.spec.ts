import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proposeColumns, proposeMapping, readAnswerLines, readAnswerTable } from "./answer-file.ts";
import { matchAnswer } from "./match-answer.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "answer-"));
});
afterAll(() => rm(folder, { recursive: true }));

const tableOf = async (csv: string) => {
  const file = join(folder, "kq.csv");
  await writeFile(file, csv);
  return readAnswerTable(file, "kq.csv");
};

describe("an answer file", () => {
  it("is understood with titles above, in whatever order its columns come", async () => {
    const table = await tableOf(
      [
        "KẾT QUẢ NẠP DỮ LIỆU,,,",
        "STT,Lý do,Số đăng ký,Trạng thái",
        "1,,05,Thành công",
        "2,Thiếu ngày sinh,6/2008,Lỗi",
        "",
      ].join("\n"),
    );
    const mapping = proposeMapping(table);
    expect(mapping).toEqual({ headerRow: 2, number: 2, status: 3, reason: 1, loadedWhen: ["Thành công"] });
    if (!mapping) throw new Error("no mapping");
    expect(readAnswerLines(table, mapping)).toEqual([
      { row: 3, number: "05", says: "loaded", reason: "" },
      { row: 4, number: "6/2008", says: "refused", reason: "Thiếu ngày sinh" },
    ]);
  });

  it("that says nothing of itself is mapped by a person", async () => {
    const table = await tableOf("A,B\n1,x\n2,y\n");
    expect(proposeMapping(table)).toBeUndefined();
    const lines = readAnswerLines(table, { headerRow: 1, number: 0, status: 1, loadedWhen: ["X"] });
    expect(lines.map(({ number, says }) => [number, says])).toEqual([
      ["1", "loaded"],
      ["2", "refused"],
    ]);
  });

  it.each(["Đã nạp thành công", "Nạp thành công", "Hoàn thành"])(
    "knows that “%s” means loaded",
    async (text) => {
      const mapping = proposeMapping(await tableOf(`Số,Trạng thái\n1,${text}\n2,Lỗi\n`));
      expect(mapping?.loadedWhen).toEqual([text]);
    },
  );

  it("is not proposed to mean anything where a text of its status is not understood", async () => {
    for (const status of ["Chờ xử lý", "Z", ""]) {
      const table = await tableOf(`Số,Trạng thái,Lý do\n1,${status},\n`);
      expect(proposeMapping(table), status).toBeUndefined();
      expect(proposeColumns(table)).toEqual({ number: 0, status: 1, reason: 2 });
    }
    // One text that is not understood is enough: it would count as refused.
    expect(proposeMapping(await tableOf("Số,Trạng thái\n1,Đã nạp\n2,Chờ xử lý\n"))).toBeUndefined();
    const refused = proposeMapping(await tableOf("Số,Trạng thái\n1,Từ chối\n"));
    expect(refused?.loadedWhen).toEqual(["Đã nạp"]);
  });

  it("without a row is refused", async () => {
    await expect(tableOf("\n\n")).rejects.toMatchObject({ code: "answer-unreadable" });
  });
});

describe("laid beside the package", () => {
  const packed = ["5", "6", "7", "8a"].map((number) => ({ recordId: `r-${number}`, number, revision: 2 }));
  const line = (number: string, loaded: boolean, reason = "") => ({
    row: 1,
    number,
    says: loaded ? ("loaded" as const) : ("refused" as const),
    reason,
  });

  it("tells loaded, refused, missing and unknown numbers apart", () => {
    const matched = matchAnswer(
      packed,
      [line("05/2008", true), line("6", false, "Trùng số"), line("8A", false), line("99", true)],
      2008,
    );
    expect(matched).toEqual({
      loaded: 1,
      refused: [
        { recordId: "r-6", number: "6", revision: 2, reason: "Trùng số" },
        { recordId: "r-8a", number: "8a", revision: 2, reason: "Không ghi lý do" },
      ],
      missing: [{ recordId: "r-7", number: "7", revision: 2 }],
      unknown: ["99"],
    });
  });

  it("takes a number that is named twice as refused when one of the lines refuses it", () => {
    for (const lines of [
      [line("5", true), line("5", false, "Lỗi")],
      [line("5", false, "Lỗi"), line("5", true)],
    ]) {
      expect(matchAnswer(packed.slice(0, 1), lines, 2008)).toMatchObject({
        loaded: 0,
        refused: [{ reason: "Lỗi" }],
      });
    }
  });

  it("keeps apart what begins again within a book", () => {
    const both = ["5", "5/2009"].map((number) => ({ recordId: `r-${number}`, number, revision: 2 }));
    for (const own of ["5/2008", "5", "005"]) {
      const answer = [line(own, false, "Thiếu ngày sinh"), line("5/2009", true)];
      expect(matchAnswer(both, answer, 2008), own).toMatchObject({
        loaded: 1,
        refused: [{ recordId: "r-5", reason: "Thiếu ngày sinh" }],
        missing: [],
        unknown: [],
      });
    }
  });

  it("leaves the year out only for a case that is alone under its number and named by no other line", () => {
    const [plain] = packed;
    if (!plain) throw new Error("no record");
    // The book writes no year; the national database writes that of the registration.
    const dated = { ...plain, registeredIn: 2009 };
    expect(matchAnswer([dated], [line("5/2009", true)], 2008)).toMatchObject({ loaded: 1, unknown: [] });
    const late = { recordId: "r-late", number: "5/2009", revision: 2 };
    expect(matchAnswer([late], [line("5", true)], 2008)).toMatchObject({ loaded: 1, unknown: [] });
    expect(matchAnswer([late], [line("5/2008", true)], 2008)).toMatchObject({
      loaded: 0,
      unknown: ["5/2008"],
    });
    // Where nobody knows its year, it may be the next one of the book.
    const beside = [line("5/2009", true), line("6/2008", true)];
    expect(matchAnswer(packed.slice(0, 2), beside, 2008)).toMatchObject({ loaded: 2, unknown: [] });
    const another = matchAnswer([plain], [line("5/2009", false, "Lỗi"), line("5/2008", true)], 2008);
    expect(another).toMatchObject({ loaded: 1, refused: [], unknown: ["5/2009"] });
  });
});

it("takes no line of another year for a case of this book", () => {
  const line = (number: string) => ({ row: 1, number, says: "loaded" as const, reason: "" });
  const packed = ["1", "2"].map((number) => ({ recordId: `r-${number}`, number, revision: 1 }));
  const dated = packed.map((one) => ({ ...one, registeredIn: 2008 }));
  const loaded = (records: typeof packed, ...numbers: string[]) =>
    matchAnswer(records, numbers.map(line), 2008).loaded;
  // Not a year of the book, or not that of the case, or the year of all lines.
  expect(loaded(packed, "1/2011", "2/2008")).toBe(1);
  expect(loaded(dated, "1/2009", "2/2008")).toBe(1);
  expect(loaded(packed, "1/2009", "2/2009")).toBe(0);
  expect(loaded(dated, "1/2011", "2/2011")).toBe(0);
  expect(loaded(dated, "1/2008", "2")).toBe(2);
});

it("takes no word for a refusal where a line has neither a state nor a reason", async () => {
  const table = await tableOf(
    ["Số,Trạng thái,Ngày xử lý,Lý do", "1,Đã nạp,02/03/2026,", "2,,02/03/2026,", "3,,,Thiếu", ""].join("\n"),
  );
  const mapping = { headerRow: 1, number: 0, status: 1, loadedWhen: ["Đã nạp"] };
  const expected = ["1 loaded", "2 pending", "3 refused"];
  for (const by of [mapping, { ...mapping, reason: 3 }])
    expect(readAnswerLines(table, by).map(({ number, says }) => `${number} ${says}`)).toEqual(expected);
});

it("takes a text as no answer yet where a person says so, and never as loaded where both lists name it", async () => {
  const table = await tableOf("Số,Trạng thái\n1,Đã nạp\n2,Chờ nạp\n3,Lỗi\n1,Chờ nạp\n");
  const mapping = { headerRow: 1, number: 0, status: 1, loadedWhen: ["Đã nạp", "Chờ nạp"] };
  const lines = readAnswerLines(table, { ...mapping, pendingWhen: ["chờ nạp"] });
  expect(lines.map(({ says }) => says)).toEqual(["loaded", "pending", "refused", "pending"]);
  const packed = ["1", "2", "3"].map((number) => ({ recordId: `c-${number}`, number, revision: 1 }));
  const { loaded, refused, missing } = matchAnswer(packed, lines, 2008);
  expect([loaded, refused.map(({ number }) => number), missing.map(({ number }) => number)]).toEqual([
    0,
    ["3"],
    ["1", "2"],
  ]);
});
