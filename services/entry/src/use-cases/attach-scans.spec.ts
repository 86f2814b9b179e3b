import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createCommandHandler, createInMemoryBlobs, createInMemoryEventStore } from "@sogoc/core";
import { schemaOfWritten } from "@sogoc/events";
import { createPagePdf } from "@sogoc/files";
import { forgeZip } from "@sogoc/files/testing";
import { withTemporaryFolder } from "@sogoc/http";
import { expect, it } from "vitest";
import { bookDecider } from "../domain/book.ts";
import { attachScans } from "./attach-scans.ts";

const context = () => ({
  actor: { account: "thu", name: "Thu", roles: ["book-keeper" as const], unit: "u-1" },
  at: new Date("2026-03-01T12:00:00.000Z"),
  commandId: randomUUID(),
  correlationId: "c-1",
});

it("attaches no more of a zip once whoever sent it has left, and the rest when it comes again", async () => {
  const store = createInMemoryEventStore();
  const commands = createCommandHandler({ store, schemaOf: schemaOfWritten });
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
  await commands.handle(bookDecider, bookId, { type: "RegisterBook", data: book }, context());
  const entries = [1, 2, 3].map((number) => ({
    path: `KS.2008.01.2008-03-17.0${number}.pdf`,
    content: createPagePdf({ title: `trang ${number}`, fields: [] }),
  }));
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, "quet.zip");
    await writeFile(file, forgeZip(entries));
    const leaving = new AbortController();
    const delivery = {
      file,
      fileName: "quet.zip",
      wholeBook: false,
      // Asked once a scan was looked at: whoever sent it leaves meanwhile.
      share: { atLeast: async () => leaving.abort(new Error("left")) },
    };
    const sent = attachScans({ commands, blobs }, book, { ...delivery, left: leaving.signal }, context());
    await expect(sent).rejects.toThrow("left");
    const outcomes = await attachScans({ commands, blobs }, book, delivery, context());
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["unchanged", "attached", "attached"]);
  });
});
