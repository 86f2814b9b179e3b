import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { fillCase, numbersOnServer, openDesk } from "./desk-steps.ts";
import { keptDrafts } from "./kept-drafts.ts";
import { prepareBook } from "./prepared-book.ts";
import { person, type Stage, startStage } from "./stage.ts";

const saveAndGoOn = async (page: Page, next: number) => {
  await page.keyboard.press("Control+Enter");
  await page.locator(`#field-so[value="${next}"]`).waitFor();
};

describe.skipIf(withoutChromium())("a clerk whose server goes away", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 3 }));
  });
  afterAll(() => stage.stop());

  it("keys on, loses and doubles nothing, and is told the truth", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await fillCase(page, 1);
    await saveAndGoOn(page, 2);
    await page.locator("[data-saving=saved]").waitFor();

    await fillCase(page, 2);
    await stage.kill();
    await saveAndGoOn(page, 3);
    await page.locator("[data-saving=offline][data-waiting='1']").waitFor();
    await fillCase(page, 3);
    await saveAndGoOn(page, 4);
    await page.locator("[data-saving=offline][data-waiting='2']").waitFor();
    await page.fill("#field-nksHoTen", "Nguyễn Văn Dở");
    await stage.picture(page, "desk-offline");
    // Nothing may be handed in while something is only here.
    await page.keyboard.press("F10");
    expect(await page.locator("dialog[open] button[data-kind=primary]").isDisabled()).toBe(true);
    await page.keyboard.press("Escape");

    await stage.restart();
    await page.locator("[data-saving=saved][data-waiting='0']").waitFor();
    expect(await page.inputValue("#field-nksHoTen")).toBe("Nguyễn Văn Dở");
    expect(await numbersOnServer(stage, "nam")).toEqual(["1", "2", "3"]);

    // A closed lid: what was being typed is there again.
    await page.reload();
    await page.locator('#field-nksHoTen[value="Nguyễn Văn Dở"]').waitFor();
    expect(await numbersOnServer(stage, "nam")).toEqual(["1", "2", "3"]);
  });

  it("keeps the text when the batch was taken back meanwhile, and offers it again", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await fillCase(page, 10);
    const keeper = await stage.signIn("thu");
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    await keeper.getByRole("button", { name: "Thu hồi" }).click();
    await keeper.locator("dialog[open] input:focus").press("Enter");
    await keeper.getByRole("button", { name: "Giao", exact: true }).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.locator("[role=alert]").waitFor();
    expect(await page.inputValue("#field-nksHoTen")).toBe("Nguyễn Văn An");
    await keeper.locator("select[name=clerk]").selectOption({ label: "Người nam" });
    await keeper.getByRole("button", { name: "Giao", exact: true }).click();
    await keeper.getByRole("button", { name: "Thu hồi" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.locator("[data-saving=saved]", { hasText: ": số 10" }).waitFor();
  });

  it("finds the text again after the session has ended", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.fill("#field-nksHoTen", "Lê Thị Giữ");
    await expect.poll(() => keptDrafts(page)).toContain("Lê Thị Giữ");
    await page.context().clearCookies();
    await page.reload();
    await page.fill("#password", person("nam").password);
    await page.keyboard.press("Enter");
    await page.locator('#field-nksHoTen[value="Lê Thị Giữ"]').waitFor();
  });
});
