import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { confirmCarried } from "./desk-steps.ts";
import { truncated, violationsOf } from "./faults.ts";
import { prepareShelf } from "./prepared-book.ts";
import { person, type Stage, startStage } from "./stage.ts";

const CASES = 3;

/** What is keyed in the first round and nowhere else: it must never reach the second keyer. */
const secret = "Xyzzy";
const firstBirth = (so: number): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(birthFields(so)).map(([code, { raw }]) => [code, raw])),
  nguoiKy: "Bùi Văn Ký",
  nksNoiSinh: `Xã ${secret}`,
});
/** The second reading: in case 1 and 2 a tone differs, in case 3 a letter. */
const readOtherwise: Record<number, Record<string, string>> = {
  1: { chaHoTen: "Nguyễn Văn Lòng" },
  2: { meHoTen: "Trần Thị Hòa" },
  3: { nksHoTen: "Nguyễn Văn Anh" },
};
const identity = [
  "ngayDangKy",
  "nguoiKy",
  "nksHoTen",
  "nksNgaySinh",
  "meHoTen",
  "meNgaySinh",
  "chaHoTen",
  "chaNgaySinh",
];

const answerFile = (lines: readonly string[]) => ({
  name: "ket-qua.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(["Số đăng ký,Trạng thái,Lý do", ...lines, ""].join("\n")),
});

describe.skipIf(withoutChromium())("a book from its batch to the national database", () => {
  let stage: Stage;
  let casesAddress = "";
  const faults: string[] = [];
  const pages = new Map<string, Page>();
  /** That person's window, at an address. */
  const at = async (who: string, path: string): Promise<Page> => {
    const page = pages.get(who) ?? (await stage.signIn(who));
    pages.set(who, page);
    await page.goto(`${stage.address}${path}`);
    return page;
  };
  /** Looks for faults in both languages and keeps a picture. */
  const look = async (page: Page, name: string, ready = "main h1") => {
    await page.locator(ready).first().waitFor();
    await stage.picture(page, name);
    for (const language of ["vi", "en"]) {
      for (const violation of await violationsOf(page)) faults.push(`${name} (${language}): ${violation}`);
      for (const text of (await truncated(page)) as string[])
        faults.push(`${name} (${language}) cuts: ${text}`);
      await page.locator("header button[lang]").click();
    }
  };

  beforeAll(async () => {
    stage = await startStage(async (test) => {
      await prepareShelf(test, { scans: CASES, cases: CASES });
      await test.person("phanxu", [{ role: "checker", unitId: test.commune }]);
    });
  });
  afterAll(() => stage.stop());

  const assign = async (keeper: Page, clerk: string) => {
    await keeper.locator("select[name=clerk]").selectOption({ label: `Người ${clerk}` });
    await keeper.getByRole("button", { name: "Giao", exact: true }).click();
    await keeper.getByRole("button", { name: "Thu hồi" }).waitFor();
  };
  const openBook = async () => {
    const keeper = await at("thu", "/so");
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    return keeper;
  };

  it("is opened for double keying in a lot, and keyed once", async () => {
    const keeper = await openBook();
    await keeper.locator("select[name=keying]").selectOption("double-identity");
    await keeper.locator("select[name=acceptance]").selectOption("lot");
    await stage.picture(keeper, "open-batch");
    await keeper.getByRole("button", { name: "Mở lô" }).click();
    await assign(keeper, "nam");

    const clerk = await at("nam", "/lo");
    await clerk.locator("main a[data-kind=primary]:focus").press("Enter");
    await clerk.locator("#field-so:focus").waitFor();
    for (let so = 1; so <= CASES; so++) {
      for (const [code, text] of Object.entries(firstBirth(so))) await clerk.fill(`#field-${code}`, text);
      await confirmCarried(clerk);
      await clerk.keyboard.press("Control+Enter");
      await clerk.locator(`#field-so[value="${so + 1}"]`).waitFor();
    }
    await clerk.locator("[data-saving=saved][data-waiting='0']").waitFor();
    // What must be gone when somebody else sits down at this computer.
    await expect.poll(() => clerk.locator("#seen-nguoiKy option").count()).toBe(1);
    await clerk.keyboard.press("F9");
    await clerk.getByRole("link", { name: "Nguyễn Văn An" }).first().waitFor();
    casesAddress = new URL(clerk.url()).pathname;
    await clerk.keyboard.press("F9");
    await clerk.locator("#field-so:focus").waitFor();
    await clerk.keyboard.press("F10");
    await clerk.locator("dialog[open] button[data-kind=primary]:enabled").press("Enter");
    await clerk.getByRole("heading", { name: "Lô của tôi" }).waitFor();
  });

  it("is keyed a second time by somebody who sees nothing of it", async () => {
    await assign(await openBook(), "lan");
    const clerk = pages.get("nam") ?? (await stage.signIn("lan"));
    pages.set("lan", clerk);
    await clerk.getByRole("button", { name: "Đăng xuất" }).click();
    await clerk.fill("#name", "lan");
    await clerk.fill("#password", person("lan").password);
    await clerk.keyboard.press("Enter");
    await clerk.getByText("Người lan").waitFor();
    const heard: Promise<string>[] = [];
    clerk.on("response", (answer) => {
      if (answer.url().includes("/api/")) heard.push(answer.text().catch(() => ""));
    });
    await clerk.evaluate(`history.pushState(null, "", ${JSON.stringify(casesAddress)})`);
    await clerk.locator("[role=alert]").first().waitFor();
    await expect.poll(() => clerk.locator("body").textContent()).not.toContain("Nguyễn Văn An");
    await clerk.getByRole("link", { name: "Lô của tôi" }).click();
    await clerk.locator("main a[data-kind=primary]").click();
    await clerk.locator("#desk-title[data-number='1']").waitFor();
    await expect.poll(() => clerk.locator("#seen-nguoiKy").count()).toBe(1);
    await expect.poll(() => clerk.locator("#seen-nguoiKy option").count()).toBe(0);
    for (let so = 1; so <= CASES; so++) {
      await clerk.locator(`#desk-title[data-number="${so}"]`).waitFor();
      await clerk.locator("[data-shown]:not([data-shown=''])").waitFor();
      await clerk.locator("input[data-field]:focus").waitFor();
      await expect.poll(() => clerk.locator("#field-nksNoiSinh").count()).toBe(0);
      const fields = { ...firstBirth(so), ...readOtherwise[so] };
      for (const code of identity) await clerk.fill(`#field-${code}`, fields[code] ?? "");
      if (so === 2) {
        await look(clerk, "second-desk");
        // A closed lid loses nothing, and takes them to the same case again.
        await clerk.reload();
        await clerk.locator('#field-meHoTen[value="Trần Thị Hòa"]').waitFor();
      }
      await confirmCarried(clerk);
      await clerk.keyboard.press("Control+Enter");
    }
    await clerk.locator("dialog[open] button[data-kind=primary]:focus").waitFor();
    await stage.picture(clerk, "second-desk-finish");
    await clerk.keyboard.press("Enter");
    await clerk.getByText("Bạn chưa được giao lô nào").waitFor();
    expect((await Promise.all(heard)).filter((text) => text.includes(secret))).toEqual([]);
  });

  it("is arbitrated by a third person by keys", async () => {
    const arbiter = await at("phanxu", "/phan-xu");
    await arbiter.locator("main a.card:focus").waitFor();
    await look(arbiter, "arbitrations");
    await arbiter.locator("main a.card").press("Enter");
    await arbiter.locator("[data-choice=second] mark", { hasText: "h" }).waitFor();
    await arbiter.locator("[data-shown]:not([data-shown=''])").waitFor();
    await look(arbiter, "arbitration");
    await arbiter.keyboard.press("3");
    await arbiter.locator("#paper:focus").fill("Nguyễn Văn Ân");
    await stage.picture(arbiter, "arbitration-neither");
    await arbiter.keyboard.press("Enter");
    await arbiter.locator("[data-left='2']").waitFor();
    // A wrong key is taken back as long as nothing was decided after it.
    await arbiter.keyboard.press("z");
    await arbiter.locator("[data-left='3']").waitFor();
    await arbiter.keyboard.press("3");
    await arbiter.locator("#paper:focus").fill("Nguyễn Văn Ân");
    await arbiter.keyboard.press("Enter");

    // Two names differ in their marks only: one key for both, once both were looked at.
    await arbiter.locator("[data-left='2']").waitFor();
    await arbiter.locator("tr[data-here=true] button:focus").waitFor();
    await arbiter.keyboard.press("a");
    await expect.poll(() => arbiter.locator("[data-all=first]").isDisabled()).toBe(true);
    await arbiter.keyboard.press("ArrowDown");
    await arbiter.locator("[data-all=first]:not([disabled])").waitFor();
    await arbiter.waitForLoadState("networkidle");
    await arbiter.locator("[data-shown]:not([data-shown=''])").waitFor();
    await look(arbiter, "arbitration-tones");
    await arbiter.locator("tr[data-here=true] button").focus();
    await arbiter.keyboard.press("a");
    await arbiter.locator("[data-finish]:focus").press("Enter");
    await arbiter.getByText("Không có lô nào chờ phân xử").waitFor();
  });

  it("is put into a lot whose plan is seen before, checked, and accepted", async () => {
    const acceptor = await at("duyet", "/nghiem-thu");
    await acceptor.getByRole("checkbox", { name: "Chọn sổ Khai sinh 01/2008" }).check();
    await acceptor.locator("[data-preview='3'] .curve").waitFor();
    await look(acceptor, "lot-preview");
    await acceptor.getByRole("button", { name: "Lập lô nghiệm thu" }).click();
    await acceptor.locator("[data-checked-cases='0']").waitFor();
    await expect.poll(() => acceptor.locator("[data-verdict=accepted]").isDisabled()).toBe(true);
    await look(acceptor, "lot-open");
    const lot = new URL(acceptor.url()).pathname;

    const checker = await at("kiem", lot);
    await checker.getByRole("link", { name: "Kiểm tra sổ 01/2008" }).click();
    for (let left = CASES; left > 0; left--) {
      await checker.locator("[data-checked]:focus").waitFor();
      const title = (await checker.locator("#desk-title").textContent()) ?? "";
      await checker.keyboard.press("Enter");
      await checker.locator("#desk-title", { hasText: title }).waitFor({ state: "detached" });
    }
    await checker.getByRole("link", { name: "Mở lô nghiệm thu" }).waitFor();
    await stage.picture(checker, "review-in-lot");

    await at("duyet", lot);
    await acceptor.locator("[data-checked-cases='3']").waitFor();
    await acceptor.locator("[data-verdict=accepted]").click();
    // What cannot be taken back is not one key away.
    await acceptor.locator("dialog[open] button:not([data-kind=primary]):focus").waitFor();
    await acceptor.locator("dialog[open] button[data-kind=primary]").press("Enter");
    await acceptor.getByRole("button", { name: "Tải biên bản (PDF)" }).waitFor();
    await look(acceptor, "lot-accepted");
    await look(await at("duyet", "/nghiem-thu"), "lots", "main a.card");
  });

  it("is handed over, corrected where it was refused, and accepted again", async () => {
    const manager = await at("dulieu", "/ban-giao");
    await manager.getByText("Mọi lô đã nghiệm thu, chưa bàn giao").waitFor();
    await look(manager, "handovers");
    await manager.getByRole("link", { name: "Mở" }).click();
    const send = async () => {
      await manager.getByRole("button", { name: "Lập gói" }).click();
      await manager.locator("[data-phase=finished]").waitFor();
      await stage.picture(manager, "handover-package");
      const download = manager.waitForEvent("download");
      await manager.locator("[data-phase=finished]").getByRole("button", { name: "Chữ ký" }).click();
      expect((await download).suggestedFilename()).toContain("manifest.jws");
      await manager.getByRole("button", { name: "Ghi nhận đã bàn giao" }).click();
      await manager.getByRole("button", { name: "Chọn tệp kết quả" }).waitFor();
    };
    const answer = async (lines: readonly string[]) => {
      await manager.locator("input[type=file]").setInputFiles(answerFile(lines));
      await manager.locator("form[data-mapping=true]").waitFor();
      await look(manager, "handover-answer");
      await manager.getByRole("button", { name: "Ghi nhận kết quả" }).click();
    };
    await send();
    await answer(["1,Thành công,", "2,Lỗi,Thiếu nơi sinh", "3,Thành công,"]);
    await manager.locator("[data-outstanding='2']").waitFor();
    await look(manager, "handover-outstanding");
    const book = new URL(manager.url()).pathname;

    await manager.getByRole("link", { name: "Xem, đề nghị sửa" }).click();
    await manager.getByRole("button", { name: "Đề nghị sửa: Nơi sinh" }).first().click();
    await manager.locator("dialog[open] #value").fill("Xã Mai Lâm");
    await manager.locator("dialog[open] #reason").fill("Bị từ chối: thiếu nơi sinh");
    await manager.keyboard.press("Enter");
    await manager.getByText("Đã gửi. Người nghiệm thu sẽ quyết định.").waitFor();
    const acceptor = await at("duyet", "/de-nghi");
    await acceptor.getByRole("button", { name: "Duyệt" }).click();
    await acceptor.getByText("Không có đề nghị nào").waitFor();

    await at("dulieu", book);
    await manager.locator("[data-outstanding='2']", { hasText: "Đã sửa" }).waitFor();
    await send();
    await answer(["2,Thành công,"]);
    await manager.locator("[data-figure=loaded]", { hasText: "3" }).waitFor();

    await at("duyet", book);
    await look(acceptor, "handover-second-acceptance", "[data-package]");
    await acceptor.getByRole("button", { name: "Nghiệm thu kết quả" }).click();
    await acceptor.locator("main[data-status=accepted]").waitFor();
    await look(acceptor, "handover-accepted");
    await acceptor.emulateMedia({ media: "print" });
    await stage.picture(acceptor, "handover-print");
    await acceptor.emulateMedia({ media: null });
  });

  it("leaves figures that say what they rest on, and limits with their days", async () => {
    const admin = await at("chinh", "/hai-lan-nhap");
    await admin.locator("[data-records='3']").waitFor();
    await admin.locator("[data-policy=double-all]").waitFor();
    await look(admin, "disagreements", "tbody th");
    await at("chinh", "/nghiem-thu/gioi-han");
    await admin.locator("#key").selectOption("2.5");
    await admin.locator("#reason").fill("Sổ cũ, chữ mờ");
    await admin.getByRole("button", { name: "Đặt giới hạn" }).click();
    await admin.locator("[data-in-force]", { hasText: "ô chính 2,5 %" }).waitFor();
    await look(admin, "limits");
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });
});
