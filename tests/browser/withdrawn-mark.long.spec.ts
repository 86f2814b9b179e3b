import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { prepareRounds } from "./prepared-rounds.ts";
import { type Stage, startStage } from "./stage.ts";

/**
 * Two cases of a book, the first marked by one checker in a first round and mended. Returns the
 * review of the second round.
 */
const prepareSecondRound = async (test: TestProvince): Promise<string> => {
  const { clerk, ids, submitBatch, check, giveBack } = await prepareRounds(test, 2);
  await test.person("phan-xu", [{ role: "checker", unitId: test.commune }]);
  const first = await submitBatch();
  const mark = { field: "nksHoTen", severity: "major", reason: "Sổ ghi Nguyễn Văn Ân" };
  for (const id of ids) await check(first, id, id === ids[0] ? [mark] : []);
  await giveBack(first, "Có ô sai");
  const fix = { changes: { nksHoTen: { raw: "Nguyễn Văn Ân" } }, reason: "Sửa theo kết quả kiểm tra" };
  must(await clerk.post(`entry/v1/records/${ids[0]}/correct`, fix));
  return (await submitBatch()).id;
};

describe.skipIf(withoutChromium())("a mark of somebody else, in the second round", () => {
  let stage: Stage;
  let reviewId = "";
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepareSecondRound(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("is taken away by another checker only with a reason, asked beside the words of the first", async () => {
    const open = async (who: string) => {
      const page = await stage.openAt(who, `/kiem-tra/${reviewId}`);
      await page.locator("[data-checked]:focus").waitFor();
      return page;
    };
    const [marking, page] = [await open("kiem"), await open("phan-xu")];
    await marking.locator("[data-checked=nksHoTen]").focus();
    await marking.keyboard.press("x");
    await marking.locator("dialog[open] input:focus").fill("Sổ ghi Nguyễn Văn Án");
    await marking.keyboard.press("Enter");
    await marking.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor();
    await marking.keyboard.press("Enter");
    await marking.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor({ state: "detached" });
    // The second is told of the first one's mark before anything of theirs is kept.
    await page.keyboard.press("Enter");
    await page.locator("[data-others-marks]").waitFor();
    await page.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor();
    await page.locator("[data-checked=nksHoTen]").focus();
    await page.keyboard.press("x");
    const question = page.locator("dialog[open]");
    await question.getByText("Người kiem").waitFor();
    await question.getByText("Sổ ghi Nguyễn Văn Án").waitFor();
    await look(page, "check-withdraw");
    // Without a reason it stays.
    await page.keyboard.press("Enter");
    await question.locator("input:focus").fill("Soi lại ảnh: sổ ghi đúng là Ân");
    await page.keyboard.press("Enter");
    await question.waitFor({ state: "detached" });
    await page.locator("[data-checked=nksHoTen][aria-pressed=false]").waitFor();
    const title = (await page.locator("#desk-title").textContent()) ?? "";
    await page.locator("[data-checked=nksHoTen]").focus();
    await page.keyboard.press("Enter");
    await page.locator("#desk-title", { hasText: title }).waitFor({ state: "detached" });
    // Who would return it all the same is told what to do.
    const acceptor = await stage.openAt("duyet", `/kiem-tra/${reviewId}`);
    await acceptor
      .locator("#why-returned")
      .getByText("nhờ người kiểm tra mở trường hợp ấy và đánh dấu lại")
      .waitFor();
  });
});
