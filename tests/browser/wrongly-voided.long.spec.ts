import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { fillCase } from "./desk-steps.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { prepareRounds } from "./prepared-rounds.ts";
import { type Stage, startStage } from "./stage.ts";

/**
 * Three cases of a book, the third marked by a first round, and then voided: its voiding waits to
 * be looked at. Returns the review that does so.
 */
const prepareVoided = async (test: TestProvince): Promise<string> => {
  const { clerk, ids, submitBatch, check, giveBack } = await prepareRounds(test, 3);
  await test.person("phan-xu", [{ role: "checker", unitId: test.commune }]);
  const last = ids.at(-1) ?? "";
  const first = await submitBatch();
  const mark = { field: "so", severity: "major", reason: "Sai số đăng ký" };
  for (const id of ids) await check(first, id, id === last ? [mark] : []);
  await giveBack(first, "Sai số");
  must(await clerk.post(`entry/v1/records/${last}/void`, { reason: "nhập nhầm" }));
  const second = await submitBatch();
  for (const id of ids) if (id !== last) await check(second, id, []);
  return second.id;
};

describe.skipIf(withoutChromium())("a case that was wrongly voided", () => {
  let stage: Stage;
  let reviewId: string;
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepareVoided(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("is marked by two checkers in one field, and both their words stand", async () => {
    const open = async (who: string) => {
      const page = await stage.openAt(who, `/kiem-tra/${reviewId}`);
      await page.locator("[data-checked]:focus").waitFor();
      await page.locator("[data-voided]").waitFor();
      return page;
    };
    const mark = async (page: Page, reason: string) => {
      await page.locator("[data-checked=nksHoTen]").focus();
      await page.keyboard.press("x");
      await page.locator("dialog[open] input:focus").fill(reason);
      await page.keyboard.press("Enter");
      await page.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor();
    };
    const [first, second] = [await open("kiem"), await open("phan-xu")];
    await mark(first, "Sổ có ghi trường hợp này");
    await mark(second, "Trang sổ vẫn còn");
    await first.keyboard.press("Enter");
    await first.locator("[data-marked-field]").waitFor();
    await second.keyboard.press("Enter");
    await second.locator("[data-others-marks]").waitFor();
    const shown = second.locator("[data-checked=nksHoTen] .mark");
    await shown.getByText("Sổ có ghi trường hợp này (Người kiem)").waitFor();
    await shown.getByText("Trang sổ vẫn còn").waitFor();
    await look(second, "check-two-words");
    await second.locator("[data-checked=nksHoTen]").focus();
    await second.keyboard.press("Enter");
    const rows = second.locator("[data-marked-field=nksHoTen]");
    await rows.getByText("Sổ có ghi trường hợp này").waitFor();
    await rows.getByText("Trang sổ vẫn còn").waitFor();
  });

  it("comes back to its clerk, who keys the number again", async () => {
    const acceptor = await stage.openAt("duyet", `/kiem-tra/${reviewId}`);
    await acceptor.locator("[data-verdict=returned]").click();
    await acceptor.locator("dialog[open] input:focus").fill("Hủy nhầm số 3");
    await acceptor.keyboard.press("Enter");
    await acceptor.getByText("Hủy nhầm số 3").waitFor();

    const clerk = await stage.signIn("nam");
    await clerk.getByRole("link", { name: "Các lỗi cần sửa" }).click();
    const card = clerk.locator("[data-wrongly-voided='3']");
    await card.getByText("Sổ có ghi trường hợp này").waitFor();
    await look(clerk, "cases-wrongly-voided");
    await card.getByRole("button", { name: "Nhập lại số 3" }).click();
    await clerk.locator("#field-so").waitFor();
    await expect.poll(() => clerk.inputValue("#field-so")).toBe("3");
    await expect.poll(() => clerk.inputValue("#field-nksHoTen")).toBe("");
    await fillCase(clerk, 3);
    await clerk.keyboard.press("Control+Enter");
    await clerk.locator("[data-saving=saved]", { hasText: ": số 3" }).waitFor();
    await clerk.keyboard.press("F9");
    await clerk.locator("a.case").first().waitFor();
    await expect.poll(() => clerk.locator("[data-wrongly-voided]").count()).toBe(0);
  });
});
