import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyUnitTree, evolveUnitTree } from "@sogoc/access";
import { createCommandHandler, createInMemoryEventStore, createInMemoryReadModels } from "@sogoc/core";
import { schemaOfWritten } from "@sogoc/events";
import { withTemporaryFolder } from "@sogoc/http";
import { describe, expect, it } from "vitest";
import { type BookView, books as bookModel } from "../read-models/books.ts";
import { type ReadInventoryRow, registerInventory } from "./register-inventory.ts";

const contextOf = (commandId: string) => ({
  actor: { account: "thu", name: "Thu", roles: ["book-keeper" as const], unit: "u-1" },
  at: new Date("2026-03-01T12:00:00.000Z"),
  commandId,
  correlationId: "c-1",
});

const readRow: ReadInventoryRow = ({ recordType, bookNumber = "", office = "", pages }) =>
  recordType === "KS"
    ? { book: { unitId: "u-1", recordType, bookNumber, office, pages: Number(pages) } }
    : { detail: "Loại sổ", detailEn: "Book type" };

const tree = evolveUnitTree(emptyUnitTree, {
  type: "UnitRegistered",
  data: { unitId: "u-1", kind: "commune", name: "Xã Bình An", parentId: null, from: "2000-01-01" },
});
const directory = { tree: () => tree };

const start = () => {
  const store = createInMemoryEventStore();
  const commands = createCommandHandler({ store, schemaOf: schemaOfWritten });
  const register = (commandId: string, lines: readonly string[], unitId = "u-1") =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, "kiem-ke.csv");
      await writeFile(file, `${lines.join("\n")}\n`);
      const books = await createInMemoryReadModels().open<BookView>(bookModel.definition);
      return registerInventory(
        { commands, books, directory },
        unitId,
        { file, fileName: "kiem-ke.csv" },
        readRow,
        contextOf(commandId),
      );
    });
  return { store, register };
};

const header = "Loại sổ,Quyển số,Nơi đăng ký,Số trang,Kệ";
const said = (outcomes: Awaited<ReturnType<typeof registerInventory>>) =>
  outcomes.map(({ row, outcome, bookNumber, detail }) => [row, outcome, bookNumber ?? detail]);

describe("an inventory", () => {
  it("registers each row by itself, and says what is wrong with the others", async () => {
    const { register } = start();
    const lines = [
      header,
      "KS,1/2008,UBND xã Bình An,100,A1",
      "XX,02/2008,UBND xã Bình An,100,A1",
      "KS,01/2008,UBND xã Bình An,100,A1",
      "KS,03/2008,UBND xã Bình An,90,A2",
    ];
    expect(said(await register("first", lines))).toEqual([
      [2, "registered", "01/2008"],
      [3, "refused", "Loại sổ"],
      [4, "exists", "01/2008"],
      [5, "registered", "03/2008"],
    ]);
  });

  it("is refused as a whole for a unit that is not there", async () => {
    const lines = [header, "KS,01/2008,UBND xã Bình An,100,A1"];
    await expect(start().register("first", lines, "u-9")).rejects.toMatchObject({ code: "unit-unknown" });
  });

  it("has one effect when it is sent again, and finds the books there later", async () => {
    const { store, register } = start();
    const lines = [header, "KS,01/2008,UBND xã Bình An,100,A1"];
    await register("first", lines);
    const head = await store.head();
    expect(said(await register("first", lines))).toEqual([[2, "registered", "01/2008"]]);
    expect(said(await register("second", lines))).toEqual([[2, "exists", "01/2008"]]);
    expect(await store.head()).toBe(head);
  });

  it("passes over rows that say nothing of a book, and knows columns by their plain names", async () => {
    const { register } = start();
    const lines = ["loai so,QUYEN SO,office,pages,Kệ", ",,,,", "KS,04/2008,UBND xã Bình An,80,A3"];
    expect(said(await register("first", lines)).at(-1)).toEqual([3, "registered", "04/2008"]);
  });
});
