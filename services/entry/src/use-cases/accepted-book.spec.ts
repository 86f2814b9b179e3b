import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createCommandHandler, createInMemoryBlobs, createInMemoryEventStore } from "@sogoc/core";
import { schemaOfWritten } from "@sogoc/events";
import { createPagePdf } from "@sogoc/files";
import { withTemporaryFolder } from "@sogoc/http";
import { beforeEach, describe, expect, it } from "vitest";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider } from "../domain/book.ts";
import { batchData } from "../testing/batch-events.ts";
import { attachScans } from "./attach-scans.ts";
import { changeBookDetails } from "./change-book-details.ts";

const context = () => ({
  actor: { account: "thu", name: "Thu", roles: ["book-keeper" as const], unit: "u-1" },
  at: new Date("2026-03-01T12:00:00.000Z"),
  commandId: randomUUID(),
  correlationId: "c-1",
});

/** Numbers 1 to 5 were accepted, 6 to 9 are being keyed. */
describe("a book of which a batch was accepted", () => {
  const furnish = async () => {
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
    await commands.handle(bookDecider, bookId, { type: "RegisterBook", data: book }, context());
    for (const [batchId, from, to] of [
      ["x-1", 1, 5],
      ["x-2", 6, 9],
    ] as const) {
      const allot = { type: "AllotNumbers", bookId, batchId, from, to } as const;
      await commands.handle(bookDecider, bookId, allot, context());
      const data = { ...batchData, batchId, bookId, from, to };
      await commands.handle(batchDecider, batchId, { type: "OpenBatch", data }, context());
    }
    const assign = { type: "AssignBatch", batchId: "x-1", accountId: "nam", displayName: "Nam" } as const;
    const now = "2026-03-01T12:00:00.000Z";
    await commands.handle(batchDecider, "x-1", { ...assign, now }, context());
    const submit = {
      type: "SubmitBatch",
      accountId: "nam",
      as: "keyer",
      now,
      recordCount: 5,
      digest: "ab".repeat(32),
      notKeyedAgain: 0,
      differences: 0,
      preparedBy: [],
    } as const;
    await commands.handle(batchDecider, "x-1", submit, context());
    const lock = { type: "LockBatch", batchId: "x-1", reviewId: "r-1", round: 1 } as const;

    const send = (number: number, title: string, replace: boolean) =>
      withTemporaryFolder(async (folder) => {
        const { revision } = await commands.load(bookDecider, bookId);
        const replaceSeen = replace ? revision : undefined;
        const fileName = `KS.2008.01.2008-03-17.0${number}.pdf`;
        const file = join(folder, fileName);
        await writeFile(file, createPagePdf({ title, fields: [] }));
        const share = { atLeast: async () => undefined };
        const delivery = { file, fileName, replaceSeen, wholeBook: false, share };
        const [outcome] = await attachScans({ commands, blobs }, book, delivery, context());
        return outcome;
      });
    const reason = "theo bìa sổ";
    const rename = (office: string) => changeBookDetails(commands, bookId, { office, reason }, context());
    return {
      commands,
      bookId,
      send,
      rename,
      accept: () => commands.handle(batchDecider, "x-1", lock, context()),
    };
  };
  let world: Awaited<ReturnType<typeof furnish>>;
  beforeEach(async () => {
    world = await furnish();
  });

  it("keeps the scans that its cases were accepted with", async () => {
    const { send, accept } = world;
    expect(await send(3, "trang 3", false)).toMatchObject({ outcome: "attached" });
    expect(await send(3, "trang 3, quét lại", true)).toMatchObject({ outcome: "attached" });
    await accept();
    expect(await send(3, "trang 3, quét sau nghiệm thu", true)).toMatchObject({
      outcome: "refused",
      reason: "accepted-case",
      detailVi: expect.stringContaining("đã nghiệm thu"),
    });
    expect(await send(3, "trang 3, quét lại", true)).toMatchObject({ outcome: "unchanged" });
    // A case that had none gets its first, and what is still being keyed may be scanned anew.
    expect(await send(4, "trang 4", true)).toMatchObject({ outcome: "attached" });
    expect(await send(7, "trang 7", false)).toMatchObject({ outcome: "attached" });
    expect(await send(7, "trang 7, quét lại", true)).toMatchObject({ outcome: "attached" });
  });

  it("keeps them also where a second case of their number is being keyed", async () => {
    const { commands, bookId, send, accept } = world;
    expect(await send(3, "trang 3", false)).toMatchObject({ outcome: "attached" });
    await accept();
    const allot = {
      type: "AllotNumbers",
      bookId,
      batchId: "x-3",
      from: 3,
      to: 3,
      givenUpBy: ["x-1"],
      secondCases: true,
    } as const;
    await commands.handle(bookDecider, bookId, allot, context());
    const data = { ...batchData, batchId: "x-3", bookId, from: 3, to: 3, secondCases: true as const };
    await commands.handle(batchDecider, "x-3", { type: "OpenBatch", data }, context());
    const again = await send(3, "trang 3, quét sau nghiệm thu", true);
    expect(again).toMatchObject({ outcome: "refused", reason: "accepted-case" });
  });

  it("keeps its office, and takes other words about it", async () => {
    const { commands, bookId, rename, accept } = world;
    await rename("UBND xã Mai Lâm, huyện Thanh Lâm");
    await accept();
    await expect(rename("UBND xã Bình An")).rejects.toMatchObject({ code: "book-accepted" });
    await rename("UBND xã Mai Lâm, huyện Thanh Lâm");
    await changeBookDetails(commands, bookId, { note: "bìa rách", pages: 90, reason: "đếm lại" }, context());
  });
});
