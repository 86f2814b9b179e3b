import { randomUUID } from "node:crypto";
import { createCommandHandler, createInMemoryBlobs, createInMemoryEventStore } from "@sogoc/core";
import { schemaOfWritten } from "@sogoc/events";
import { expect, it } from "vitest";
import type { Dependencies } from "../dependencies.ts";
import { countFewRecords, countLookUpSheet } from "./count-partial-export.ts";
import type { RegisteredBook } from "./get-book.ts";

const context = (account: string) => ({
  actor: { account, name: account, roles: ["data-manager" as const], unit: "u-1" },
  at: new Date("2026-03-10T02:00:00.000Z"),
  commandId: randomUUID(),
  correlationId: "c-1",
});

it("is one count, whoever asks whichever process for which piece", async () => {
  const store = createInMemoryEventStore();
  // Two processes: neither knows what the other writes, and nothing was told to read models yet.
  const processes = [1, 2].map(() => ({
    blobs: createInMemoryBlobs(),
    commands: createCommandHandler({ store, schemaOf: schemaOfWritten }),
    exports: { query: async () => ({ items: [] }) } as unknown as Dependencies<"exports">["exports"],
  }));
  const book = { details: { unitId: "u-1" }, records: 500 } as RegisteredBook;
  const pieces = Array.from({ length: 6 }, (_, piece) =>
    Array.from({ length: 5 }, (_, index) => `r-${piece}-${index}`),
  );
  const answers = await Promise.all(
    pieces.map((recordIds, index) => {
      const dependencies = processes[index % 2];
      if (!dependencies) throw new Error("no process");
      const wanted = { exportId: `x-${index}`, bookId: "b-1", recordIds, book };
      return countFewRecords(dependencies, wanted, context(index % 3 === 0 ? "mai" : "binh"));
    }),
  );
  // Twenty records are a few, whoever takes them; the others make a book of them.
  expect(answers.filter((countsAsFew) => countsAsFew)).toHaveLength(4);
  const [first] = processes;
  const again = { exportId: "x-0", bookId: "b-1", recordIds: pieces[0] ?? [], book };
  expect(await countFewRecords(first ?? never(), again, context("mai"))).toBe(answers[0]);
});

it("is one count of a person's day over all books, however many are asked for at once", async () => {
  const store = createInMemoryEventStore();
  const processes = [1, 2].map(() => ({
    blobs: createInMemoryBlobs(),
    commands: createCommandHandler({ store, schemaOf: schemaOfWritten }),
    exports: { query: async () => ({ items: [] }) } as unknown as Dependencies<"exports">["exports"],
  }));
  const book = { details: { unitId: "u-1" }, records: 40 } as RegisteredBook;
  const take = (account: string, number: number, at?: Date) => {
    const recordIds = Array.from({ length: 19 }, (_, index) => `r-${number}-${index}`);
    const wanted = { exportId: `${account}-${number}`, bookId: `b-${account}-${number}`, recordIds, book };
    return countFewRecords(processes[number % 2] ?? never(), wanted, {
      ...context(account),
      at: at ?? today,
    });
  };
  const today = new Date("2026-03-10T02:00:00.000Z");
  const answers = await Promise.all([0, 1, 2].map((number) => take("mai", number)));
  // Twice nineteen are a day's work, three times are an area.
  expect(answers.filter((isFew) => isFew)).toHaveLength(2);
  expect(await take("binh", 3)).toBe(true);
  // The day is that of Viet Nam.
  expect(await take("mai", 4, new Date("2026-03-10T16:59:00.000Z"))).toBe(false);
  expect(await take("mai", 5, new Date("2026-03-10T17:00:00.000Z"))).toBe(true);
});

it("is one count of a day with all who may have done it in somebody's place", async () => {
  const commands = createCommandHandler({ store: createInMemoryEventStore(), schemaOf: schemaOfWritten });
  const exports = { query: async () => ({ items: [] }) } as unknown as Dependencies<"exports">["exports"];
  const dependencies = { blobs: createInMemoryBlobs(), commands, exports };
  const at = "2026-03-10T01:00:00.000Z";
  const take = (account: string, number: number, setBy?: { account: string; opened?: true }) => {
    const recordIds = Array.from({ length: 19 }, (_, index) => `r-${number}-${index}`);
    const book = { details: { unitId: "u-1" }, records: 40 } as RegisteredBook;
    const wanted = { exportId: `x-${number}`, bookId: `b-${number}`, recordIds, book };
    const asked = context(account);
    const passwordSetBy = setBy && { ...setBy, at };
    return countFewRecords(dependencies, wanted, { ...asked, actor: { ...asked.actor, passwordSetBy } });
  };
  // An administrator takes a day's work under another's name, or with an account just opened.
  expect(await take("mai", 1, { account: "chinh" })).toBe(true);
  expect(await take("phu", 2, { account: "chinh", opened: true })).toBe(true);
  expect(await take("chinh", 3)).toBe(false);
  expect(await take("lan", 4, { account: "chinh" })).toBe(false);
  // What the administrator could not take is not counted with them whose password it was.
  expect(await take("lan", 5)).toBe(true);
  expect(await take("lan", 6)).toBe(true);
  expect(await take("lan", 7)).toBe(false);
  // What they take again is no more than it was.
  expect(await take("mai", 1, { account: "chinh" })).toBe(true);
  expect(await take("binh", 8)).toBe(true);
});

it("counts cases on paper with the day's others, each once", async () => {
  const commands = createCommandHandler({ store: createInMemoryEventStore(), schemaOf: schemaOfWritten });
  const exports = { query: async () => ({ items: [] }) } as unknown as Dependencies<"exports">["exports"];
  const dependencies = { blobs: createInMemoryBlobs(), commands, exports };
  const book = { details: { unitId: "u-1" }, records: 500 } as RegisteredBook;
  const print = (account: string, number: number) => {
    const wanted = { bookId: `b-${Math.floor(number / 15)}`, recordId: `r-${number}`, book };
    return countLookUpSheet(dependencies, wanted, context(account));
  };
  const recordIds = Array.from({ length: 10 }, (_, index) => `x-${index}`);
  const wanted = { exportId: "x", bookId: "b-x", recordIds, book };
  expect(await countFewRecords(dependencies, wanted, context("mai"))).toBe(true);
  for (let number = 0; number < 30; number++) expect(await print("mai", number)).toBeUndefined();
  expect(await print("mai", 30)).toBe("sheets-of-a-day");
  expect(await print("mai", 7)).toBeUndefined();
  expect(
    await countFewRecords(dependencies, { ...wanted, exportId: "y", recordIds: ["y"] }, context("mai")),
  ).toBe(false);
  expect(await print("binh", 31)).toBeUndefined();
});

it("counts nowhere what it refuses: neither at the book for colleagues, nor in the day for the person", async () => {
  const commands = createCommandHandler({ store: createInMemoryEventStore(), schemaOf: schemaOfWritten });
  const exports = { query: async () => ({ items: [] }) } as unknown as Dependencies<"exports">["exports"];
  const dependencies = { blobs: createInMemoryBlobs(), commands, exports };
  const book = { details: { unitId: "u-1" }, records: 12 } as RegisteredBook;
  const print = (account: string, bookId: string, number: number) => {
    const wanted = { bookId, recordId: `${bookId}-${number}`, book };
    return countLookUpSheet(dependencies, wanted, context(account));
  };
  const take = (account: string, bookId: string, ...numbers: readonly number[]) => {
    const recordIds = numbers.map((number) => `${bookId}-${number}`);
    const wanted = { exportId: randomUUID(), bookId, recordIds, book };
    return countFewRecords(dependencies, wanted, context(account));
  };
  const five = [0, 1, 2, 3, 4];
  for (const full of ["a", "b", "c", "d", "e", "f", "g"])
    for (const number of five) expect(await print("mai", full, number)).toBeUndefined();
  // Refused by the book, they are none of the day's, which takes five more.
  for (const number of [5, 6]) expect(await print("mai", "a", number)).toBe("sheets-amount-to-book");
  expect(await take("mai", "b", 5)).toBe(false);
  for (const number of five) expect(await print("mai", "h", number)).toBeUndefined();
  // Refused by the day, they are none of the book's.
  for (const number of five) expect(await print("mai", "i", number)).toBe("sheets-of-a-day");
  expect(await take("mai", "i", ...five)).toBe(false);
  for (const number of [7, 8, 9, 10, 11]) expect(await print("binh", "i", number)).toBeUndefined();
  expect(await print("binh", "i", 6)).toBe("sheets-amount-to-book");
});

const never = (): never => {
  throw new Error("no process");
};
