import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createCommandHandler, createInMemoryBlobs, createInMemoryEventStore } from "@sogoc/core";
import { schemaOfWritten } from "@sogoc/events";
import { withTemporaryFolder } from "@sogoc/http";
import { bookDecider } from "../domain/book.ts";
import { attachScans } from "../use-cases/attach-scans.ts";

/** A command of the book-keeper Thu, on the first of March. */
export const byBookKeeper = () => ({
  actor: { account: "thu", name: "Thu", roles: ["book-keeper" as const], unit: "u-1" },
  at: new Date("2026-03-01T12:00:00.000Z"),
  commandId: randomUUID(),
  correlationId: "c-1",
});

type Delivery = Parameters<typeof attachScans>[2];

/** The name that the ministry gives to the file of a case of the book. */
export const scanNameOf = (number: number): string => `KS.2008.01.2008-03-17.0${number}.pdf`;

/** The birth register 01/2008 of an empty shelf, and scans sent to it. */
export const registerBook = async () => {
  const commands = createCommandHandler({ store: createInMemoryEventStore(), schemaOf: schemaOfWritten });
  const blobs = createInMemoryBlobs();
  const bookId = randomUUID();
  const book = {
    bookId,
    unitId: "u-1",
    recordType: "KS" as const,
    bookNumber: "01/2008",
    openingYear: 2008,
    office: "UBND xã Mai Lâm",
  };
  await commands.handle(bookDecider, bookId, { type: "RegisterBook", data: book }, byBookKeeper());
  /** Sends one file of this content, in a unit without a limit. */
  const send = (fileName: string, content: Uint8Array, other: Partial<Delivery> = {}) =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, fileName);
      await writeFile(file, content);
      const share = { reserve: async () => undefined };
      const delivery = { file, fileName, wholeBook: false, share, ...other };
      return attachScans({ commands, blobs }, book, delivery, byBookKeeper());
    });
  return { commands, bookId, send };
};
