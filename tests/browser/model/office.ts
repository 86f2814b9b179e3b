import type { Page } from "playwright-core";
import { expect } from "vitest";
import { drawScan } from "../prepared-book.ts";
import { CASES, type Clerk } from "./job.ts";

/** What those do who take a book in, check it and decide on it. */

export const registerBook = async (page: Page, number: string) => {
  await page.fill("#number", number);
  await page.fill("#office", "UBND xã Mai Lâm");
  await page.fill("#expected", String(CASES));
  await page.keyboard.press("Enter");
  await openShelf(page, number);
  const [volume, year] = number.split("/");
  for (let at = 1; at <= CASES; at++) {
    const buffer = Buffer.from(await drawScan(`${number}: No. ${at}`));
    const name = `KS.${year}.${volume}.${year}-03-17.${String(at).padStart(3, "0")}.pdf`;
    await page
      .locator("input[type=file][accept*=pdf]")
      .setInputFiles({ name, mimeType: "application/pdf", buffer });
    await page.locator("tr", { hasText: number }).locator("td.number").nth(1).getByText(String(at)).waitFor();
  }
  await page.getByRole("button", { name: "Mở lô" }).click();
  await page.getByRole("button", { name: "Giao", exact: true }).waitFor();
};

const openShelf = async (page: Page, number: string) => {
  const line = page.locator("tr", { hasText: number }).first();
  const manage = line.getByRole("button", { name: "Lô và ảnh" });
  await manage.waitFor();
  if ((await manage.getAttribute("aria-expanded")) !== "true") await manage.click();
};

export const assign = async (page: Page, number: string, clerk: Clerk) => {
  await openShelf(page, number);
  await page.locator("select[name=clerk]").selectOption({ label: `Người ${clerk}` });
  await page.getByRole("button", { name: "Giao", exact: true }).click();
  await page.getByRole("button", { name: "Thu hồi" }).waitFor();
};

export const takeBack = async (page: Page, number: string) => {
  await openShelf(page, number);
  await page.getByRole("button", { name: "Thu hồi" }).click();
  await page.locator("dialog[open] input:focus").press("Enter");
  await page.getByRole("button", { name: "Giao", exact: true }).waitFor();
};

/**
 * Checks the whole sample by keys; with `reason` the mother's name of the first case is marked.
 * Answers its number.
 */
export const checkSample = async (page: Page, reason?: string): Promise<string | undefined> => {
  await page.locator("main a.card:focus").press("Enter");
  let marked: string | undefined;
  for (let left = CASES; left > 0; left--) {
    await page.locator("[data-checked]:focus").waitFor();
    const title = (await page.locator("#desk-title").textContent()) ?? "";
    if (reason !== undefined && marked === undefined) {
      while ((await page.locator(":focus").getAttribute("data-checked")) !== "meHoTen") {
        await page.keyboard.press("ArrowDown");
      }
      await page.keyboard.press("x");
      await page.locator("dialog[open] input:focus").waitFor();
      await page.keyboard.type(reason);
      await page.keyboard.press("Enter");
      await page.locator("[data-checked=meHoTen][aria-pressed=true]:focus").waitFor();
      marked = title.replace("Số ", "");
    }
    await page.keyboard.press("Enter");
    await page.locator("#desk-title", { hasText: title }).waitFor({ state: "detached" });
  }
  await page.getByText("Mẫu đã kiểm tra xong").waitFor();
  return marked;
};

export const accept = async (page: Page) => {
  await page.locator("main a.card:focus").press("Enter");
  await page.getByRole("button", { name: "Nghiệm thu lô" }).press("Enter");
  await page.locator("dialog[open] button[data-kind=primary]").press("Enter");
  await page.locator("h1", { hasText: "Đã nghiệm thu" }).waitFor();
};

export const isRefusedToAccept = async (page: Page) => {
  await page.locator("main a.card:focus").press("Enter");
  await page.locator("[data-verdict=accepted][disabled]").waitFor();
  await page.locator("#why-accepted").waitFor();
  await expect.poll(() => page.locator("h1").textContent()).toContain("Chờ kết luận");
};

export const giveBack = async (page: Page, reason: string) => {
  await page.locator("main a.card:focus").press("Enter");
  await page.getByRole("button", { name: "Trả lại lô" }).press("Enter");
  await page.locator("dialog[open] input:focus").fill(reason);
  await page.keyboard.press("Enter");
  await page.locator("h1", { hasText: "Đã trả lại" }).waitFor();
};

export const findRecord = async (page: Page, bookNumber: string, number: string) => {
  await page.locator("#bookNumber").fill(bookNumber);
  await page.locator("#number").fill(number);
  await page.keyboard.press("Enter");
  await page.locator("tbody a").first().click();
  await page.locator("ol.story li").first().waitFor();
};

export const askForChange = async (page: Page, value: string, reason: string) => {
  await page.getByRole("button", { name: "Đề nghị sửa: Họ tên (mẹ)" }).click();
  await page.locator("dialog[open] #value").fill(value);
  await page.locator("dialog[open] #reason").fill(reason);
  await page.keyboard.press("Enter");
  await page.getByText("Đã gửi. Người nghiệm thu sẽ quyết định.").waitFor();
};

export const decide = async (page: Page, reason: string, approved: boolean) => {
  const request = page.locator(".card", { hasText: reason });
  await request.getByRole("button", { name: approved ? "Duyệt" : "Từ chối" }).click();
  if (!approved) {
    await page.locator("dialog[open] input:focus").fill("Sổ không ghi như vậy");
    await page.keyboard.press("Enter");
  }
  await request.waitFor({ state: "detached" });
};
