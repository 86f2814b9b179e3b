import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareRounds } from "./prepared-rounds.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("a critical error that a checker has marked and sent", () => {
  let stage: Stage;
  let reviewId = "";
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      const { submitBatch } = await prepareRounds(test, 2);
      reviewId = (await submitBatch()).id;
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("is taken away by themselves only with a reason, and whoever decides sees both", async () => {
    const page = await at("kiem", `/kiem-tra/${reviewId}`);
    const field = page.locator("[data-checked=nksHoTen]");
    const question = page.locator("dialog[open]");
    const title = page.locator("#desk-title");
    const markCritical = async () => {
      await page.keyboard.press("x");
      await question.locator("#severity").selectOption("critical");
      await question.locator("input[name=text]").fill("Sổ ghi người khác");
      await page.keyboard.press("Enter");
      await page.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor();
    };
    await page.locator("[data-checked]:focus").waitFor();
    const first = (await title.textContent()) ?? "";
    await field.focus();
    await markCritical();
    // Before it is sent it is nobody's word yet, and goes by the key that set it.
    await field.focus();
    await page.keyboard.press("x");
    await page.locator("[data-checked=nksHoTen][aria-pressed=false]").waitFor();
    expect(await question.count()).toBe(0);
    await markCritical();
    await field.focus();
    await page.keyboard.press("Enter");
    await page.locator("#desk-title", { hasText: first }).waitFor({ state: "detached" });

    await page.keyboard.press("F7");
    await page.locator("#desk-title", { hasText: first }).waitFor();
    await page.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor();
    await field.focus();
    await page.keyboard.press("x");
    await question.getByRole("heading", { name: "Bỏ dấu đã đặt" }).waitFor();
    await question.getByText("Ô này đã bị đánh dấu (mức Nghiêm trọng): “Sổ ghi người khác”").waitFor();
    await look(page, "check-withdraw-own");
    // Without a reason, and by going back, it stays.
    await page.keyboard.press("Enter");
    await question.locator("input:focus").waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "detached" });
    await page.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor();

    await field.focus();
    await page.keyboard.press("x");
    await question.locator("input:focus").fill("Đọc nhầm dòng bên cạnh");
    await page.keyboard.press("Enter");
    await question.waitFor({ state: "detached" });
    await page.locator("[data-checked=nksHoTen][aria-pressed=false]").waitFor();
    await field.focus();
    await page.keyboard.press("Enter");
    await page.locator("#desk-title", { hasText: first }).waitFor({ state: "detached" });

    const acceptor = await at("duyet", `/kiem-tra/${reviewId}`);
    await acceptor.getByText("Người kiem bỏ dấu: Đọc nhầm dòng bên cạnh").waitFor();
    await acceptor.getByText("Sổ ghi người khác").first().waitFor();
  });
});
