import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareRounds } from "./prepared-rounds.ts";
import { type Stage, startStage } from "./stage.ts";

/**
 * Two cases of a book, the second marked by a first round, and submitted again as it was: the
 * second round has looked at both and said nothing. Returns the review of that round.
 */
const prepareUnmended = async (test: TestProvince): Promise<string> => {
  const { ids, submitBatch, check, giveBack } = await prepareRounds(test, 2);
  const mark = { field: "nksHoTen", severity: "major", reason: "Sai dấu trong tên" };
  const first = await submitBatch();
  for (const id of ids) await check(first, id, id === ids.at(-1) ? [mark] : []);
  await giveBack(first, "Còn sai tên");
  const second = await submitBatch();
  for (const id of ids) await check(second, id, []);
  return second.id;
};

describe.skipIf(withoutChromium())("a field that comes back as it was when it was marked", () => {
  let stage: Stage;
  let reviewId: string;
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepareUnmended(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("is asked about by the check, and accepted with the answer", async () => {
    const acceptor = await stage.openAt("duyet", `/kiem-tra/${reviewId}`);
    await acceptor.getByText("Có 1 ô lần trước bị đánh dấu mà vẫn như cũ").first().waitFor();
    await expect.poll(() => acceptor.locator("[data-verdict=accepted]").isDisabled()).toBe(true);
    await expect.poll(() => acceptor.locator("[data-verdict=returned]").isEnabled()).toBe(true);
    await look(acceptor, "verdict-as-it-was");

    const checker = await stage.openAt("kiem", `/kiem-tra/${reviewId}`);
    await checker.locator("[data-say-why]").click();
    await checker.locator("[data-checked=nksHoTen] [data-earlier-mark=as-it-was]").waitFor();
    await checker.locator("[data-checked]:focus").waitFor();
    await checker.keyboard.press("Enter");
    await checker.locator("dialog[open] input:focus").fill("Sổ ghi đúng như vậy");
    await look(checker, "check-as-it-was");
    await checker.keyboard.press("Enter");
    await checker.locator("[data-earlier-mark]", { hasText: "→ Sổ ghi đúng như vậy" }).waitFor();
    await checker.locator("[data-checked]:focus").waitFor();
    await checker.keyboard.press("Enter");
    await checker.locator("[data-mark-standing=withdrawn]", { hasText: "Sổ ghi đúng như vậy" }).waitFor();

    await acceptor.reload();
    await acceptor.locator("[data-verdict=accepted]").click();
    await acceptor.locator("dialog[open] button[data-kind=primary]").click();
    await acceptor.getByRole("heading", { name: "Đã nghiệm thu" }).waitFor();
  });
});
