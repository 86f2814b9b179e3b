import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { truncated, violationsOf } from "./faults.ts";
import { prepareBook } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

const HARD = 180_000;

const visits = [
  { who: "nam", path: "/lo", name: "queue" },
  { who: "nam", path: "desk", name: "desk-empty" },
  { who: "thu", path: "/so", name: "books" },
  { who: "thu", path: "/nhap-tep", name: "import" },
  { who: "kiem", path: "/kiem-tra", name: "reviews-empty" },
  { who: "duyet", path: "/de-nghi", name: "corrections" },
  { who: "chinh", path: "/tai-khoan", name: "accounts" },
  { who: "dulieu", path: "/xuat-tep", name: "export" },
  { who: "dulieu", path: "/tra-cuu", name: "search" },
  { who: "sotp", path: "/toan-canh", name: "dashboard" },
];

describe.skipIf(withoutChromium())("every page", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 2 }));
  }, HARD);
  afterAll(() => stage.stop());

  it("has no serious accessibility fault, no cut label, help behind ?, in both languages", {
    timeout: HARD,
  }, async () => {
    const faults: string[] = [];
    const pages = new Map<string, Page>();
    for (const { who, path, name } of visits) {
      const page = pages.get(who) ?? (await stage.signIn(who));
      pages.set(who, page);
      if (path === "desk") {
        await page.locator("main a[data-kind=primary]").click();
        await page.locator("#field-so:focus").waitFor();
      } else await page.goto(`${stage.address}${path}`);
      await page.locator("main h1").waitFor();
      await page.waitForLoadState("networkidle");
      for (const language of ["vi", "en"]) {
        for (const violation of await violationsOf(page)) faults.push(`${name} (${language}): ${violation}`);
        const cut = (await truncated(page)) as string[];
        for (const text of cut) faults.push(`${name} (${language}) cuts: ${text}`);
        await stage.picture(page, language === "vi" ? name : `${name}-en`);
        await page.locator("header button[lang]").click();
      }
      await page.keyboard.press("F1");
      await page.locator("dialog[open]").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    }
    const stranger = await stage.browser.newPage({ viewport: { width: 1366, height: 768 } });
    await stranger.goto(stage.address);
    await stranger.locator("#name").waitFor();
    for (const violation of await violationsOf(stranger)) faults.push(`sign-in: ${violation}`);
    await stage.picture(stranger, "sign-in");
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("opens an account whose first password is shown once and must be changed", {
    timeout: HARD,
  }, async () => {
    const admin = await stage.signIn("chinh");
    await admin.fill("#signInName", "moi.den");
    await admin.fill("#displayName", "Người Mới");
    await admin.selectOption("#role", "clerk");
    await admin.getByRole("button", { name: "Mở tài khoản" }).click();
    const password = (await admin.locator("dialog[open] code").textContent()) ?? "";
    await stage.picture(admin, "accounts-password");
    await admin.keyboard.press("Enter");
    await admin.getByText("moi.den").waitFor();
    const page = await stage.browser.newPage();
    await page.goto(stage.address);
    await page.fill("#name", "moi.den");
    await page.fill("#password", password);
    await page.keyboard.press("Enter");
    await page.fill("#current", password);
    await page.fill("#new", "mat-khau-cua-toi");
    await page.fill("#again", "mat-khau-cua-toi");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Lô của tôi" }).waitFor();
  });
});
