import { createPagePdf } from "@sogoc/files";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareAccepted } from "./prepared-accepted.ts";
import { must } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

const fileName = "KS.2008.01.2008-03-17.01.pdf";
const pdf = (title: string) => createPagePdf({ title, fields: [] });

/** Holds back what is sent to addresses with that ending until it is let go. */
const holdBack = async (page: Page, ending: string) => {
  const held = Promise.withResolvers<void>();
  let sent = 0;
  await page.route(`**${ending}`, async (route) => {
    sent++;
    await held.promise;
    await route.continue();
  });
  return { sent: () => sent, letGo: held.resolve };
};

describe.skipIf(withoutChromium())("what a book was accepted with", () => {
  let stage: Stage;
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      const { bookId, keeper } = await prepareAccepted(test);
      must(await keeper.upload(`entry/v1/books/${bookId}/scans`, fileName, pdf("Số 1, mờ")));
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("gets another scan when one person asks for it and another one approves", async () => {
    const keeper = await at("thu", "/so");
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    const buffer = Buffer.from(pdf("Số 1, quét lại"));
    const file = { name: fileName, mimeType: "application/pdf", buffer };
    await keeper.locator("input[type=file][accept='.pdf,.zip']").setInputFiles(file);
    await keeper.getByRole("button", { name: "Xem ảnh đang có, rồi thay" }).click();
    await keeper.locator("dialog[open] [data-there]").waitFor();
    await keeper.locator("dialog[open] button[type=submit]").click();
    await keeper.getByText("đã nghiệm thu với ảnh đang có").waitFor();
    await keeper.getByRole("button", { name: "Đề nghị thay ảnh đã nghiệm thu" }).click();
    await keeper.locator("dialog[open] [data-shown]").waitFor();
    await look(keeper, "exchange-asked");
    await keeper.getByRole("button", { name: "Gửi đề nghị" }).click();
    await keeper.locator("[data-asked]").waitFor();
    await keeper.goto(`${stage.address}/de-nghi`);
    await keeper.getByText("Bạn đề nghị, người khác quyết định.").waitFor();
    expect(await keeper.getByRole("button", { name: "Duyệt" }).count()).toBe(0);

    const acceptor = await at("duyet", "/de-nghi");
    const request = acceptor.locator("[data-replacement-request=waiting]");
    await request.getByText("ảnh cũ không đọc được").waitFor();
    await request.getByRole("button", { name: "Xem ảnh" }).click();
    await expect.poll(() => request.locator("[data-shown]:not([data-shown=''])").count()).toBe(2);
    await look(acceptor, "exchange-to-decide");
    const approve = request.getByRole("button", { name: "Duyệt" });
    const { sent, letGo } = await holdBack(acceptor, "/approve");
    await approve.focus();
    await acceptor.keyboard.press("Enter");
    await request.locator("button[aria-busy=true]:focus").waitFor();
    await acceptor.keyboard.press("Enter");
    letGo();
    const approved = acceptor.locator("[data-replacement-request=approved]", {
      hasText: "Người duyet đã duyệt",
    });
    await approved.waitFor();
    expect(sent()).toBe(1);
    // The button is gone; the next Tab goes on from where it stood.
    await acceptor.locator("[data-replacement-request=approved]:focus").waitFor();
  });

  it("keeps its office until somebody else has decided, who may say no", async () => {
    const keeper = await at("thu", "/so");
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    await keeper.getByRole("button", { name: "Sửa thông tin sổ" }).click();
    await keeper.fill("#detail-office", "UBND xã Bình An");
    await keeper.fill("#detail-reason", "theo bìa sổ");
    await keeper.keyboard.press("Enter");
    await keeper.locator("dialog[open]", { hasText: "Đề nghị đổi nơi đăng ký của sổ" }).waitFor();
    expect(await keeper.inputValue("dialog[open] input[name=text]")).toBe("theo bìa sổ");
    await keeper.keyboard.press("Enter");
    await keeper.locator("dialog[open]").waitFor({ state: "detached" });

    const acceptor = await at("duyet", "/de-nghi");
    const request = acceptor.locator("[data-replacement-request=waiting]");
    await request.getByText("“UBND xã Bình An”").waitFor();
    await request.getByRole("button", { name: "Từ chối" }).click();
    await acceptor.locator("dialog[open] input[name=text]").fill("Bìa sổ ghi khác");
    await acceptor.keyboard.press("Enter");
    await acceptor.locator("[data-replacement-request=declined]", { hasText: "“Bìa sổ ghi khác”" }).waitFor();
  });

  it("leaves the focus on the button of a form that is being sent, and sends it once", async () => {
    const page = await at("thu", "/mat-khau");
    await page.fill("#current", "khong-phai-mat-khau");
    await page.fill("#new", "mat-khau-khac-cua-thu");
    await page.fill("#again", "mat-khau-khac-cua-thu");
    const { sent, letGo } = await holdBack(page, "/accounts/v1/password");
    await page.locator("form:has(#again) button[type=submit]").focus();
    await page.keyboard.press("Space");
    await page.locator("button[type=submit][aria-busy=true]:focus").waitFor();
    await page.keyboard.press("Space");
    await page.focus("#again");
    await page.keyboard.press("Enter");
    letGo();
    await page.locator("form:has(#again) .problem").first().waitFor();
    expect(sent()).toBe(1);
  });
});
