import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer } from "../support/accepted-book.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { prepareLots } from "./prepared-lots.ts";
import { type Stage, startStage } from "./stage.ts";

interface Shown {
  readonly toConfirm: { readonly notes: readonly { recordId: string; revision: number }[] };
}

describe.skipIf(withoutChromium())("a book that is loaded and all of which goes out once more", () => {
  let stage: Stage;
  let bookId = "";
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      bookId = (await prepareLots(test)).handedOver;
      const manager = await test.signInAgain("dulieu");
      const lines = [1, 2, 3].map((number) => `${number},Thành công,`);
      must(await answer(manager, `review/v1/handovers/${bookId}`, lines));
      const wanted = { bookNumber: "05/2008" };
      const found = must(await manager.post<{ items: { id: string }[] }>("reporting/v1/search", wanted));
      const decision = { number: "12/QĐ-UBND", day: "2026-02-03", issuedBy: "UBND xã" };
      for (const { id } of found.items)
        must(await manager.post(`entry/v1/records/${id}/annotate`, { text: "Theo quyết định", decision }));
      // Whoever accepts looks at the notes before they go out.
      const acceptor = await test.signInAgain("duyet");
      const path = `review/v1/handovers/${bookId}`;
      await test.standalone.settled();
      const { toConfirm } = must(await acceptor.get<Shown>(path));
      const notes = toConfirm.notes.map(({ recordId, revision }) => ({ recordId, revision }));
      must(await acceptor.post(`${path}/confirm-changes`, { notes, scans: [] }));
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("waits for a second person, and its package is found again once that person has let it go", async () => {
    const manager = await at("dulieu", `/ban-giao/${bookId}`);
    await manager.locator("[data-supplement='3']").waitFor();
    await manager.getByRole("button", { name: "Lập gói" }).click();
    const waits = manager.getByText("Chờ người thứ hai duyệt");
    await waits.waitFor();
    await expect.poll(() => manager.getByRole("button", { name: "Ghi nhận đã bàn giao" }).count()).toBe(0);
    await look(manager, "package-waits");
    await manager.reload();
    await waits.waitFor();
    const acceptor = await at("duyet", "/xuat-tep");
    const waiting = acceptor.locator("[data-export=awaits-approval]", { hasText: "05/2008" });
    await waiting.getByRole("button", { name: "Duyệt cho xuất" }).click();
    await waiting.waitFor({ state: "detached" });
    await manager.reload();
    await manager.getByRole("button", { name: "Ghi nhận đã bàn giao" }).click();
    await manager.getByRole("button", { name: "Chọn tệp kết quả" }).waitFor();
    await expect.poll(() => manager.locator("[data-supplement]").count()).toBe(0);
  });
});
