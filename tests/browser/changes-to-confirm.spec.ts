import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer } from "../support/accepted-book.ts";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { drawScan, must } from "./prepared-book.ts";
import { prepareLots } from "./prepared-lots.ts";
import { type Stage, startStage } from "./stage.ts";

/** Opens a note's case from the list, and comes back. */
const openNote = async (page: Page, number: string) => {
  await page.getByRole("link", { name: `Mở trường hợp số ${number}` }).click();
  await page.getByText("Ghi chú theo quyết định").first().waitFor();
  await page.getByRole("link", { name: "Quay lại trang bàn giao" }).click();
  await page.locator(`[data-confirm-note='${number}'][data-opened=true]`).waitFor();
};

/** Opens a scan in the list, whose image is seen. */
const openCover = async (page: Page) => {
  const cover = page.locator("[data-confirm-scan=cover]");
  await cover.getByRole("button", { name: "Xem ảnh" }).click();
  await page.locator("[data-shown]:not([data-shown='']) canvas").waitFor();
  await page.locator("[data-confirm-scan=cover][data-opened=true]").waitFor();
};

describe.skipIf(withoutChromium())("what one person alone put beside an accepted book", () => {
  let stage: Stage;
  let [bookId, third] = ["", ""];
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test: TestProvince) => {
      const prepared = await prepareLots(test);
      bookId = prepared.handedOver;
      const manager = await test.signInAgain("dulieu");
      const lines = [1, 2, 3].map((number) => `${number},Thành công,`);
      must(await answer(manager, `review/v1/handovers/${bookId}`, lines));
      const wanted = { bookNumber: "05/2008" };
      const found = must(
        await manager.post<{ items: { id: string; number: string }[] }>("reporting/v1/search", wanted),
      );
      const decision = { number: "12/QĐ-UBND", day: "2026-02-03", issuedBy: "UBND xã Mai Lâm" };
      const idOf = (number: string) => found.items.find((one) => one.number === number)?.id ?? "";
      const note = { text: "Cải chính họ mẹ", decision };
      must(await manager.post(`entry/v1/records/${idOf("2")}/annotate`, note));
      third = idOf("3");
      const cover = "Cover.xamailam.CMC.A3.2008.05.pdf";
      const { keeper } = prepared.shelf;
      must(await keeper.upload(`entry/v1/books/${bookId}/scans`, cover, await drawScan("Cover")));
      await test.standalone.settled();
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("is confirmed by whoever did not add it, and one's own is left to another, with the reason", async () => {
    const manager = await at("dulieu", `/ban-giao/${bookId}`);
    const section = manager.locator("[data-to-confirm]");
    await section.getByText("2 ghi chú, ảnh thêm sau nghiệm thu, chờ người khác xác nhận").waitFor();
    const note = section.locator("[data-confirm-note='2']");
    await note.getByText("Cải chính họ mẹ").waitFor();
    await note.getByText("12/QĐ-UBND").waitFor();
    await note.getByText("Do bạn thêm: người khác xác nhận.").waitFor();
    const cover = section.locator("[data-confirm-scan=cover]");
    await cover.getByText("Người thu").waitFor();
    expect(await cover.getByText("Do bạn thêm").count()).toBe(0);
    // Nothing is confirmed that was not opened.
    const all = section.getByRole("button", { name: /mục đã mở/ });
    const alone = cover.getByRole("button", { name: "Đã xem, xác nhận: Ảnh bìa sổ" });
    await section.getByText("Còn 1 mục bạn chưa mở xem").waitFor();
    expect([await all.isDisabled(), await alone.isDisabled()]).toEqual([true, true]);
    await openCover(manager);
    await look(manager, "changes-to-confirm");
    await all.and(section.getByRole("button", { name: "Đã xem, xác nhận 1 mục đã mở" })).click();

    // The note is their own: nothing is left that they could confirm.
    await cover.waitFor({ state: "detached" });
    await section.locator("[data-barred=supplemented-by-yourself]").waitFor();
    expect(await section.getByRole("button").count()).toBe(0);
    await look(manager, "changes-to-confirm-own");
    // Whoever only looks at the book is told whose it is to confirm.
    const lead = await at("chinh", `/ban-giao/${bookId}`);
    const told = lead.locator("[data-to-confirm]");
    await told.getByText("Người quản lý dữ liệu hoặc người nghiệm thu xác nhận.").waitFor();
    await told.locator("button:disabled").waitFor();
  });

  it("does not go out before another person has looked at it, and then it does", async () => {
    const manager = await at("dulieu", `/ban-giao/${bookId}`);
    await manager.locator("[data-supplement='2']").waitFor();
    const make = manager.getByRole("button", { name: "Lập gói" });
    await manager.locator("[data-unconfirmed='1']").waitFor();
    expect(await make.isDisabled()).toBe(true);
    await look(manager, "changes-not-confirmed");

    const acceptor = await at("duyet", `/ban-giao/${bookId}`);
    const section = acceptor.locator("[data-to-confirm='1']");
    await section.waitFor();
    await openNote(acceptor, "2");
    // What came while they were looking is not confirmed unseen.
    const other = await at("dulieu", `/tra-cuu/${third}`);
    await other.getByRole("button", { name: "Ghi chú theo quyết định" }).click();
    await other.locator("dialog[open] #note-text").fill("Thay đổi nơi cư trú");
    await other.locator("dialog[open] #note-number").fill("15/QĐ-UBND");
    await other.locator("dialog[open] #note-day").fill("05.03.2026");
    await other.locator("dialog[open] #note-issuer").fill("UBND xã Mai Lâm");
    await other.locator("dialog[open] button[type=submit]").click();
    await other.locator("dialog[open]").waitFor({ state: "detached" });
    const all = section.getByRole("button", { name: "Đã xem, xác nhận 1 mục đã mở" });
    await all.click();
    await section.locator("[data-confirm-note='3']").waitFor();
    await section.locator("[data-confirm-note='2']").waitFor({ state: "detached" });
    await openNote(acceptor, "3");
    const later = acceptor.locator("[data-confirm-note='3']");
    await later.getByRole("button", { name: "Đã xem, xác nhận: Số 3" }).click();
    await section.waitFor({ state: "detached" });

    // Both go out now.
    await manager.reload();
    await make.click();
    await manager.getByRole("button", { name: "Ghi nhận đã bàn giao" }).click();
    await manager.getByRole("button", { name: "Chọn tệp kết quả" }).waitFor();
  });
});
