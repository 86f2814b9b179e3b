import type { Page } from "playwright-core";
import { expect } from "vitest";

/**
 * Counts every press of a pointer, so that a job done "by keyboard only" can be shown to have been.
 */
const countPointer = `addEventListener("pointerdown", () => {
  sessionStorage.setItem("pointer-presses", String(Number(sessionStorage.getItem("pointer-presses") ?? 0) + 1));
}, true)`;

/**
 * A person who has no mouse: keys go in, what the screen shows comes out, and nothing else is
 * offered.
 */
export interface Keyboard {
  readonly press: (...keys: readonly string[]) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Goes on with Tab, or back with Shift+Tab, until the focus stands there. */
  readonly goTo: (selector: string, key?: "Tab" | "Shift+Tab") => Promise<void>;
  readonly sees: (selector: string, text?: string) => Promise<void>;
  readonly seesNo: (selector: string) => Promise<void>;
  readonly read: (selector: string) => Promise<string>;
  readonly typed: (code: string) => Promise<string>;
  /** The reload key, which headless browsers do not know. */
  readonly reload: () => Promise<void>;
  readonly pointerPresses: () => Promise<number>;
}

/** More than the columns of the longest form. */
const FAR = 120;

export const keyboardOf = async (page: Page): Promise<Keyboard> => {
  await page.addInitScript(countPointer);
  await page.reload();
  await page.locator("header.bar").waitFor();
  return {
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    type: (text) => page.keyboard.type(text),
    async goTo(selector, key = "Tab") {
      await page.locator(selector).first().waitFor();
      for (let step = 0; step < FAR; step++) {
        if ((await page.locator(`${selector}:focus`).count()) > 0) return;
        await page.keyboard.press(key);
      }
      throw new Error(`${key} does not lead to ${selector}.`);
    },
    sees: (selector, text) =>
      page
        .locator(selector, text === undefined ? {} : { hasText: text })
        .first()
        .waitFor(),
    seesNo: (selector) => expect.poll(() => page.locator(selector).count()).toBe(0),
    read: async (selector) => (await page.locator(selector).first().textContent()) ?? "",
    typed: (code) => page.inputValue(`#field-${code}`),
    async reload() {
      await page.reload();
      await page.locator("header.bar").waitFor();
    },
    pointerPresses: async () =>
      Number(await page.evaluate(`sessionStorage.getItem("pointer-presses") ?? "0"`)),
  };
};
