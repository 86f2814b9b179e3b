import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { fillCase, openDesk } from "./desk-steps.ts";
import { onStage } from "./on-stage.ts";
import { must, prepareShelf } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

/** Whole pixels of the line of the focused field that are below what shows of the form. */
const hiddenBelow = (page: Page) =>
  page.evaluate(`(() => {
    const line = document.activeElement.closest(".line");
    const box = line.closest(".scroll").getBoundingClientRect();
    return Math.max(0, Math.round(line.getBoundingClientRect().bottom - box.bottom));
  })()`);

describe.skipIf(withoutChromium())("a field that is said to be blank or illegible", () => {
  let stage: Stage;
  let page: Page;
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      const { keeper, clerk, bookId } = await prepareShelf(test, { scans: 0, cases: 3 });
      const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
      must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    });
    page = await at("nam", "/lo");
    await openDesk(page);
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("takes what is typed, or pasted, in the place of that", async () => {
    const name = page.locator("#field-nksHoTen");
    await name.press("F2");
    await page.locator("#field-nksHoTen[data-state=special][placeholder='(trống trong sổ)']").waitFor();
    await look(page, "field-said-blank");
    await page.keyboard.type("Nguyễn Thị Mai");
    await expect.poll(() => name.inputValue()).toBe("Nguyễn Thị Mai");
    expect(await name.getAttribute("data-state")).toBe(null);
    // What was typed is back where the key is pressed once more.
    await name.press("F2");
    await name.press("F2");
    await expect.poll(() => name.inputValue()).toBe("Nguyễn Thị Mai");
    await name.press("F3");
    await page.locator("dialog[open] button:focus").waitFor();
    await page.keyboard.press("1");
    await page.locator("#field-nksHoTen[data-state=special]").waitFor();
    expect(await name.getAttribute("placeholder")).toBe("Nguyễn Thị Mai (không đọc được)");
    // As a method of typing Vietnamese does that builds its letters itself.
    await page.keyboard.insertText("Lê");
    await expect.poll(() => name.inputValue()).toBe("Lê");
    await name.press("F2");
    await name.press("Backspace");
    await expect.poll(() => name.inputValue()).toBe("Lê");
    await page.keyboard.press("F1");
    await page.locator("dialog[open]", { hasText: "Backspace" }).waitFor();
    await page.keyboard.press("Escape");
  });

  it("stays in sight where a note below takes the room, and the key that was refused is about it", async () => {
    await page.setViewportSize({ width: 1366, height: 625 });
    await fillCase(page, 1);
    // The required field that stands where the note will: what is above it is keyed.
    for (const code of ["nksGioiTinh", "nksNgaySinh"]) {
      const value = await page.inputValue(`#field-${code}`);
      await page.fill(`#field-${code}`, "");
      await page.evaluate(`document.querySelector(".scroll").scrollTop = 0`);
      const box = await page.locator(".scroll").boundingBox();
      const field = await page.locator(`#field-${code}`).boundingBox();
      // Put just above the lower edge, where the note would cover it.
      await page.evaluate(
        `document.querySelector(".scroll").scrollTop += ${(field?.y ?? 0) + 45 - (box?.y ?? 0) - (box?.height ?? 0)}`,
      );
      await page.keyboard.press("Control+Enter");
      await page.locator(`#field-${code}:focus`).waitFor();
      await page.getByRole("alert").filter({ hasText: "Mục bắt buộc đang trống" }).waitFor();
      await expect.poll(() => hiddenBelow(page)).toBe(0);
      await look(page, `refused-in-sight-${code}`);
      await page.fill(`#field-${code}`, value);
    }
  });
});
