import { createInMemoryReadModels } from "@sogoc/core";
import { createPagePdf } from "@sogoc/files";
import { beforeEach, describe, expect, it } from "vitest";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider } from "../domain/book.ts";
import { type BatchView, batches as batchModel } from "../read-models/batches.ts";
import { batchData } from "../testing/batch-events.ts";
import { byBookKeeper, registerBook, scanNameOf } from "../testing/registered-book.ts";
import { changeBookDetails } from "./change-book-details.ts";

/** Numbers 1 to 5 were accepted, 6 to 9 are being keyed. */
describe("a book of which a batch was accepted", () => {
  const furnish = async () => {
    const { commands, bookId, send: sendFile } = await registerBook();
    for (const [batchId, from, to] of [
      ["x-1", 1, 5],
      ["x-2", 6, 9],
    ] as const) {
      const allot = { type: "AllotNumbers", bookId, batchId, from, to } as const;
      await commands.handle(bookDecider, bookId, allot, byBookKeeper());
      const data = { ...batchData, batchId, bookId, from, to };
      await commands.handle(batchDecider, batchId, { type: "OpenBatch", data }, byBookKeeper());
    }
    const assign = { type: "AssignBatch", batchId: "x-1", accountId: "nam", displayName: "Nam" } as const;
    const now = "2026-03-01T12:00:00.000Z";
    await commands.handle(batchDecider, "x-1", { ...assign, now }, byBookKeeper());
    const submit = {
      type: "EndStage",
      accountId: "nam",
      as: "keyer",
      now,
      recordCount: 5,
      digest: "ab".repeat(32),
      notKeyedAgain: 0,
      differences: 0,
      senders: [],
    } as const;
    await commands.handle(batchDecider, "x-1", submit, byBookKeeper());
    const lock = { type: "LockBatch", batchId: "x-1", reviewId: "r-1", round: 1 } as const;

    const send = async (number: number, title: string, replace: boolean) => {
      const content = createPagePdf({ title, fields: [] });
      const { revision } = await commands.load(bookDecider, bookId);
      const replaceSeen = replace ? revision : undefined;
      const [outcome] = await sendFile(scanNameOf(number), content, { replacesRevision: replaceSeen });
      return outcome;
    };
    const readModels = createInMemoryReadModels();
    const freshnessOfAll = { head: async () => 0, reached: async () => true };
    const batches = await readModels.open<BatchView>(batchModel.definition);
    const access = { commands, batches, freshnessOfAll };
    const reason = "theo bìa sổ";
    const rename = (office: string) => changeBookDetails(access, bookId, { office, reason }, byBookKeeper());
    return {
      commands,
      access,
      bookId,
      send,
      rename,
      accept: () => commands.handle(batchDecider, "x-1", lock, byBookKeeper()),
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
    await commands.handle(bookDecider, bookId, allot, byBookKeeper());
    const data = { ...batchData, batchId: "x-3", bookId, from: 3, to: 3, secondCases: true as const };
    await commands.handle(batchDecider, "x-3", { type: "OpenBatch", data }, byBookKeeper());
    const again = await send(3, "trang 3, quét sau nghiệm thu", true);
    expect(again).toMatchObject({ outcome: "refused", reason: "accepted-case" });
  });

  it("keeps its office, and takes other words about it", async () => {
    const { access, bookId, rename, accept } = world;
    await rename("UBND xã Mai Lâm, huyện Thanh Lâm");
    await accept();
    await expect(rename("UBND xã Bình An")).rejects.toMatchObject({ code: "book-accepted" });
    await rename("UBND xã Mai Lâm, huyện Thanh Lâm");
    await changeBookDetails(
      access,
      bookId,
      { note: "bìa rách", pages: 90, reason: "đếm lại" },
      byBookKeeper(),
    );
  });
});
