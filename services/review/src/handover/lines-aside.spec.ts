import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkbookWriter } from "@sogoc/files";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnswerMapping, proposeMapping, readAnswerLines, readAnswerTable } from "./answer-file.ts";
import { wordsIn } from "./answer-words.ts";
import { linesAsideIn } from "./lines-aside.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "answer-"));
});
afterAll(() => rm(folder, { recursive: true }));

const packed = ["1", "2", "3", "7b"].map((number) => ({ recordId: `c-${number}`, number, revision: 0 }));
const headings = "Số đăng ký,Trạng thái,Lý do";
const mapping: AnswerMapping = { headerRow: 1, number: 0, status: 1, reason: 2, loadedWhen: ["Đã nạp"] };

const csvOf = async (...lines: readonly string[]) => {
  const file = join(folder, "kq.csv");
  await writeFile(file, [...lines, ""].join("\n"));
  return readAnswerTable(file, "kq.csv");
};
const asideIn = async (...lines: readonly string[]) =>
  linesAsideIn(await csvOf(headings, ...lines), mapping, packed, 2008).map(
    ({ row, number, text }) => `${row} ${number} ${text}`,
  );

describe("a line without a number", () => {
  it("is told among the lines of cases, and right below them, whatever it says", async () => {
    expect(await asideIn("1,Đã nạp,", ",Bị từ chối,Thiếu ngày sinh", "2,Đã nạp,")).toEqual([
      "3  Bị từ chối | Thiếu ngày sinh",
    ]);
    expect(await asideIn("1,Đã nạp,", ",,Xem lại họ tên", "2,Đã nạp,")).toEqual(["3  Xem lại họ tên"]);
    expect(await asideIn("1,Đã nạp,", ",,Xem lại họ tên", ",,Gọi lại", "")).toEqual([
      "3  Xem lại họ tên",
      "4  Gọi lại",
    ]);
    expect(await asideIn("1,Đã nạp,", "\u00a0,Đã nạp,", "3,Đã nạp,")).toEqual(["3  Đã nạp"]);
    // Other cells may name persons: of them only what speaks of a result is told.
    expect(await asideIn("1,Đã nạp,,", ",,,Nguyễn Văn A,Bị từ chối", "2,Đã nạp,,")).toEqual([
      "3  Bị từ chối",
    ]);
    expect(await asideIn("1,Đã nạp,,", ",,,Nguyễn Văn A,Xã Mai Lâm", "2,Đã nạp,,")).toEqual(["3  "]);
  });

  it("is told further below where it has a result, and not where people sign", async () => {
    const lines = ["1,Đã nạp,", ",,", ",Bị từ chối,Thiếu", ",,Số 2 bị trả lại"];
    expect(await asideIn(...lines)).toEqual(["4  Bị từ chối | Thiếu", "5  Số 2 bị trả lại"]);
    const signed = [",,", ",,NGƯỜI LẬP BIỂU", ",,(Ký và ghi rõ họ tên)", ",,", ",,Nguyễn Văn Huy"];
    expect(await asideIn("1,Đã nạp,", ...signed)).toEqual([]);
    // A title of one cell among the lines.
    expect(await asideIn("1,Đã nạp,,", ",,,Quyển số 01/2008", "2,Đã nạp,,")).toEqual([]);
  });

  it("is among the words of the file", async () => {
    const table = await csvOf(headings, "1,Đã nạp,", ",Bị từ chối,Thiếu", "2,Đã nạp,");
    expect(wordsIn(table, mapping)).toEqual([
      { text: "Đã nạp", says: "loaded", lines: 2, number: "1", reason: undefined },
      { text: "Bị từ chối", says: "refused", lines: 1, number: "", reason: "Thiếu" },
    ]);
  });
});

it("a line whose number cannot be read is told where it has a result, and not as a repeated heading", async () => {
  expect(
    await asideIn(
      "1,Đã nạp,",
      "Số 2 quyển 01,Bị từ chối,Thiếu ngày sinh",
      "03.2008,Đã nạp,",
      headings,
      "Trường hợp số 2 bị trả lại,,",
      " 7B ,Bị từ chối,Thiếu",
      "0002/2008,Đã nạp,",
      "99,Bị từ chối,Thiếu",
      "Tổng cộng,4,",
    ),
  ).toEqual([
    "3 Số 2 quyển 01 Bị từ chối | Thiếu ngày sinh",
    "4 03.2008 Đã nạp",
    "6 Trường hợp số 2 bị trả lại Trường hợp số 2 bị trả lại",
  ]);
});

describe("another table below", () => {
  const second = [",,,,", "Danh sách lỗi,,,,", "STT,Họ tên,Số,Kết quả,Nguyên nhân"];
  const first = ["Số đăng ký,Trạng thái,Lý do,,", "1,Đã nạp,,,", "2,Đã nạp,,,", "3,Đã nạp,,,"];

  it("is not read by the columns of the one above, and its lines are told", async () => {
    const table = await csvOf(...first, ...second, "1,Nguyễn Văn A,2,Bị từ chối,Thiếu ngày sinh");
    const proposal = proposeMapping(table);
    expect(proposal).toEqual(mapping);
    expect(readAnswerLines(table, mapping).map(({ number, says }) => `${number} ${says}`)).toEqual([
      "1 loaded",
      "2 loaded",
      "3 loaded",
      "Danh sách lỗi pending",
    ]);
    expect(linesAsideIn(table, mapping, packed, 2008)).toEqual([
      { sheet: undefined, row: 6, number: "Danh sách lỗi", text: "Danh sách lỗi" },
      { sheet: undefined, row: 8, number: "2", text: "Bị từ chối | Thiếu ngày sinh" },
    ]);
  });

  it("does not begin with a line of a case, or a reason that speaks of a number", async () => {
    const lines = ["1,Đã có kết quả,Thiếu số đăng ký", ",Có kết quả,Sai số đăng ký", "2,Đã nạp,"];
    expect((await asideIn(...lines)).length).toBe(1);
    expect(readAnswerLines(await csvOf(headings, ...lines), mapping).length).toBe(2);
  });
});

describe("another sheet", () => {
  type Sheet = readonly [name: string, ...rows: readonly (readonly string[])[]];
  const workbookOf = async (...sheets: readonly Sheet[]): Promise<string> => {
    const file = join(folder, "kq.xlsx");
    const target = createWriteStream(file);
    const writer = createWorkbookWriter(target);
    for (const [name, [first = [], ...rows]] of sheets.map(([name, ...rows]) => [name, rows] as const)) {
      const sheet = await writer.addSheet(
        name,
        first.map((header) => ({ header })),
      );
      for (const row of rows) await sheet.addRow([...row]);
    }
    await writer.finish();
    if (!target.closed) await new Promise<void>((resolve) => target.once("close", () => resolve()));
    return file;
  };
  const heads = headings.split(",");
  const results: Sheet = ["Kết quả", heads, ["1", "Đã nạp", ""], ["2", "Đã nạp", ""]];
  const read = async (wanted: number | undefined, ...sheets: readonly Sheet[]) => {
    const table = await readAnswerTable(await workbookOf(...sheets), "kq.xlsx", wanted);
    const by = proposeMapping(table) ?? mapping;
    return {
      lines: readAnswerLines(table, by).map(({ number, says }) => `${number} ${says}`),
      aside: linesAsideIn(table, by, packed, 2008).map(
        ({ sheet, row, number, text }) => `${sheet} ${row} ${number}: ${text}`,
      ),
    };
  };

  it("tells its lines that name cases of the packages, with headings or without", async () => {
    const errors: Sheet = ["Danh sách lỗi", heads, ["2", "Bị từ chối", "Thiếu ngày sinh"], ["99", "Lỗi", ""]];
    const bare: Sheet = ["Lỗi khác", ["7B", "Nguyễn Văn A", "Không thành công"], ["x", "y", "z"]];
    expect(await read(undefined, results, errors, bare)).toEqual({
      lines: ["1 loaded", "2 loaded"],
      aside: ["Danh sách lỗi 2 2: Bị từ chối | Thiếu ngày sinh", "Lỗi khác 1 7B: Không thành công"],
    });
    // Read in its turn, the other one is aside.
    expect(await read(1, results, errors)).toEqual({
      lines: ["2 refused", "99 refused"],
      aside: ["Kết quả 2 1: Đã nạp", "Kết quả 3 2: Đã nạp"],
    });
    await expect(read(2, results, errors)).rejects.toMatchObject({ code: "answer-unreadable" });
  });

  it("asks nothing of figures and notes, and is not read for standing first", async () => {
    const figures: Sheet = [
      "Tổng hợp",
      ["Tổng số", "3"],
      ["Đã nạp", "2"],
      ["Bị từ chối", "1"],
      ["(1)", "(2)"],
    ];
    const expected = { lines: ["1 loaded", "2 loaded"], aside: [] };
    expect(await read(undefined, figures, results)).toEqual(expected);
    expect(await read(undefined, results, figures)).toEqual(expected);
  });
});
