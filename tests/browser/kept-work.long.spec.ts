import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { confirmCarried, fillCase, numbersOnServer, openDesk } from "./desk-steps.ts";
import { prepareBook } from "./prepared-book.ts";
import { person, type Stage, startStage } from "./stage.ts";

const saving = "**/api/entry/v1/batches/*/records";

/** Saved cases wait on their way until they are let go. */
const holdSaves = async (page: Page) => {
  let letGo = () => {};
  const gate = new Promise<void>((open) => {
    letGo = open;
  });
  let sent = 0;
  await page.route(saving, async (route) => {
    if (route.request().method() === "POST") {
      sent++;
      await gate;
    }
    await route.continue();
  });
  return { sent: () => sent, letGo };
};

/** A case whose number the book has already is refused, after the form has gone on. */
const refuseNext = async (page: Page, number: number) => {
  const answers = await holdSaves(page);
  await fillCase(page, number);
  await page.keyboard.press("Control+Enter");
  await page.locator(`#field-so[value="${number + 1}"]:focus`).waitFor();
  return answers;
};

describe.skipIf(withoutChromium())("what a clerk has typed", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 3 }));
  });
  afterAll(async () => {
    await stage.stop();
    expect(stage.complaints).toEqual([]);
  });

  it("goes into the next case at once, and a case is sent once however often the key is pressed", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    const answers = await holdSaves(page);
    await fillCase(page, 1);
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Control+Enter");
    // Only then has the form gone on: what is filled sooner could land where the focus goes.
    await page.locator('#field-so[value="2"]:focus').waitFor();
    await page.fill("#field-nksHoTen", "Nguyễn Văn Vội");
    await page.locator("[data-saving=sending][data-waiting='1']").waitFor();
    answers.letGo();
    await page.locator("[data-saving=saved]", { hasText: ": số 1" }).waitFor();
    await expect.poll(() => page.inputValue("#field-nksHoTen")).toBe("Nguyễn Văn Vội");
    expect(answers.sent()).toBe(1);
    expect(await numbersOnServer(stage, "nam")).toEqual(["1"]);
    await page.context().close();
  });

  it("waits aside while a refused case is mended, and comes back", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    // The book has a number 1: the server refuses, when the clerk is already at the case after it.
    const answers = await refuseNext(page, 1);
    await page.fill("#field-nksHoTen", "Trần Thị Dở");
    answers.letGo();
    await page.locator("[role=alert]", { hasText: "Máy chủ không nhận số 1" }).waitFor();
    await expect.poll(() => page.inputValue("#field-nksHoTen")).toBe("Trần Thị Dở");
    await stage.picture(page, "desk-refused-later");

    await page.keyboard.press("F7");
    await page.locator('#field-so[value="1"]').waitFor();
    // Even a closed lid loses neither of the two.
    await page.reload();
    await page.locator('#field-so[value="1"]').waitFor();
    await page.fill("#field-so", "5");
    await page.keyboard.press("Control+Enter");
    await page.locator('#field-nksHoTen[value="Trần Thị Dở"]').waitFor();
    await page.locator("[data-saving=saved]", { hasText: ": số 5" }).waitFor();
    expect(await numbersOnServer(stage, "nam")).toEqual(["1", "5"]);
    await page.context().close();
  });

  it("is told of on every page and sent from any, also after the desk was left", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await fillCase(page, 6);
    await page.context().setOffline(true);
    await page.keyboard.press("Control+Enter");
    await page.locator("[data-saving=offline][data-waiting='1']").waitFor();
    // A line that is cut is told at once; nothing waits to happen by itself later.
    await page.locator("nav a", { hasText: "Lô của tôi" }).click();
    await page.locator("header [data-unsent='1']").waitFor();
    await page.locator("h2", { hasText: "Chỉ có trên máy này" }).waitFor();
    await stage.picture(page, "queue-unsent");
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await page.locator("dialog[open]", { hasText: "1 trường hợp mới chỉ có trên máy này" }).waitFor();
    await page.keyboard.press("Enter");
    await page.context().setOffline(false);
    await page.locator("header [data-unsent]").waitFor({ state: "detached" });
    expect(await numbersOnServer(stage, "nam")).toEqual(["1", "5", "6"]);
    await page.context().close();
  });

  it("is not said to be kept where this computer cannot keep it, and still reaches the server", async () => {
    const page = await stage.signIn("nam");
    await page.addInitScript(
      `IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };`,
    );
    await page.reload();
    await openDesk(page);
    await fillCase(page, 7);
    await page.locator("[data-saving=broken]").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.locator('#field-so[value="8"]').waitFor();
    expect(await numbersOnServer(stage, "nam")).toEqual(["1", "5", "6", "7"]);
    await page.context().close();
  });

  it("never goes out under the name of whoever signed in in another window", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.fill("#field-nksHoTen", "Lê Văn Riêng");
    await confirmCarried(page);
    const other = await page.context().newPage();
    await other.goto(stage.address);
    await other.getByRole("button", { name: "Đăng xuất" }).click();
    await other.fill("#name", "lan");
    await other.fill("#password", person("lan").password);
    await other.keyboard.press("Enter");
    await other.getByRole("heading", { name: "Lô của tôi" }).waitFor();
    // The first one's token runs out; the cookie is the other's by now.
    await page.clock.install();
    await page.clock.setSystemTime(Date.now() + 6 * 60_000);
    await page.keyboard.press("Control+Enter");
    await page.locator(".who", { hasText: "Người lan" }).waitFor();
    await expect.poll(() => page.locator("#field-nksHoTen").count()).toBe(0);
    expect(await numbersOnServer(stage, "nam")).toEqual(["1", "5", "6", "7"]);
    await page.context().close();
  });

  it("is told apart by a full disk: who keys knows whom to tell, and nobody is shown a sign-in page", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    const full = {
      code: "storage-full",
      status: 503,
      title: "Máy chủ hết chỗ lưu trữ.",
      titleEn: "The server has no storage left.",
    };
    const refuse = (route: Route) =>
      route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(full) });
    await page.route(saving, refuse);
    await fillCase(page, 9);
    await page.keyboard.press("Control+Enter");
    await page.locator("[data-saving=storage-full]", { hasText: "báo người quản trị" }).waitFor();
    await page.route("**/sessions/refresh", refuse);
    await page.reload();
    await page.locator("#root", { hasText: "Máy chủ hết chỗ lưu trữ." }).waitFor();
    await expect.poll(() => page.locator("#name").count()).toBe(0);
    await page.unroute("**/sessions/refresh");
    await page.unroute(saving);
    await expect.poll(() => numbersOnServer(stage, "nam")).toContain("9");
    await page.context().close();
  });
});
