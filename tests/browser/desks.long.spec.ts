import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { fillCase, letStand } from "./desk-steps.ts";
import { onStage } from "./on-stage.ts";
import { prepareBook } from "./prepared-book.ts";
import { person, type Stage, startStage } from "./stage.ts";

const openDesk = async (page: Page) => {
  await page.locator("main a[data-kind=primary]").click();
  await page.locator("#field-so:focus").waitFor();
};
const keyCase = async (page: Page, so: number) => {
  await fillCase(page, so);
  await page.keyboard.press("Control+Enter");
  await page.locator("[data-saving=saved]", { hasText: `: số ${so}` }).waitFor();
};

describe.skipIf(withoutChromium())("the desks", () => {
  let stage: Stage;
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 3 }));
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("send a wrong password of a locked screen once, and open with the right one", async () => {
    const page = await stage.signIn("lan");
    // The lid was closed for a while: the first key locks before any clock has looked.
    await page.clock.install();
    await page.clock.setSystemTime(Date.now() + 11 * 60_000);
    await page.keyboard.press("Tab");
    await page.locator("#lock-password:focus").waitFor();
    await page.clock.resume();
    // A reload does not open it, and no Escape takes the question away.
    await page.reload();
    await page.locator("#lock-password:focus").waitFor();
    await look(page, "lock");
    for (let press = 0; press < 3; press++) await page.keyboard.press("Escape");
    await page.locator("#lock-password:focus").waitFor();
    let sent = 0;
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/sessions")) sent++;
    });
    await page.keyboard.type("mat-khau-sai");
    await page.keyboard.press("Enter");
    await page.locator("dialog[open] [role=alert], dialog[open] .problem").first().waitFor();
    expect(sent).toBe(1);
    await page.fill("#lock-password", person("lan").password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Lô của tôi" }).waitFor();
    expect(sent).toBe(2);
  });

  it("show what somebody keyed to nobody else at the same computer", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await keyCase(page, 1);
    await page.fill("#field-nksHoTen", "Lê Thị Riêng");
    await page.locator("#seen-noiDangKy option").first().waitFor({ state: "attached" });
    const address = page.url();
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await page.fill("#name", "lan");
    await page.fill("#password", person("lan").password);
    await page.keyboard.press("Enter");
    await page.locator("header.bar").waitFor();
    await page.goto(address);
    await page.locator("#field-so, main .problem").first().waitFor();
    const seen = await page.locator("body").evaluate((body) => body.innerHTML);
    expect(seen).not.toContain("Lê Thị Riêng");
    expect(seen).not.toContain("UBND xã Mai Lâm");
  });

  it("show what stands unsaved before a batch is submitted, and a key too many submits nothing", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.fill("#field-nksHoTen", "Lê Thị Dở");
    await page.keyboard.press("F10");
    await page.locator("dialog[open] [data-standing]", { hasText: "Đang nhập dở" }).waitFor();
    await page.locator("dialog[open] button:not([data-kind=primary]):focus").waitFor();
    await look(page, "desk-hand-in");
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await expect.poll(() => page.inputValue("#field-nksHoTen")).toBe("Lê Thị Dở");
    // A number that was keyed already is told before anything is sent.
    await page.fill("#field-so", "1");
    await page.locator("[data-taken]").getByText("Số này đã được nhập").waitFor();
    const there = await page.locator("[data-taken] [data-existing-case]").getAttribute("href");
    expect(there).toMatch(/^\/lo\/.+\/sua\/.+/);
    await page.fill("#field-so", "77");
    await page.locator("[data-taken]").waitFor({ state: "detached" });
    await page.fill("#field-nksHoTen", "");
    await page.context().close();
  });

  it("give a true repeat the letter that the clerk chooses", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await fillCase(page, 1);
    await page.keyboard.press("Control+Enter");
    // The same button stands where the number is told to be taken, and goes with the case as it is
    // sent; what opened before that is closed.
    await page.getByRole("alert").getByRole("button", { name: "Sổ ghi trùng số" }).click();
    await page.selectOption("#suffix", "c");
    await look(page, "desk-duplicate");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Lưu thành trường hợp thứ hai" }).click();
    await page.locator("[data-saving=saved]", { hasText: ": số 1c" }).waitFor();
  });

  it("take a proposal by one key, with marks or without", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.locator("#field-nksDanToc").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("kin");
    await page.locator("#field-nksDanToc-proposal", { hasText: "Kinh" }).waitFor();
    await look(page, "desk-proposal");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.inputValue("#field-nksDanToc")).toBe("Kinh");
    await page.locator("#field-nksDanToc-proposal").waitFor({ state: "detached" });
    await page.keyboard.press("Control+A");
    await page.keyboard.type("tay");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.inputValue("#field-nksDanToc")).toBe("Tày");
  });

  it("void a case keyed under a wrong number and bring it back under the right one", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await keyCase(page, 5);
    await page.keyboard.press("F9");
    await page.locator("a.case", { hasText: "Nguyễn Văn An" }).last().click();
    await page.getByRole("button", { name: "Sai số đăng ký" }).click();
    await page.locator("#new-number:focus").waitFor();
    await look(page, "correct-number");
    await page.keyboard.type("6");
    await page.keyboard.press("Enter");
    await page.locator('#field-so[value="6"]').waitFor();
    await expect.poll(() => page.inputValue("#field-nksHoTen")).toBe("Nguyễn Văn An");
    await page.keyboard.press("Control+Enter");
    await page.locator("[data-saving=saved]", { hasText: ": số 6" }).waitFor();
    await page.keyboard.press("F9");
    await page.locator("del").waitFor();
    await look(page, "cases-voided");
    await page.locator("a.case").last().click();
    await page.getByRole("button", { name: "Hủy trường hợp" }).click();
    await look(page, "correct-void");
    await page.keyboard.type("Nhập hai lần");
    await page.keyboard.press("Enter");
    await page.locator("del").nth(1).waitFor();
  });

  it("show what a saved case was let stand with, and put the caret into its first field", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await fillCase(page, 7);
    await page.fill("#field-nksHoTen", "nguyễn văn Đông");
    await page.keyboard.press("Control+Enter");
    await page.locator("[role=alert]", { hasText: "F8" }).waitFor();
    await page.keyboard.press("F8");
    await letStand(page, "Sổ viết chữ thường");
    await page.locator("[data-saving=saved]", { hasText: ": số 7" }).waitFor();
    await page.keyboard.press("F9");
    await page.locator("a.case", { hasText: "nguyễn văn Đông" }).last().click();
    await page.locator("#field-nksHoTen-hint", { hasText: "Sổ viết chữ thường" }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.id);
    expect(await focused()).toBe(await page.locator("input[data-field]").first().getAttribute("id"));
    await look(page, "correct-accepted");
    // What stands is not asked about again.
    await page.fill("#field-meHoTen", "Trần Thị Mai");
    await page.keyboard.press("F8");
    await page.locator("dialog[open] textarea, dialog[open] input").first().waitFor();
    await expect.poll(() => page.locator("dialog[open] ol.findings").count()).toBe(0);
  });

  it("move the image to the place that was shown for a part of the book", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.fill("#field-so", "2");
    await page.locator("[data-shown]:not([data-shown=''])").waitFor();
    const top = () => page.locator(".stage").evaluate((frame) => frame.scrollTop);
    await page.locator("#field-meHoTen").focus();
    await page.locator(".stage").evaluate((frame) => frame.scrollTo({ top: 150 }));
    await page.keyboard.press("Alt+V");
    await page.locator("#field-nksHoTen").focus();
    await page.locator(".stage").evaluate((frame) => frame.scrollTo({ top: 0 }));
    await page.locator("#field-meHoTen").focus();
    await expect.poll(top).toBe(150);
  });

  it("put the image at any side, and leave it there", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    for (const place of ["right", "top", "bottom"]) {
      await page.keyboard.press("Alt+P");
      await page.locator(`.desk[data-place=${place}]`).waitFor();
      await look(page, `desk-image-${place}`);
    }
    await page.locator("[role=separator]").focus();
    const before = await page.locator("[role=separator]").getAttribute("aria-valuenow");
    await page.keyboard.press("ArrowUp");
    expect(Number(await page.locator("[role=separator]").getAttribute("aria-valuenow"))).toBeGreaterThan(
      Number(before),
    );
    await page.reload();
    await page.locator(".desk[data-place=bottom]").waitFor();
  });

  it("mend what the cover of a book says, and go on with a list that is longer than its page", async () => {
    const keeper = await stage.signIn("thu");
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    await keeper.getByRole("button", { name: "Sửa thông tin sổ" }).click();
    await keeper.fill("#detail-office", "UBND xã Mai Lâm, huyện Nghĩa Đàn");
    await keeper.fill("#detail-pages", "41");
    await keeper.fill("#detail-reason", "Bìa ghi rõ hơn");
    await look(keeper, "book-details");
    await keeper.keyboard.press("Enter");
    await keeper.locator("td", { hasText: "huyện Nghĩa Đàn" }).waitFor();
    await keeper.selectOption("#only-type", "KT");
    await keeper.getByText("Chưa có quyển nào của loại này.").waitFor();
  });

  it("give a role on purpose: which, where and until when", async () => {
    const admin = await stage.openAt("chinh", `/tai-khoan`);
    await admin.getByRole("button", { name: "Thêm vai trò: Người nam" }).click();
    await admin.locator("#grant-role:focus").waitFor();
    await admin.selectOption("#grant-role", "checker");
    await admin.fill("#grant-until", "1/2/2099");
    await look(admin, "accounts-grant");
    await admin.getByRole("button", { name: "Giao vai trò" }).click();
    await admin
      .locator("tr", { hasText: "Người nam" })
      .getByRole("button", { name: "Thu hồi vai trò: Kiểm tra" })
      .waitFor();
  });

  it("show the password of an account that was opened, also where its role is refused then", async () => {
    const admin = await stage.openAt("chinh", `/tai-khoan`);
    // As where somebody was quicker, or the area was closed meanwhile.
    await admin.route("**/api/accounts/v1/accounts/*/roles", (route) =>
      route.fulfill({
        status: 409,
        contentType: "application/problem+json",
        body: JSON.stringify({
          code: "unit-closed",
          title: "Đơn vị đã đóng.",
          titleEn: "Closed.",
          status: 409,
        }),
      }),
    );
    await admin.fill("#signInName", "vua-mo");
    await admin.fill("#displayName", "Người vừa mở");
    await admin.getByRole("button", { name: "Mở tài khoản" }).click();
    const password = await admin.locator("dialog[open] .password code").textContent();
    expect(password?.length).toBeGreaterThan(7);
    await admin.locator("dialog[open] button[data-kind=primary]:focus").press("Enter");
    await admin.getByText("Đơn vị đã đóng.").waitFor();
    await admin.locator("tr", { hasText: "Người vừa mở" }).waitFor();
    // The next person is somebody else; and the password is shown once.
    await expect.poll(() => admin.inputValue("#signInName")).toBe("");
    await expect.poll(() => admin.locator("body").textContent()).not.toContain(password);
    await admin.context().close();
  });

  it("tell the province of a new case by themselves, and lead it down to the book", async () => {
    const province = await stage.signIn("sotp");
    await province.locator("main[data-live=true]").waitFor();
    const keyed = province.locator(".figure", { hasText: "Đã nhập" }).locator("b");
    const before = Number(await keyed.textContent());
    // Nothing but the stream may bring the figure: the page no longer asks by itself.
    const clerk = await stage.signIn("nam");
    await openDesk(clerk);
    await keyCase(clerk, 9);
    await expect.poll(() => keyed.textContent()).toBe(String(before + 1));
    await look(province, "dashboard-live");
    await province.getByRole("button", { name: "Theo tuần" }).click();
    await province.locator("[data-pace=weeks] svg").nth(25).waitFor();
    await look(province, "dashboard-weeks");
    await province.getByRole("link", { name: "Xã Mai Lâm" }).click();
    await province.getByRole("heading", { name: "Các sổ" }).waitFor();
    await look(province, "dashboard-commune");
    await province.getByRole("link", { name: "Sổ Khai sinh 01/2008" }).first().click();
    await province.getByText("Vai trò của bạn xem số liệu").waitFor();
    await look(province, "book-page-province");
    const paper = await province.pdf({ format: "A4", preferCSSPageSize: true });
    expect(paper.subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("show a reader the image and the history of a case", async () => {
    const auditor = await stage.openAt("thanhtra", `/toan-canh`);
    await auditor.getByRole("link", { name: "Xã Mai Lâm" }).click();
    await auditor.getByRole("link", { name: "Sổ Khai sinh 01/2008" }).first().click();
    await auditor.getByRole("button", { name: "Ảnh quét 1", exact: true }).click();
    await auditor.locator("[data-shown]:not([data-shown=''])").waitFor();
    await look(auditor, "book-page");
    await auditor.getByRole("link", { name: "Lịch sử 1", exact: true }).click();
    await auditor.locator("ol.story li").first().waitFor();
    await look(auditor, "history-auditor");

    // Who follows the code of a look-up sheet need not be an auditor to lay its hash beside the
    // log.
    const hash = ((await auditor.locator("#proof-title ~ p code").textContent()) ?? "").replaceAll(" ", "");
    expect(hash).toMatch(/^[0-9a-f]{64}$/u);
    const reader = await stage.signIn("dulieu");
    await reader.goto(`${auditor.url()}#${hash}`);
    await reader.locator("[data-intact=true] [data-printed=last]").waitFor();
    await look(reader, "history-proof");
    await reader.fill("#printed-hash", hash.replace(/^./u, hash.startsWith("0") ? "1" : "0"));
    await reader.locator("[data-printed=none]").waitFor();
  });

  it("find an auditor the cases that somebody keyed on a day", async () => {
    const auditor = await stage.openAt("thanhtra", `/tra-cuu`);
    await auditor.selectOption("#who", { label: "Người nam" });
    const day = new Intl.DateTimeFormat("vi-VN", {
      day: "2-digit",
      month: "2-digit",
      year: "numeric",
      timeZone: "Asia/Ho_Chi_Minh",
    });
    await auditor.fill("#from", day.format(Date.now() - 86_400_000));
    await auditor.keyboard.press("Enter");
    await auditor.locator("tbody tr").first().waitFor();
    await look(auditor, "search-actor");
    await auditor.fill("#to", day.format(Date.now() - 86_400_000));
    await auditor.keyboard.press("Enter");
    await auditor.getByText("Không tìm thấy").waitFor();
  });

  it("close what does not agree in a book with a reason", async () => {
    const keeper = await stage.signIn("thu");
    await keeper.getByRole("link", { name: "Đối soát 01/2008" }).click();
    const open = keeper.locator("[data-finding=open]");
    await open.first().waitFor();
    const count = await open.count();
    await look(keeper, "reconciliation");
    // What may settle while the book is keyed offers no box.
    await open.locator("input[type=checkbox]").first().check();
    await keeper.getByRole("button", { name: "Đóng 1 chỗ" }).click();
    await keeper.locator("dialog[open] input:focus").waitFor();
    await look(keeper, "reconciliation-close");
    await keeper.keyboard.type("Sổ giấy đúng như vậy");
    await keeper.keyboard.press("Enter");
    await keeper.locator("[data-finding=closed]", { hasText: "Sổ giấy đúng như vậy" }).waitFor();
    await expect.poll(() => open.count()).toBe(count - 1);
    const checker = await stage.signIn("kiem");
    await checker.goto(keeper.url());
    // The page of somebody else says nothing of a change by itself; it is looked at again.
    await expect
      .poll(async () => {
        await checker.reload();
        await checker.locator("[data-finding]").first().waitFor();
        return checker.locator("[data-finding=closed]").count();
      })
      .toBe(1);
    await expect.poll(() => checker.locator("input[type=checkbox]").count()).toBe(0);
  });

  it("register a contractor, and rename and close a unit", async () => {
    const admin = await stage.openAt("chinh", `/don-vi`);
    await admin.fill("#unit-name", "Công ty Số hóa Thử");
    await admin.getByRole("button", { name: "Đăng ký nhà thầu" }).click();
    await admin.locator("td", { hasText: "Công ty Số hóa Thử" }).waitFor();
    await admin.goto(`${stage.address}/tai-khoan`);
    await admin.selectOption("#unitId", { label: "Công ty Số hóa Thử" });
    expect(await admin.locator("#until").getAttribute("required")).not.toBeNull();
    await look(admin, "accounts-contractor");

    // The browser is an English one; days are written the Vietnamese way all the same.
    await admin.fill("#signInName", "thu.viec");
    await admin.fill("#displayName", "Người Thử Việc");
    await admin.fill("#until", "31/02/2099");
    await admin.keyboard.press("Enter");
    await admin.keyboard.press("Tab");
    await admin.getByRole("alert").getByText("Không phải ngày").waitFor();
    await look(admin, "accounts-no-day");
    await admin.fill("#until", "1.2.2099");
    await admin.keyboard.press("Enter");
    await admin.locator("dialog[open] code").waitFor();
    await admin.keyboard.press("Escape");
    await admin.locator("tr", { hasText: "thu.viec" }).getByText("01/02/2099").waitFor();
    // The next person is somebody else.
    await expect.poll(() => admin.locator("#unitId option:checked").textContent()).toContain("Mai Lâm");
    await admin.selectOption("#role", "province-viewer");
    await admin.locator("[data-narrow-area]").getByText("không xem được cả tỉnh").waitFor();
    await look(admin, "accounts-narrow-area");

    const system = await stage.openAt("admin", `/don-vi`);
    await system.getByRole("button", { name: "Đổi tên: Xã Bình An" }).click();
    await look(system, "units-rename");
    await system.locator("dialog[open] input[name=text]").fill("Xã Bình Yên");
    await system.keyboard.press("Enter");
    await system.getByRole("button", { name: "Kết thúc đơn vị: Xã Bình Yên" }).click();
    await system.getByRole("checkbox", { name: "Xã Mai Lâm" }).check();
    await look(system, "units-close");
    await system.locator("dialog[open] button[type=submit]").click();
    await system.locator("tr", { hasText: "kế thừa: Xã Mai Lâm" }).waitFor();
  });
});
