import { createCommandHandler, createInMemoryEventStore, createInMemoryReadModels } from "@sogoc/core";
import { type DataOf, schemaOfWritten } from "@sogoc/events";
import { beforeEach, describe, expect, it } from "vitest";
import { bookDecider } from "../domain/book.ts";
import { bookIdOf, oldBookIdOf } from "../domain/identity.ts";
import { type BookView, books as bookModel } from "../read-models/books.ts";
import { type FindSameBookDependencies, findIdOfSameBook, toBookRegistered } from "./find-id-of-same-book.ts";

const contextOf = (commandId: string) => ({
  actor: { account: "thu", name: "Thu", roles: ["book-keeper" as const], unit: "u-1" },
  at: new Date("2026-03-01T12:00:00.000Z"),
  commandId,
  correlationId: "c-1",
});
const bookOf = (office: string) =>
  toBookRegistered({ unitId: "u-1", recordType: "KS", bookNumber: "05/2009", office });

describe("the identity of a book", () => {
  it("is one for every spelling that looks the same on paper (public cases 05 and 15)", () => {
    const idOf = (office: string) => bookOf(office).bookId;
    expect(idOf("UBND Xã Ðắk Hà")).toBe(idOf("UBND Xã Đắk Hà"));
    // A Cyrillic a and a Greek capital A, full-width letters, a mark set twice.
    for (const office of ["UBND Xã Đắk Hа", "UBND Xã Đắk НΑ", "ＵＢＮＤ Xã Đắk Hà", "UBND Xã Đắ\u0301k Hà"])
      expect(idOf(office)).toBe(idOf("UBND Xã Đắk Hà"));
    const spellings = ["UBND Xã Ea H'leo", "UBND Xã Ea H’leo", "UBND xã Ea-H'leo", "ubnd xã  ea h‘leo"];
    expect(new Set(spellings.map(idOf)).size).toBe(1);
    expect(idOf("UBND xã Ea H'leo")).not.toBe(idOf("UBND xã Ea Hiao"));
  });

  it("is the stored one where nothing was written that folds anew", () => {
    const book = bookOf("UBND xã Bình An, huyện Thanh Lâm");
    // Made by the program of 0.1.0.
    expect(book.bookId).toBe(oldBookIdOf(book));
    const old = { unitId: "u-1", recordType: "KS", bookNumber: "05/2009", office: "UBND xã Ea-H'leo" };
    expect(bookIdOf(old)).not.toBe(oldBookIdOf(old));
  });
});

describe("a book that is there under another spelling", () => {
  let known: FindSameBookDependencies;
  let register: (data: DataOf<"BookRegistered">) => Promise<unknown>;
  beforeEach(async () => {
    const commands = createCommandHandler({ store: createInMemoryEventStore(), schemaOf: schemaOfWritten });
    known = { commands, books: await createInMemoryReadModels().open<BookView>(bookModel.definition) };
    register = (data) =>
      commands.handle(bookDecider, data.bookId, { type: "RegisterBook", data }, contextOf(data.bookId));
  });

  it("is found by the id that it got when spellings told books apart", async () => {
    const book = bookOf("UBND Xã Ea H’leo");
    expect(await findIdOfSameBook(known, book)).toBeUndefined();
    const oldId = oldBookIdOf(book);
    await register({ ...book, bookId: oldId });
    expect(await findIdOfSameBook(known, book)).toBe(oldId);
  });

  it("is none where its own registration is sent again", async () => {
    const book = bookOf("UBND xã Bình An");
    await register(book);
    expect(await findIdOfSameBook(known, book)).toBeUndefined();
  });
});
