import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareLots } from "./prepared-lots.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("whole books that go out", () => {
  let stage: Stage;
  const { at, faults, look } = onStage(() => stage);
  const cards = (page: Page, book: string, standing: string) =>
    page.locator(`[data-export=${standing}]`, { hasText: book });
  /** Asks for the export of a book; what was written stands in the list. */
  const ask = async (manager: Page, book: string) => {
    await manager.locator("tbody tr", { hasText: book }).getByRole("button", { name: "Xuất" }).click();
    await cards(manager, book, "awaits-approval").waitFor();
  };
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      await prepareLots(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("wait for a second person, who is led to them and sees who asked", async () => {
    const manager = await at("dulieu", "/xuat-tep");
    await ask(manager, "02/2008");
    const own = cards(manager, "02/2008", "awaits-approval");
    await own.getByText("Chờ người thứ hai duyệt").waitFor();
    await expect.poll(() => own.getByRole("button").count()).toBe(0);
    await look(manager, "export-asked");

    const acceptor = await at("duyet", "/de-nghi");
    const notice = acceptor.locator("[data-notice=exports]");
    await notice.getByText("1 bản xuất cả sổ chờ bạn duyệt").waitFor();
    await notice.getByRole("link", { name: "Xem và quyết định" }).click();
    const waiting = cards(acceptor, "02/2008", "awaits-approval");
    await waiting.getByText("Người dulieu xin lúc").waitFor();
    await look(acceptor, "export-to-decide");
    await waiting.getByRole("button", { name: "Duyệt cho xuất" }).click();
    await cards(acceptor, "02/2008", "ready").getByText("Người duyet quyết định lúc").waitFor();
    await expect.poll(() => acceptor.getByRole("button", { name: "Tải bảng tính" }).count()).toBe(0);

    await manager.reload();
    const ready = cards(manager, "02/2008", "ready");
    await ready.getByText("tệp tự xóa lúc").waitFor();
    const download = manager.waitForEvent("download");
    await ready.getByRole("button", { name: "Tải bảng tính" }).click();
    expect((await download).suggestedFilename()).toContain("workbook.xlsx");
    await look(manager, "export-ready");
  });

  it("are kept back with a reason, and the second who decides is told who was first", async () => {
    const manager = await at("dulieu", "/xuat-tep");
    await ask(manager, "03/2008");
    const [first, second] = [await at("duyet", "/xuat-tep"), await at("chinh", "/xuat-tep")];
    const declineBy = async (page: Page, reason: string) => {
      await cards(page, "03/2008", "awaits-approval").getByRole("button", { name: "Không cho xuất" }).click();
      await page.locator("dialog[open] input[name=text]").fill(reason);
    };
    await declineBy(second, "Chưa có giấy đề nghị");
    await declineBy(first, "Chưa rõ gửi cho ai");
    await first.keyboard.press("Enter");
    await cards(first, "03/2008", "declined").getByText("Chưa rõ gửi cho ai").waitFor();
    await second.keyboard.press("Enter");
    await second.locator("[data-now]", { hasText: "Người duyet" }).waitFor();
    await expect.poll(() => second.inputValue("dialog[open] input[name=text]")).toBe("Chưa có giấy đề nghị");
    await look(second, "export-decided");
    await manager.reload();
    await cards(manager, "03/2008", "declined").getByText("Người duyet quyết định lúc").waitFor();
    await expect.poll(() => cards(manager, "03/2008", "declined").getByRole("button").count()).toBe(0);
  });
});
