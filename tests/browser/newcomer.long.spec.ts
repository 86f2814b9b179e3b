import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PATIENCE_MS } from "@sogoc/core/testing";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { confirmCarried, letStand } from "./desk-steps.ts";
import { faultsOf } from "./faults.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("a newcomer to the demo", () => {
  let stage: Stage;
  let page: Page;
  beforeAll(async () => {
    stage = await startStage("demo");
    page = await stage.openWindow();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(stage.address);
  });
  afterAll(() => stage.stop());

  /** Signs in by the card on the first page, which signing out leads back to. */
  const enterAs = async (name: string) => {
    const out = page.getByRole("button", { name: "Đăng xuất" });
    if (await out.isVisible()) await out.click();
    await page.getByRole("button", { name: `Vào với ${name}` }).click();
    await page.locator("header.bar", { hasText: name }).waitFor();
  };

  it("is shown the whole job on the first page", async () => {
    await page.getByRole("heading", { name: "Thử với dữ liệu mẫu" }).waitFor();
    await expect.poll(() => page.locator(".steps li").count()).toBe(5);
    expect(await faultsOf(page, "demo")).toEqual([]);
    await stage.picture(page, "sign-in-demo");
    const built = fileURLToPath(new URL("../../web/dist/", import.meta.url));
    for (const file of globSync("**/*.{js,html}", { cwd: built })) {
      expect(readFileSync(`${built}${file}`, "utf8")).not.toContain("sogoc-demo-158");
    }
  });

  it("keys a case", async () => {
    await enterAs("Phạm Văn Nam");
    await page.locator("main a[data-kind=primary]").first().click();
    await page.locator("#field-so:focus").waitFor();
    // As the book writes it: with the year, where it has one.
    const so = Number.parseInt(await page.inputValue("#field-so"), 10);
    await page.locator("[data-shown]:not([data-shown=''])").waitFor();
    for (const [code, { raw }] of Object.entries(birthFields(so))) await page.fill(`#field-${code}`, raw);
    await confirmCarried(page);
    await page.keyboard.press("Control+Enter");
    // What the image says and what is typed here differ: the rules speak, and F8 lets it stand with
    // a reason.
    await page.getByRole("alert").getByText("F8").waitFor();
    await page.keyboard.press("F8");
    await letStand(page, "Đúng như sổ ghi");
    await page.locator("[data-saving=saved]", { hasText: `: số ${so}` }).waitFor();
  });

  it("checks a sampled case", async () => {
    await enterAs("Đỗ Thị Hòa");
    await page
      .getByRole("link", { name: /Khai tử/ })
      .first()
      .click();
    await page.locator("[data-shown]:not([data-shown=''])").waitFor();
  });

  it("accepts a batch", async () => {
    await enterAs("Vũ Thanh Bình");
    await page
      .getByRole("link", { name: /Kết hôn/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Nghiệm thu lô" }).click();
    await page.locator("dialog[open]").getByRole("button", { name: "Nghiệm thu lô" }).click();
    await page.getByRole("heading", { name: "Đã nghiệm thu" }).waitFor();
  });

  it("reads the history of a case", async () => {
    await enterAs("Lý Thị Minh");
    await page.fill("#words", "Nguyễn");
    await page.keyboard.press("Enter");
    await page.locator("tbody a").first().click();
    await page.locator("ol.story li").first().waitFor();
  });

  it("sees the province and goes down to a book", async () => {
    await enterAs("Trần Quang Sơn");
    await page.getByRole("link", { name: "Xã Sơn Lâm" }).click();
    await page
      .getByRole("link", { name: /Sổ Khai sinh/ })
      .first()
      .click();
    await page.locator("main h1", { hasText: "Khai sinh" }).waitFor();
  });
});
