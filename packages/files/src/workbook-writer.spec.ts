import { Writable } from "node:stream";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeCsv } from "./csv-writer.ts";
import { storableText } from "./safe-text.ts";
import { openWorkbook } from "./workbook.ts";
import { type CellInput, createWorkbookWriter } from "./workbook-writer.ts";

const collect = (): { stream: Writable; bytes: () => Buffer } => {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, bytes: () => Buffer.concat(chunks) };
};

const workbook = async (rows: readonly (readonly CellInput[])[], header?: string[]): Promise<Buffer> => {
  const { stream, bytes } = collect();
  const writer = createWorkbookWriter(stream);
  const columns = (header ?? []).map((text) => ({ header: text, width: 20 }));
  const sheet = await writer.addSheet("DL Import", columns);
  for (const row of rows) await sheet.addRow(row);
  await writer.finish();
  return bytes();
};

const csv = async (rows: string[][], delimiter: "," | ";" = ","): Promise<Buffer> => {
  const { stream, bytes } = collect();
  await writeCsv(stream, rows, { delimiter });
  return bytes();
};

const allOf = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
};

const readBack = async (source: Buffer, fileName = "a.xlsx"): Promise<(string | undefined)[][]> => {
  const book = await openWorkbook(source, { fileName });
  const rows = await allOf(book.rows());
  book.close();
  return rows.map(({ cells }) => cells.map((cell) => cell?.text));
};

const syllable = fc.constantFrom("Nguyễn", "Thị", "Phượng", "Đặng", "H'Mông", "Ksor", "nghĩa", "ỵ", "Ư");
const oddities = fc.constantFrom(
  "=1+1",
  "+84",
  "-1",
  "@x",
  "'=a",
  "''+b",
  "007",
  "\n",
  "\t",
  " ",
  '"',
  "<&>",
  "_x000D_",
  "\u0007",
  "\ud800",
  ";",
  ",",
  "𠀀",
);
const cell = fc
  .array(fc.oneof(syllable, oddities, fc.string({ unit: "grapheme", maxLength: 6 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(""));
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });

/** What can be read back: cleaned text, without cells and rows that clean to nothing. */
const expected = (rows: readonly (readonly string[])[], clean = storableText): (string | undefined)[][] =>
  rows
    .map((row) => {
      const cells = row.map((text) => clean(text) || undefined);
      while (cells.length > 0 && cells.at(-1) === undefined) cells.pop();
      return cells;
    })
    .filter((row) => row.length > 0);

describe("workbook writer", () => {
  it("gives back every text it was given", async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect(await readBack(await workbook(rows))).toEqual(expected(rows));
      }),
      { numRuns: 60 },
    );
  });

  it("writes text as text, numbers as numbers, and marks cells", async () => {
    const book = await openWorkbook(
      await workbook([["=1+1", { text: "sai", mark: "error" }, { number: 4 }, undefined, "x"]], ["a", "b"]),
    );
    const [header, row] = await allOf(book);
    expect(header?.cells.map((one) => one?.text)).toEqual(["a", "b"]);
    expect(row?.cells).toEqual([
      { text: "=1+1", kind: "text" },
      { text: "sai", kind: "text" },
      { text: "4", kind: "number" },
      undefined,
      { text: "x", kind: "text" },
    ]);
  });

  it("writes several sheets, names in Vietnamese, and the same bytes each time", async () => {
    const make = async () => {
      const { stream, bytes } = collect();
      const writer = createWorkbookWriter(stream);
      for (const name of ["DL Import", "Ghi chú & “hướng dẫn”"])
        await (await writer.addSheet(name)).addRow([name]);
      await writer.finish();
      return bytes();
    };
    const [first, second] = [await make(), await make()];
    expect(first.equals(second)).toBe(true);
    const book = await openWorkbook(first);
    expect(book.sheets).toEqual(["DL Import", "Ghi chú & “hướng dẫn”"]);
    expect((await allOf(book.rows("Ghi chú & “hướng dẫn”"))).map(({ sheet }) => sheet)).toHaveLength(1);
    await expect(allOf(book.rows("Khác"))).rejects.toThrow(RangeError);
  });

  it("fails when the target fails before the end", async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error("disk full")) });
    const writer = createWorkbookWriter(stream);
    const write = async () => {
      const sheet = await writer.addSheet("a");
      for (let row = 0; row < 3_000; row += 1)
        sheet.addRow([`${row} ${Math.sin(row)}`.repeat(9)])?.catch(() => {});
      await writer.finish();
    };
    await expect(write()).rejects.toThrow("disk full");
  });

  it("writes what is as long as its own reader takes, and refuses what is longer", async () => {
    const longest = "ế".repeat(32_767);
    expect(await readBack(await workbook([[longest]]))).toEqual([[longest]]);
    const eight = Array.from({ length: 8 }, (_, at) => (at === 0 ? "a" : longest));
    expect(await readBack(await workbook([eight]))).toEqual([eight]);
    const wide = Array.from({ length: 250 }, (_, at) => String(at));
    expect(await readBack(await workbook([wide]))).toEqual([wide]);
    for (const [row, reason] of [
      [[`${longest}a`], "cell-too-long"],
      [[{ text: `${longest}a`, mark: "error" }], "cell-too-long"],
      [[...eight, longest, longest], "row-too-long"],
      [[...wide, "250"], "too-many-columns"],
    ] as const) {
      const writer = createWorkbookWriter(collect().stream);
      const sheet = await writer.addSheet("a");
      expect(() => sheet.addRow(row)).toThrow(
        expect.objectContaining({ code: "workbook-refused", params: expect.objectContaining({ reason }) }),
      );
    }
  });

  it("fails when the target fails", async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error("disk full")) });
    const writer = createWorkbookWriter(stream);
    const sheet = await writer.addSheet("a");
    const write = async () => {
      for (let row = 0; row < 100_000; row += 1) await sheet.addRow([`${row} ${Math.sin(row)}`]);
      await writer.finish();
    };
    await expect(write()).rejects.toThrow("disk full");
  });
});

describe("csv writer", () => {
  it("gives back every text and never starts a cell with a formula", async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom("," as const, ";" as const), async (rows, delimiter) => {
        // The first line tells the delimiter, as a header does.
        const all = [["a", "b", "c", "d", "e"], ...rows];
        const bytes = await csv(all, delimiter);
        expect(await readBack(bytes, "a.csv")).toEqual(expected(all));
        const stored = parse(bytes, { bom: true, delimiter, relax_column_count: true }).flat();
        for (const cell of stored) expect(cell).not.toMatch(/^[=+\-@]/u);
      }),
      { numRuns: 60 },
    );
  });
});
