import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { confirmCarried, letStand } from "./desk-steps.ts";
import { prepareBook } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

/** Types one case with the keyboard alone: Enter goes from column to column, as on paper. */
const typeCase = async (page: Page, fields: Readonly<Record<string, string>>) => {
  for (const [code, text] of Object.entries(fields)) {
    // Tab order is the paper's order; the test walks it until it stands on the column.
    for (let step = 0; step < 90; step++) {
      const here = await page.locator(":focus").getAttribute("data-field");
      if (here === code) break;
      await page.keyboard.press("Tab");
    }
    await expect.poll(() => page.locator(":focus").getAttribute("data-field")).toBe(code);
    await page.keyboard.press("Control+A");
    if (text.startsWith("key:")) await page.keyboard.press(text.slice(4));
    else await page.keyboard.type(text);
  }
};

const birth = (so: number): Record<string, string> =>
  Object.fromEntries(Object.entries(birthFields(so)).map(([code, { raw }]) => [code, raw]));

const saved = (page: Page, number: number) =>
  page.locator("[data-saving=saved]", { hasText: `: số ${number}` }).waitFor();

describe.skipIf(withoutChromium())("the whole job in the browser", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 3 }));
  });
  afterAll(() => stage.stop());

  it("is keyed, checked, returned, corrected and accepted by keyboard, and the history tells it", async () => {
    const clerk = await stage.signIn("nam");
    await clerk.locator("main a[data-kind=primary]:focus").waitFor();
    await stage.picture(clerk, "queue");
    await clerk.keyboard.press("Enter");
    await clerk.locator("#field-so:focus").waitFor();
    await typeCase(clerk, birth(1));
    await clerk.locator("[data-shown]:not([data-shown=''])").waitFor();
    await stage.picture(clerk, "desk");
    await clerk.keyboard.press("Control+Enter");
    await saved(clerk, 1);

    // The second case: the number and what repeats are there; a place is blank, another illegible,
    // one doubtful.
    await clerk.locator("#field-so:focus").waitFor();
    await expect.poll(() => clerk.inputValue("#field-so")).toBe("2");
    await expect.poll(() => clerk.inputValue("#field-noiDangKy")).toBe("UBND xã Mai Lâm");
    // A day that nobody looked at would look as right as any other.
    await expect.poll(() => clerk.inputValue("#field-ngayDangKy")).toBe("");
    const { so: _so, loaiDangKy: _kind, noiDangKy: _place, ...second } = birth(2);
    await typeCase(clerk, { ...second, nksHoTen: "nguyễn văn bình", meNgaySinh: "key:F2" });
    await clerk.locator("#field-chaHoTen").focus();
    await clerk.keyboard.press("F3");
    await clerk.locator("dialog[open]").waitFor();
    await clerk.keyboard.press("2");
    await clerk.locator("#field-chaNgaySinh").focus();
    await clerk.keyboard.press("F4");
    expect(await clerk.getAttribute("#field-meNgaySinh", "data-state")).toBe("special");
    expect(await clerk.getAttribute("#field-chaNgaySinh", "data-state")).toBe("doubtful");
    // What was carried over is confirmed first: the form stops at the first that is not.
    await clerk.keyboard.press("Control+Enter");
    await clerk.locator("[role=alert]", { hasText: "chép từ trường hợp trước" }).waitFor();
    await clerk.locator("#field-so:focus").waitFor();
    await stage.picture(clerk, "desk-carried");
    await confirmCarried(clerk);
    await clerk.keyboard.press("Control+Enter");
    await clerk.locator("[role=alert]", { hasText: "F8" }).waitFor();
    await clerk.keyboard.press("F8");
    await clerk.locator("dialog[open] input:focus").waitFor();
    await stage.picture(clerk, "desk-accept");
    await letStand(clerk, "Sổ viết chữ thường");
    await saved(clerk, 2);
    await clerk.keyboard.press("F10");
    // The inventory counts more than was keyed: the dialog says so, its safe button has the focus.
    await clerk.locator("dialog[open] [data-standing]", { hasText: "40" }).waitFor();
    await clerk.locator("dialog[open] button:not([data-kind=primary]):focus").waitFor();
    await clerk.locator("dialog[open] button[data-kind=primary]").press("Enter");
    await clerk.getByText("Đã nộp", { exact: true }).waitFor();

    const checker = await stage.signIn("kiem");
    await checker.locator("main a.card:focus").waitFor();
    await stage.picture(checker, "reviews");
    await checker.keyboard.press("Enter");
    // The sample comes in the order of its seed, so either case may be the one that is marked.
    let marked = "";
    for (const turn of ["first", "second"]) {
      await checker.locator("[data-checked]:focus").waitFor();
      if (turn === "first") {
        for (let step = 0; step < 40; step++) {
          if ((await checker.locator(":focus").getAttribute("data-checked")) === "meHoTen") break;
          await checker.keyboard.press("ArrowDown");
        }
        marked = ((await checker.locator("#desk-title").textContent()) ?? "").replace("Số ", "");
        await checker.keyboard.press("x");
        await checker.locator("dialog[open] input:focus").waitFor();
        await checker.keyboard.type("Sai dấu so với sổ");
        await checker.keyboard.press("Enter");
        await checker.locator("[data-checked=meHoTen][aria-pressed=true]").waitFor();
        await stage.picture(checker, "review");
      }
      const title = await checker.locator("#desk-title").textContent();
      await checker.locator("[data-checked]").first().focus();
      await checker.keyboard.press("Enter");
      await checker.locator("#desk-title", { hasText: title ?? "" }).waitFor({ state: "detached" });
    }
    await checker.getByText("Mẫu đã kiểm tra xong").waitFor();

    const acceptor = await stage.signIn("duyet");
    await acceptor.locator("main a.card:focus").waitFor();
    await acceptor.keyboard.press("Enter");
    await acceptor.locator("[data-verdict=accepted][disabled]").waitFor();
    await stage.picture(acceptor, "verdict");
    await acceptor.getByRole("button", { name: "Trả lại lô" }).press("Enter");
    await acceptor.locator("dialog[open] input:focus").waitFor();
    await acceptor.keyboard.type("Sai họ tên mẹ");
    await acceptor.keyboard.press("Enter");
    await acceptor.getByText("Đã trả lại").first().waitFor();

    await clerk.reload();
    await clerk.locator("main a[data-kind=primary]:focus", { hasText: "Các lỗi cần sửa" }).waitFor();
    // Why it came back, and that all of it did: whoever mends it reads that before anything else.
    const why = clerk.locator("[data-return-reason=whole]", { hasText: "Lý do: Sai họ tên mẹ" });
    await why.waitFor();
    await clerk.keyboard.press("Enter");
    await clerk.locator("a.case:focus").waitFor();
    await why.waitFor();
    await stage.picture(clerk, "cases");
    await clerk.keyboard.press("Enter");
    await clerk.locator("#field-meHoTen:focus").waitFor();
    await clerk.locator("#field-meHoTen-mark", { hasText: "Sai dấu so với sổ" }).waitFor();
    await clerk.locator("[data-shown]:not([data-shown=''])").waitFor();
    await stage.picture(clerk, "correct");
    await clerk.keyboard.press("Control+A");
    await clerk.keyboard.type("Trần Thị Hòa");
    await clerk.keyboard.press("Control+Enter");
    await clerk.locator("dialog[open] input:focus").waitFor();
    // The button to let a warning stand is there before the server has said whether it asks why.
    const corrected = clerk.waitForResponse((answer) => answer.url().endsWith("/correct"));
    await clerk.keyboard.press("Enter");
    if (!(await corrected).ok()) {
      await clerk.locator("dialog[open]").waitFor({ state: "detached" });
      await clerk.keyboard.press("F8");
      await letStand(clerk, "Đúng như sổ ghi");
    }
    await clerk.getByRole("heading", { name: "Các trường hợp đã nhập" }).waitFor();
    await clerk.getByRole("heading", { name: "Các lỗi cần sửa" }).waitFor({ state: "detached" });
    await clerk.keyboard.press("F9");
    await clerk.locator("#field-so:focus").waitFor();
    await clerk.keyboard.press("F10");
    // The inventory counts more than was keyed: the dialog says so, its safe button has the focus.
    await clerk.locator("dialog[open] [data-standing]", { hasText: "40" }).waitFor();
    await clerk.locator("dialog[open] button:not([data-kind=primary]):focus").waitFor();
    await clerk.locator("dialog[open] button[data-kind=primary]").press("Enter");
    await clerk.getByText("Đã nộp", { exact: true }).waitFor();

    await checker.goto(`${stage.address}/kiem-tra`);
    await checker.locator("main a.card:focus").waitFor();
    await checker.keyboard.press("Enter");
    for (let left = 2; left > 0; left--) {
      await checker.locator("[data-checked]:focus").waitFor();
      const title = await checker.locator("#desk-title").textContent();
      await checker.keyboard.press("Enter");
      await checker.locator("#desk-title", { hasText: title ?? "" }).waitFor({ state: "detached" });
    }
    await acceptor.goto(`${stage.address}/kiem-tra`);
    await acceptor.locator("main a.card:focus").waitFor();
    await acceptor.keyboard.press("Enter");
    await acceptor.locator("[data-mark-standing=mended]").waitFor();
    await acceptor.locator("#why-accepted", { hasText: "đối soát" }).waitFor();
    const keeper = await stage.signIn("thu");
    await keeper.goto(
      `${stage.address}${await acceptor.locator("[data-verdict-basis] a").getAttribute("href")}`,
    );
    // A reason for each kind of what does not agree.
    const open = keeper.locator("[data-finding=open] input[type=checkbox]");
    await open.first().waitFor();
    for (let left = await open.count(); left > 0; ) {
      await keeper.getByRole("button", { name: "Chọn tất cả cùng loại" }).click();
      await keeper.getByRole("button", { name: /^Đóng \d+ chỗ/ }).click();
      await keeper.locator("dialog[open] input:focus").waitFor();
      const closing = await keeper.locator("dialog[open] [data-closing] li").count();
      await keeper.keyboard.type("Phần còn lại của sổ nhập sau");
      await keeper.keyboard.press("Enter");
      left -= closing;
      await expect.poll(() => open.count()).toBe(left);
    }
    await acceptor.reload();
    await acceptor.locator("[data-inventory='38']").waitFor();
    await stage.picture(acceptor, "verdict-mended");
    await acceptor.getByRole("button", { name: "Nghiệm thu lô" }).press("Enter");
    await acceptor.locator("dialog[open] button[data-kind=primary]").press("Enter");
    await acceptor.getByText("Đã nghiệm thu").first().waitFor();

    await acceptor.getByRole("link", { name: "Tra cứu" }).click();
    await acceptor.locator("#number").fill(marked);
    await acceptor.locator("#words").fill("nguyen van");
    await acceptor.keyboard.press("Enter");
    await acceptor.locator("tbody a").first().click();
    const story = acceptor.locator("ol.story");
    await story.locator("del", { hasText: "Trần Thị Hoa" }).waitFor();
    await story.locator("ins", { hasText: "Trần Thị Hòa" }).waitFor();
    await acceptor.locator("[data-field-row=meHoTen] button").first().click();
    await acceptor.getByRole("heading", { name: "Vì sao có giá trị này?" }).waitFor();
    await stage.picture(acceptor, "history");

    // A data manager asks for a change in a column nobody keyed, and annotates; the acceptor sees
    // of whom, and the image.
    const manager = await stage.signIn("dulieu");
    await manager.goto(acceptor.url());
    // What was found in a slip of the hand is not asked about once the slip is mended.
    await manager.getByRole("button", { name: "Đề nghị sửa: Ngày sinh (mẹ)" }).click();
    await manager.fill("#value", "31.02.1978");
    await manager.fill("#reason", "Đọc lại ngày sinh");
    await manager.getByRole("button", { name: "Gửi đề nghị" }).click();
    await manager.locator("[data-warnings]").waitFor();
    await manager.fill("#value", "27.01.1978");
    await manager.locator("[data-warnings]").waitFor({ state: "detached" });
    await manager.keyboard.press("Escape");
    await manager.getByLabel("Hiện cả ô chưa nhập").check();
    await manager.getByRole("button", { name: "Đề nghị sửa: Ghi chú" }).click();
    await manager.selectOption("#kind", "blank");
    await manager.fill("#reason", "Ô này trống trong sổ");
    await manager.getByRole("button", { name: "Gửi đề nghị" }).click();
    await manager.getByText("Đã gửi.").waitFor();
    await manager.keyboard.press("Enter");
    await manager.getByRole("button", { name: "Ghi chú theo quyết định" }).click();
    await manager.fill("#note-text", "Cải chính năm sinh của mẹ");
    await manager.fill("#note-number", "12/QĐ-UBND");
    await manager.fill("#note-day", "5/3/2012");
    await manager.fill("#note-issuer", "UBND huyện Nghĩa Đàn");
    await manager.keyboard.press("Enter");
    await manager.locator("[data-event=RecordAnnotated]").waitFor();
    const sheet = manager.waitForEvent("download");
    await manager.getByRole("button", { name: "Phiếu tra cứu (PDF)" }).click();
    expect((await sheet).suggestedFilename()).toBe("phieu-tra-cuu.pdf");

    await acceptor.goto(`${stage.address}/de-nghi`);
    await acceptor.locator("[data-correction=requested]", { hasText: `số ${marked}` }).waitFor();
    await acceptor.getByText("Người dulieu").waitFor();
    await acceptor.getByRole("button", { name: "Xem ảnh" }).click();
    await acceptor.locator("[data-shown]:not([data-shown=''])").waitFor();
    await stage.picture(acceptor, "corrections-one");
    await acceptor.getByRole("button", { name: "Từ chối" }).click();
    await acceptor.keyboard.type("Sổ có chữ ở ô này");
    await acceptor.keyboard.press("Enter");
    await acceptor.getByText("Không có đề nghị nào").waitFor();
    await manager.getByRole("link", { name: "Đề nghị sửa" }).click();
    await manager.locator("[data-correction=declined]", { hasText: "Sổ có chữ ở ô này" }).waitFor();
    await stage.picture(manager, "corrections-own");
    expect(stage.complaints).toEqual([]);
  });
});
