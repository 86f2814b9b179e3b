import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { faultsOf } from "./faults.ts";
import { prepareBook } from "./prepared-book.ts";
import { watchRequests } from "./quiet.ts";
import { unreached } from "./reach.ts";
import { scriptWeight } from "./script-weight.ts";
import { type Stage, startStage } from "./stage.ts";

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
  { who: "nam", path: "/viec-cua-toi", name: "own-work" },
  { who: "chinh", path: "/don-vi", name: "contractors" },
  { who: "chinh", path: "/khoi-luong", name: "work" },
  { who: "admin", path: "/don-vi", name: "units" },
  { who: "admin", path: "/mat-khau", name: "password" },
];

describe.skipIf(withoutChromium())("every page", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 2 }));
  });
  afterAll(() => stage.stop());

  it("has no serious accessibility fault, no cut label, help behind ?, in both languages", async () => {
    const faults: string[] = [];
    const pages = new Map<string, { readonly page: Page; readonly quiet: () => Promise<void> }>();
    const open = async (who: string) => {
      const page = await stage.signIn(who);
      return { page, quiet: watchRequests(page) };
    };
    for (const { who, path, name } of visits) {
      const { page, quiet } = pages.get(who) ?? (await open(who));
      pages.set(who, { page, quiet });
      if (path === "desk") {
        await page.locator("main a[data-kind=primary]").click();
        await page.locator("#field-so:focus").waitFor();
      } else await page.goto(`${stage.address}${path}`);
      await page.locator("main h1").waitFor();
      await quiet();
      for (const language of ["vi", "en"]) {
        faults.push(...(await faultsOf(page, `${name} (${language})`)));
        await stage.picture(page, language === "vi" ? name : `${name}-en`);
        await page.locator("header button[lang]").click();
      }
      faults.push(...(await unreached(page)).map((one) => `${name} is not reached by Tab: ${one}`));
      await page.keyboard.press("F1");
      await page.locator("dialog[open]").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    }
    const stranger = await stage.browser.newPage({ viewport: { width: 1366, height: 768 } });
    await stranger.goto(stage.address);
    await stranger.locator("#name").waitFor();
    faults.push(...(await faultsOf(stranger, "sign-in")));
    await stage.picture(stranger, "sign-in");
    // Only a demo tells of its people and their password.
    expect((await stranger.request.get(`${stage.address}/demo.json`)).status()).toBe(204);
    expect(await stranger.locator("#demo").count()).toBe(0);
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("loads less than 300 kB of compressed scripts for the keying desk", async () => {
    const page = await stage.signIn("nam");
    await page.locator("main a[data-kind=primary]").click();
    await page.locator("#field-so:focus").waitFor();
    const requests: Request[] = [];
    page.on("request", (request) => requests.push(request));
    await page.reload();
    await page.locator("[data-shown]:not([data-shown=''])").waitFor();
    const { files, bytes } = scriptWeight(requests);
    expect(files).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(300_000);
  });

  it("opens an account whose first password is shown once and must be changed", async () => {
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
    // And at any time after, when they wish.
    await page.getByRole("link", { name: "Người Mới" }).click();
    await page.fill("#current", "mat-khau-cua-toi");
    await page.fill("#new", "mat-khau-khac-nua");
    await page.fill("#again", "mat-khau-khac-nua");
    await page.keyboard.press("Enter");
    await page.getByText("Đã đổi mật khẩu.").waitFor();
  });
});
