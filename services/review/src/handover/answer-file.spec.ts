import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proposeMapping, readAnswerLines, readAnswerTable } from "./answer-file.ts";
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
      { row: 3, number: "05", loaded: true, reason: "" },
      { row: 4, number: "6/2008", loaded: false, reason: "Thiếu ngày sinh" },
    ]);
  });

  it("that says nothing of itself is mapped by a person", async () => {
    const table = await tableOf("A,B\n1,x\n2,y\n");
    expect(proposeMapping(table)).toBeUndefined();
    const lines = readAnswerLines(table, { headerRow: 1, number: 0, status: 1, loadedWhen: ["X"] });
    expect(lines.map(({ number, loaded }) => [number, loaded])).toEqual([
      ["1", true],
      ["2", false],
    ]);
  });

  it("without a row is refused", async () => {
    await expect(tableOf("\n\n")).rejects.toMatchObject({ code: "answer-unreadable" });
  });
});

describe("laid beside the package", () => {
  const packed = ["5", "6", "7", "8a"].map((number) => ({ recordId: `r-${number}`, number, revision: 2 }));
  const line = (number: string, loaded: boolean, reason = "") => ({ row: 1, number, loaded, reason });

  it("tells loaded, refused, missing and unknown numbers apart", () => {
    const matched = matchAnswer(packed, [
      line("05/2008", true),
      line("6", false, "Trùng số"),
      line("8A", false),
      line("99", true),
    ]);
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
      expect(matchAnswer(packed.slice(0, 1), lines)).toMatchObject({
        loaded: 0,
        refused: [{ reason: "Lỗi" }],
      });
    }
  });
});
