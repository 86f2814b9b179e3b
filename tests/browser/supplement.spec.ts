import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { prepareLots } from "./prepared-lots.ts";
import { type Stage, startStage } from "./stage.ts";

const overtaken = (page: Page) => page.getByRole("alert").filter({ hasText: "đã được người khác thay đổi" });

describe.skipIf(withoutChromium())("a book whose package is answered", () => {
  let stage: Stage;
  let [bookId, recordId] = ["", ""];
  const { at, faults, look } = onStage(() => stage);
  const both = async (who: string, path: string): Promise<readonly [Page, Page]> => [
    await at(who, path),
    await at(who, path),
  ];
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      bookId = (await prepareLots(test)).handedOver;
      const manager = await test.signInAgain("dulieu");
      const wanted = { bookNumber: "05/2008" };
      const found = must(
        await manager.post<{ items: { id: string; number: string }[] }>("reporting/v1/search", wanted),
      );
      recordId = found.items.find(({ number }) => number === "2")?.id ?? "";
      expect(recordId).not.toBe("");
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("tells the second of two who name the columns of the answer, and keeps what they chose", async () => {
    const [first, second] = await both("dulieu", `/ban-giao/${bookId}`);
    const lines = ["Mã,Cột A,Cột B", "x1,1,xong", "x2,2,xong", "x3,3,xong", ""];
    for (const page of [first, second]) {
      const buffer = Buffer.from(lines.join("\n"));
      const file = { name: "tra-ve.csv", mimeType: "text/csv", buffer };
      await page.locator("input[type=file]").setInputFiles(file);
      await page.locator("form[data-mapping=false]").waitFor();
      await page.selectOption("#column-number", { label: "Cột A" });
      await page.selectOption("#column-status", { label: "Cột B" });
      const isLoaded = page.getByRole("group", { name: "Chữ nào nghĩa là đã nạp?" });
      await isLoaded.getByRole("checkbox", { name: "xong" }).check();
      await page.locator("form[data-mapping=true]").waitFor();
    }
    const record = (page: Page) => page.getByRole("button", { name: "Ghi nhận kết quả" }).click();
    await record(first);
    await first.locator("[data-figure=loaded]", { hasText: "3" }).waitFor();
    await record(second);
    await overtaken(second).waitFor();
    await second.locator("[data-figure=loaded]", { hasText: "3" }).waitFor();
    await expect.poll(() => second.locator("#column-number option:checked").textContent()).toBe("Cột A");
    await expect.poll(() => second.getByRole("checkbox", { name: "xong" }).first().isChecked()).toBe(true);
    await look(second, "answer-overtaken");
  });

  it("takes a correction with its reason, which whoever decides reads, and tells the second who decides", async () => {
    const manager = await at("dulieu", `/tra-cuu/${recordId}`);
    await manager.locator("[data-field-row=meHoTen]").getByRole("button", { name: "Đề nghị sửa" }).click();
    await manager.locator("dialog[open] #value").fill("Trần Thị Hòa");
    await look(manager, "correction-reason");
    // Without a reason nothing is sent.
    await manager.keyboard.press("Enter");
    await manager.locator("dialog[open] #reason:invalid").waitFor();
    await manager.locator("dialog[open] #reason").fill("Đối chiếu lại với bản trích lục");
    await manager.keyboard.press("Enter");
    await manager.getByText("Đã gửi. Người nghiệm thu sẽ quyết định.").waitFor();

    const [first, second] = await both("duyet", "/de-nghi");
    const request = (page: Page) =>
      page.locator("[data-correction=requested]", { hasText: "Đối chiếu lại với bản trích lục" });
    for (const page of [first, second]) await request(page).getByText("Trần Thị Hòa").waitFor();
    await look(first, "correction-to-decide");
    await request(second).getByRole("button", { name: "Từ chối" }).click();
    await second.locator("dialog[open] input[name=text]").fill("Bản trích lục ghi khác");
    await request(first).getByRole("button", { name: "Duyệt" }).click();
    await request(first).waitFor({ state: "detached" });
    await second.keyboard.press("Enter");
    await overtaken(second).waitFor();
    await second.locator("[data-now]", { hasText: "Người duyet" }).waitFor();
    await expect
      .poll(() => second.locator("dialog[open] input[name=text]").inputValue())
      .toBe("Bản trích lục ghi khác");
    await expect.poll(() => second.locator("dialog[open] button[type=submit]").count()).toBe(0);
    await look(second, "correction-decided");
    await manager.goto(`${stage.address}/de-nghi`);
    const own = manager.locator("[data-correction=applied]", { hasText: "Đối chiếu lại với bản trích lục" });
    await own.getByText("Người duyet").waitFor();
  });

  it("lists what goes out with the supplement, and sends it, all of it and nothing beside it", async () => {
    const manager = await at("dulieu", `/ban-giao/${bookId}`);
    await manager.locator("[data-figure=changed]", { hasText: "1" }).waitFor();
    await manager.locator("#supplement-title").waitFor();
    await manager.locator("[data-supplement='2']").waitFor();
    await expect.poll(() => manager.locator("[data-supplement]").count()).toBe(1);
    await look(manager, "supplement");
    await manager.getByRole("button", { name: "Lập gói" }).click();
    await manager.locator("[data-phase=finished]").waitFor();
    await look(manager, "supplement-made");
    // Whoever comes back finds the package that they made, and may have sent already.
    await manager.reload();
    await manager.locator("[data-phase=finished]").waitFor();
    await manager.getByRole("button", { name: "Lập lại gói" }).waitFor();
    await manager.getByRole("button", { name: "Ghi nhận đã bàn giao" }).click();
    await manager.getByRole("button", { name: "Chọn tệp kết quả" }).waitFor();
    await expect.poll(() => manager.locator("[data-supplement]").count()).toBe(0);
    await look(manager, "supplement-sent");
  });
});
