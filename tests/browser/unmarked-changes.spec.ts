import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { prepareRounds } from "./prepared-rounds.ts";
import { type Stage, startStage } from "./stage.ts";

/**
 * Two cases of a book, one of which came back with a mark: its keyer mended that, and changed
 * another field that nobody had marked. Returns the review that looks again.
 */
const prepareChanged = async (test: TestProvince): Promise<string> => {
  const { clerk, ids, submitBatch, check, giveBack } = await prepareRounds(test, 2);
  const [whole = "", marked = ""] = ids;
  const first = await submitBatch();
  await check(first, whole, []);
  await check(first, marked, [{ field: "nksHoTen", severity: "major", reason: "Sai dấu trong tên" }]);
  await giveBack(first, "Còn sai tên");
  for (const [field, raw] of [
    ["nksHoTen", "LÊ VĂN ĐÚNG"],
    ["meHoTen", "LÊ THỊ KHÁC"],
  ] as const) {
    const correction = { changes: { [field]: { raw } }, reason: "Đối chiếu lại sổ" };
    must(await clerk.post(`entry/v1/records/${marked}/correct`, correction));
  }
  await test.standalone.settled();
  return (await submitBatch()).id;
};

describe.skipIf(withoutChromium())("a field that was changed though nobody had marked it", () => {
  let stage: Stage;
  let reviewId: string;
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepareChanged(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("is pointed out to whoever checks, in view, and counted for whoever decides", async () => {
    const acceptor = await stage.openAt("duyet", `/kiem-tra/${reviewId}`);
    const counted = acceptor.locator("[data-unmarked-changes='1']");
    await counted.getByText("còn 1 ô chưa xem lại").waitFor();

    const checker = await stage.openAt("kiem", `/kiem-tra/${reviewId}`);
    const changed = checker.locator("[data-checked=meHoTen]");
    // Which of the two cases comes first is drawn.
    await checker.locator("[data-checked]:focus").waitFor();
    if ((await checker.locator("[data-unmarked]").count()) === 0) await checker.keyboard.press("Enter");
    await checker.locator("[data-unmarked='1']").waitFor();
    const told = changed.locator("[data-unmarked-change]");
    await told.getByText(/nay đã đổi từ “.+” thành “LÊ THỊ KHÁC”: Đối chiếu lại sổ \(Người nam\)/).waitFor();
    await checker.locator("[data-checked=meHoTen]:focus").waitFor();
    expect(await changed.evaluate((one) => one.getBoundingClientRect().bottom <= window.innerHeight)).toBe(
      true,
    );
    await checker.locator("[data-checked=nksHoTen] [data-earlier-mark=changed]").waitFor();
    await look(checker, "check-unmarked-change");
    await checker.keyboard.press("Enter");
    await checker.locator("[data-unmarked]").waitFor({ state: "detached" });

    await acceptor.reload();
    await counted.getByText("1 ô không bị đánh dấu cũng được sửa, đã xem lại.").waitFor();
    await look(acceptor, "verdict-unmarked-change");
  });
});
