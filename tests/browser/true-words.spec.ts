import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { openDesk } from "./desk-steps.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { prepareRounds } from "./prepared-rounds.ts";
import { type Stage, startStage } from "./stage.ts";

/** A batch whose review nobody has begun, and an empty one of another book; returns the review. */
const prepare = async (test: TestProvince): Promise<string> => {
  const { clerk, submitBatch } = await prepareRounds(test, 2, {
    chaDanToc: { raw: "Kinh", doubtful: true },
    meDanToc: { illegible: "faded" },
    ghiChu: { blank: true },
    nksQueQuan: { blank: true },
  });
  const review = await submitBatch();
  const keeper = await test.signInAgain("thu");
  const book = {
    unitId: test.commune,
    recordType: "KS",
    bookNumber: "02/2008",
    office: "UBND xã Mai Lâm",
    expectedCases: 5,
  };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const numbers = { bookId, from: 3, to: 3 };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", numbers));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  // Given by the administrator of the same unit: for a day the account decides nothing.
  const lead = await test.signInAgain("chinh");
  const { items } = must(
    await lead.get<{ items: { id: string; signInName: string; revision: number }[] }>(
      "accounts/v1/accounts?limit=100",
    ),
  );
  const lan = items.find(({ signInName }) => signInName === "lan");
  const role = { role: "acceptor", unitId: test.commune };
  must(await lead.post(`accounts/v1/accounts/${lan?.id}/roles`, role));
  await test.standalone.settled();
  return review.id;
};

describe.skipIf(withoutChromium())("what is not known, or not allowed, is said so", () => {
  let stage: Stage;
  let reviewId = "";
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepare(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("where nothing was looked at, nothing passes", async () => {
    const page = await at("duyet", `/kiem-tra/${reviewId}`);
    const line = (name: string) => page.locator("[data-verdict-basis] tr", { hasText: name });
    await line("Trường hợp có lỗi nghiêm trọng").waitFor();
    for (const name of ["Ô sai trong mẫu", "Trường hợp có lỗi nghiêm trọng", "Ô đã bị đánh dấu"]) {
      await expect.poll(() => line(name).getAttribute("data-basis")).toBe("warn");
      await expect.poll(() => line(name).textContent()).toContain("chưa đủ số liệu");
      await expect.poll(() => line(name).textContent()).toContain("Chưa kiểm tra");
    }
    const unclear = line("Giá trị còn nghi ngờ");
    expect(await unclear.getAttribute("data-basis")).toBe("warn");
    await unclear.getByText("2 chưa chắc · 2 không đọc được · 4 trống trong sổ").waitFor();
    await look(page, "verdict-nothing-checked");
  });

  it("what stays unclear is led to, case and field", async () => {
    const page = await at("duyet", `/kiem-tra/${reviewId}`);
    await page.getByRole("button", { name: "Xem từng chỗ" }).click();
    const places = page.locator("[data-unclear-cases] li");
    // Of each of the two cases one is in doubt, one is not to be read, and two are blank.
    await expect.poll(() => places.count()).toBe(8);
    await look(page, "verdict-unclear-cases");
    await places.filter({ hasText: "chưa chắc" }).first().getByRole("link").click();
    await page.getByRole("heading", { name: "Vì sao có giá trị này?" }).waitFor();
    const row = page.locator("[data-field-row=chaDanToc][data-here=true][data-pointed-at=true]");
    await row.waitFor();
    const height = page.viewportSize()?.height ?? 0;
    /** Whether all of it can be seen. */
    const isSeen = async () => {
      const box = await row.boundingBox();
      return box !== null && box.y >= 0 && box.y + box.height <= height;
    };
    await expect.poll(isSeen).toBe(true);
    await look(page, "record-pointed-at");
    // The way back leads to the list, open as it was.
    await page.locator("[data-way-back]").click();
    await expect.poll(() => page.locator("[data-unclear-cases] li").count()).toBe(8);
    await page.context().close();
  });

  it("an account that decides nothing for a day sees no verdict to give, and why", async () => {
    const page = await at("lan", `/kiem-tra/${reviewId}`);
    await page.getByText("chưa được kết luận").waitFor();
    for (const button of await page.locator("[data-verdict]").all())
      expect(await button.isDisabled()).toBe(true);
  });

  it("a figure that the server refuses is no nought", async () => {
    const page = await stage.signIn("nam");
    const figures = "**/api/reporting/v1/clerks/me*";
    await page.route(figures, (route) => route.fulfill({ status: 403, body: "{}" }));
    await page.goto(`${stage.address}/viec-cua-toi`);
    const keyed = page.locator(".figure", { hasText: "Đã nhập" });
    await keyed.waitFor();
    await expect.poll(() => keyed.locator("b").textContent()).toBe("–");
    await page.unroute(figures);
    await page.reload();
    await page.locator(".figure", { hasText: "Đã nhập" }).locator("b", { hasText: "2" }).waitFor();
  });

  it("the first case of a book has nothing of a case before it, and an empty field is keyed", async () => {
    const page = await stage.openAt("nam", `/lo`);
    await page.locator(".card", { hasText: "02/2008" }).getByText("Số 3 ·").waitFor();
    await openDesk(page);
    await page.fill("#field-nksHoTen", "Nguyễn Văn Ân");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Còn giá trị điền sẵn chưa xác nhận").waitFor();
    await expect.poll(() => page.getByText("chép từ trường hợp trước").count()).toBe(0);
    const carried = page.locator("input[data-field][data-state=ditto]");
    while ((await carried.count()) > 0) await carried.first().press("Enter");
    await page.keyboard.press("Control+Enter");
    const refusal = page.getByRole("alert");
    await refusal.getByText("bấm F2 nếu sổ để trống").waitFor();
    await expect.poll(() => refusal.textContent()).not.toContain("F8");
  });
});
