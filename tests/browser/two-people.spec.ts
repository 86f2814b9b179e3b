import { createPagePdf } from "@sogoc/files";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareBook } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

const overtaken = (page: Page) => page.getByRole("alert").filter({ hasText: "đã được người khác thay đổi" });

describe.skipIf(withoutChromium())("two people who change the same thing", () => {
  let stage: Stage;
  const { faults, look } = onStage(() => stage);
  /** Two windows on the same page, as two administrators have it before them. */
  const both = async (name: string, path: string): Promise<readonly [Page, Page]> => [
    await stage.openAt(name, path),
    await stage.openAt(name, path),
  ];
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 1 }));
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("sees the limits that the first one set, and keeps the reason that they typed", async () => {
    const [first, second] = await both("chinh", "/nghiem-thu/gioi-han");
    for (const [page, key, reason] of [
      [first, "4", "Sổ cũ, chữ mờ"],
      [second, "6.5", "Lý do của người thứ hai"],
    ] as const) {
      await page.selectOption("#key", key);
      await page.fill("#reason", reason);
    }
    await first.selectOption("#other", "10");
    await first.getByRole("button", { name: "Đặt giới hạn" }).click();
    await first.locator("td", { hasText: "Sổ cũ, chữ mờ" }).waitFor();
    await second.getByRole("button", { name: "Đặt giới hạn" }).click();
    await overtaken(second).waitFor();
    await second.locator("td", { hasText: "Sổ cũ, chữ mờ" }).waitFor();
    await expect.poll(() => second.inputValue("#reason")).toBe("Lý do của người thứ hai");
    await expect.poll(() => second.inputValue("#key")).toBe("6.5");
    await second.locator(".field [data-now]", { hasText: "4 %" }).waitFor();
    // What the second did not touch is what the first set, and stays so.
    await expect.poll(() => second.inputValue("#other")).toBe("10");
    await look(second, "limits-overtaken");
    await second.getByRole("button", { name: "Đặt giới hạn" }).click();
    const [latest, earlier] = await Promise.all(
      ["Lý do của người thứ hai", "Sổ cũ, chữ mờ"].map((reason) =>
        second.locator("tbody tr", { hasText: reason }).textContent(),
      ),
    );
    // From what to what, who, and when in Vietnamese time.
    expect(latest).toContain("4 % → 6,5 %");
    expect(latest).not.toContain("10 % →");
    // The first was set after what the unit went by until then.
    expect(earlier).toContain("1 % → 4 %");
    expect(earlier).toContain("4 % → 10 %");
    expect(earlier).toContain("Người chinh");
    expect(earlier).toMatch(/\d\d:\d\d \d\d\/\d\d\/\d{4}/u);
  });

  it("sees the name that the first one gave a unit, and keeps theirs", async () => {
    const [first, second] = await both("admin", "/don-vi");
    for (const [page, name] of [
      [first, "Xã Bình Yên"],
      [second, "Xã Bình Minh"],
    ] as const) {
      await page.getByRole("button", { name: "Đổi tên: Xã Bình An" }).click();
      await page.locator("dialog[open] input[name=text]").fill(name);
    }
    await first.keyboard.press("Enter");
    await first.locator("dialog[open]").waitFor({ state: "detached" });
    await second.keyboard.press("Enter");
    await overtaken(second).waitFor();
    await second.locator("[data-now]", { hasText: "Xã Bình Yên" }).waitFor();
    await expect.poll(() => second.inputValue("dialog[open] input[name=text]")).toBe("Xã Bình Minh");
    await look(second, "units-overtaken");
  });

  it("sees that the first one suspended an account, and keeps the reason for taking a role away", async () => {
    const [first, second] = await both("chinh", "/tai-khoan");
    await second.getByRole("button", { name: "Thu hồi vai trò: Kiểm tra" }).click();
    await second.locator("dialog[open] input[name=text]").fill("chuyển sang việc khác");
    await first.locator("tr", { hasText: "kiem" }).getByRole("button", { name: "Khóa" }).click();
    await first.locator("dialog[open] input[name=text]").fill("nghỉ việc");
    await first.keyboard.press("Enter");
    await first.locator("dialog[open]").waitFor({ state: "detached" });
    await second.keyboard.press("Enter");
    await overtaken(second).waitFor();
    await second.locator("[data-now]").waitFor();
    await expect.poll(() => second.inputValue("dialog[open] input[name=text]")).toBe("chuyển sang việc khác");
    await look(second, "accounts-overtaken");
    await second.keyboard.press("Enter");
    await second.locator("dialog[open]").waitFor({ state: "detached" });
  });

  it("sees what the first one wrote down of a book, and keeps theirs", async () => {
    const [first, second] = await both("thu", "/so");
    for (const [page, pages] of [
      [first, "90"],
      [second, "91"],
    ] as const) {
      await page.getByRole("button", { name: "Lô và ảnh" }).click();
      await page.getByRole("button", { name: "Sửa thông tin sổ" }).click();
      await page.fill("#detail-pages", pages);
      await page.fill("#detail-reason", "đếm lại");
    }
    await first.keyboard.press("Enter");
    await first.locator("dialog[open]").waitFor({ state: "detached" });
    await second.keyboard.press("Enter");
    await overtaken(second).waitFor();
    await second.locator("[data-now]", { hasText: "Số trang: 90" }).waitFor();
    await expect.poll(() => second.inputValue("#detail-pages")).toBe("91");
    await look(second, "book-overtaken");
  });

  it("sees the scan that the first one put in the place of the old one, before theirs takes it", async () => {
    const [first, second] = await both("thu", "/so");
    for (const page of [first, second]) {
      await page.getByRole("button", { name: "Lô và ảnh" }).click();
      await page.locator("input[type=file][accept='.pdf,.zip']").setInputFiles({
        name: "KS.2008.01.2008-03-17.01.pdf",
        mimeType: "application/pdf",
        buffer: Buffer.from(createPagePdf({ title: `quét lại: ${page === first}`, fields: [] })),
      });
      await page.getByRole("button", { name: "Xem ảnh đang có, rồi thay" }).click();
      await page.locator("dialog[open] [data-there]").waitFor();
    }
    const there = (page: Page) => page.locator("dialog[open] [data-there]").getAttribute("data-there");
    const before = await there(second);
    await first.locator("dialog[open] button[type=submit]").click();
    await first.locator("dialog[open]").waitFor({ state: "detached" });
    await second.locator("dialog[open] button[type=submit]").click();
    await overtaken(second).waitFor();
    await expect.poll(() => there(second)).not.toBe(before);
    await look(second, "scan-overtaken");
    await second.locator("dialog[open] button[type=submit]:not([disabled])").click();
    await second.getByText("Gắn 1, có sẵn 0, từ chối 0").waitFor();
  });
});
