import { describe, expect, it } from "vitest";
import type { JudgedRow } from "./judged-row.ts";
import { createPreparedRows } from "./prepared-rows.ts";

const row = (number: number): JudgedRow => ({
  sheet: "DL Import",
  row: number,
  texts: [String(number), "Nguyễn Văn An"],
  fields: { so: { raw: String(number) }, nksHoTen: { raw: "Nguyễn Văn An" } },
  bookNumber: "01/2008",
  so: String(number),
  cellProblems: [],
  findings: [],
  problems: [],
  status: "good",
});

const keep = async (prepared: ReturnType<typeof createPreparedRows>, importId: string, rows: JudgedRow[]) => {
  const kept = prepared.collect(importId);
  for (const one of rows) await kept.add([one]);
  await kept.finish();
};

describe("prepared rows", () => {
  it("come back once, in order, without what is judged anew", async () => {
    const prepared = createPreparedRows();
    await keep(prepared, "i1", [row(1), row(2)]);
    const [first = [], second = []] = [...(prepared.take("i1") ?? [])];
    expect(first).toEqual([
      {
        sheet: "DL Import",
        row: 1,
        texts: [],
        so: "1",
        bookNumber: "01/2008",
        fields: row(1).fields,
        cellProblems: [],
        findings: [],
      },
    ]);
    expect(second.map(({ row: number }) => number)).toEqual([2]);
    expect(prepared.take("i1")).toBeUndefined();
  });

  it("are gone when the import was dropped or is unknown", async () => {
    const prepared = createPreparedRows();
    await keep(prepared, "i1", [row(1)]);
    prepared.drop("i1");
    expect(prepared.take("i1")).toBeUndefined();
    expect(prepared.take("i2")).toBeUndefined();
  });

  it("make room: the oldest import goes first, and one that is too large is not kept", async () => {
    const prepared = createPreparedRows(400);
    await keep(prepared, "i1", [row(1)]);
    await keep(prepared, "i2", [row(2)]);
    await keep(
      prepared,
      "i3",
      Array.from({ length: 20 }, (_, index) => row(index)),
    );
    expect(prepared.take("i3")).toBeUndefined();
    await keep(prepared, "i4", [row(4), row(5)]);
    expect(prepared.take("i1")).toBeUndefined();
    expect(prepared.take("i4")).toBeDefined();
  });

  it("take no more room together while they are collected, and are kept whole or not at all", async () => {
    const prepared = createPreparedRows(400);
    const [first, second] = [prepared.collect("i1"), prepared.collect("i2")];
    await first.add([row(1)]);
    for (const number of [1, 2, 3]) await second.add([row(number)]);
    await first.add([row(2)]);
    await first.finish();
    expect(prepared.take("i1")).toBeUndefined();
    const third = prepared.collect("i3");
    await third.add([row(1)]);
    // Its preparation failed: it is no import to be written.
    expect(prepared.take("i3")).toBeUndefined();
  });
});
