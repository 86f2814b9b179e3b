import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { fillCase, openDesk } from "./desk-steps.ts";
import { onStage } from "./on-stage.ts";
import { must, prepareShelf } from "./prepared-book.ts";
import { prepareRounds } from "./prepared-rounds.ts";
import { type Stage, startStage } from "./stage.ts";

/** A batch of the numbers 1 to 5 in which 2 and 5 have their cases, and 2 a second one. */
const prepareGaps = async (test: TestProvince): Promise<void> => {
  const { keeper, clerk, bookId } = await prepareShelf(test, { scans: 1, cases: 40 });
  const numbers = { bookId, from: 1, to: 5 };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", numbers));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const records = `entry/v1/batches/${batchId}/records`;
  for (const so of [2, 5]) must(await clerk.post(records, { fields: birthFields(so) }));
  const duplicate = { suffix: "b", reason: "Sổ ghi hai lần" };
  must(await clerk.post(records, { fields: birthFields(2), duplicate }));
};

describe.skipIf(withoutChromium())("the numbers of a batch at the desk", () => {
  let stage: Stage;
  let page: Page;
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(prepareGaps);
    page = await stage.signIn("nam");
    await openDesk(page);
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  const isOffered = (so: string) => page.locator(`#field-so:focus[value="${so}"]`).waitFor();
  const save = async (so: number) => {
    await fillCase(page, so);
    await page.keyboard.press("Control+Enter");
  };
  const saved = (so: number) => page.locator("[data-saving=saved]", { hasText: `: số ${so}` }).waitFor();
  /** What the dialog says, line by line. */
  const standing = async () => {
    const facts = page.locator("dialog[open] [data-standing]");
    await facts.waitFor();
    const [terms, details] = [
      await facts.locator("dt").allTextContents(),
      await facts.locator("dd").allTextContents(),
    ];
    return Object.fromEntries(terms.map((term, index) => [term, details[index]]));
  };
  /** Figures and buttons of the dialog that nobody sees without scrolling. */
  const outsideDialog = () =>
    page.locator("dialog[open]").evaluate((dialog) => {
      const frame = dialog.getBoundingClientRect();
      return [...dialog.querySelectorAll("dt, dd, button")].flatMap((one) => {
        const { left, right, bottom } = one.getBoundingClientRect();
        const isWithin = frame.left <= left && right <= frame.right;
        return isWithin && bottom <= Math.min(frame.bottom, window.innerHeight) ? [] : [one.textContent];
      });
    });
  const back = async () => {
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  };

  it("begin with the first gap where the last number is keyed, and typing takes its place", async () => {
    await isOffered("1");
    await page.keyboard.type("3");
    await expect.poll(() => page.inputValue("#field-so")).toBe("3");
    await save(3);
    // 5 has its case: after 3 comes 4.
    await isOffered("4");
  });

  it("are told when the batch is submitted: expected, keyed, missing, and the safe button waits", async () => {
    await saved(3);
    await page.fill("#field-nksHoTen", "Lê Thị Dở");
    await page.keyboard.press("F10");
    expect(await standing()).toEqual({
      "Trường hợp của lô": "5",
      "Đã nhập": "4",
      "Trong đó ngoài dự kiến (1)": "2btrường hợp thứ hai của một số, hoặc số ngoài dự kiến",
      "Số chưa có trường hợp nào (2)": "1, 4",
      "Đang nhập dở": "trường hợp đang mở ở bàn nhập chưa lưu, sẽ không được nộp",
    });
    await page.locator("dialog[open] button:not([data-kind=primary]):focus").waitFor();
    expect(await outsideDialog()).toEqual([]);
    await look(page, "hand-in-missing");
    await back();
    await expect.poll(() => page.inputValue("#field-nksHoTen")).toBe("Lê Thị Dở");
  });

  it("are not submitted while a case waits on this computer", async () => {
    await page.context().setOffline(true);
    await save(4);
    // The server is away: 1 is known to be the only one left.
    await isOffered("1");
    await page.keyboard.press("F10");
    const dialog = page.locator("dialog[open]");
    await dialog.getByText("Còn 1 trường hợp chưa được máy chủ nhận").waitFor();
    await expect.poll(() => dialog.locator("button[data-kind=primary]").isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.context().setOffline(false);
    await saved(4);
  });

  it("are said to be all keyed when no gap is left, and then the way on is the key's", async () => {
    await save(1);
    await page.getByText("Mọi số của lô đã có trường hợp").waitFor();
    await expect.poll(() => page.inputValue("#field-so")).toBe("");
    await look(page, "desk-no-number-left");
    await saved(1);
    await page.keyboard.press("F10");
    expect(await standing()).toEqual({
      "Trường hợp của lô": "5",
      "Đã nhập": "6",
      "Trong đó ngoài dự kiến (1)": "2btrường hợp thứ hai của một số, hoặc số ngoài dự kiến",
    });
    await page.locator("dialog[open] button[data-kind=primary]:focus").press("Enter");
    await page.getByRole("heading", { name: "Lô của tôi" }).waitFor();
  });
});

describe.skipIf(withoutChromium())("a batch that came back", () => {
  let stage: Stage;
  const { faults } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      const { ids, submitBatch, check, giveBack } = await prepareRounds(test, 2);
      const review = await submitBatch();
      const mark = { field: "nksHoTen", severity: "major", reason: "Sổ ghi Nguyễn Văn Ân" };
      for (const id of ids) await check(review, id, id === ids[0] ? [mark] : []);
      await giveBack(review, "Có ô sai");
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("tells of marks that nobody has mended before it is submitted again, and is not refused", async () => {
    const page = await stage.openAt("nam", `/lo`);
    await page.locator(".card").getByRole("link", { name: "Nhập", exact: true }).click();
    await page.locator("#field-so").waitFor();
    await page.keyboard.press("F10");
    const dialog = page.locator("dialog[open]");
    await dialog.getByText("Ô bị đánh dấu chưa sửa (1)").waitFor();
    await dialog.locator("button:not([data-kind=primary]):focus").waitFor();
    await dialog.locator("button[data-kind=primary]").click();
    await page.getByRole("heading", { name: "Đã nộp gần đây" }).waitFor();
  });
});
