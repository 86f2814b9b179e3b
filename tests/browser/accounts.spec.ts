import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { preparePeople } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("the people of a unit", () => {
  let stage: Stage;
  const { at, faults, look } = onStage(() => stage);
  const row = (page: Page, name: string) => page.locator("tbody tr", { hasText: `Người ${name}` });
  /** Gives an order in the row of that person, with its reason. */
  const order = async (page: Page, name: string, what: string) => {
    await row(page, name).getByRole("button", { name: what, exact: true }).click();
    await page.locator("dialog[open] input[name=text]").fill("nghỉ việc");
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  };
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      await preparePeople(test);
      await test.person("tinh", [{ role: "unit-admin", unitId: test.province }], test.province);
      await test.person("moi", [{ role: "unit-admin", unitId: test.otherCommune }], test.otherCommune);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("stand as they are after each thing that is done to them, without loading the page again", async () => {
    const page = await at("chinh", "/tai-khoan");
    // Their own row offers nothing that is refused to everybody of themselves, and says why.
    const own = row(page, "chinh");
    await own.getByText("việc này do quản trị viên khác làm").waitFor();
    expect(await own.getByRole("button").count()).toBe(0);
    await row(page, "lan").getByRole("button", { name: "Thêm vai trò" }).waitFor();
    await look(page, "accounts");
    await order(page, "lan", "Khóa");
    await row(page, "lan").getByText("Đang khóa").waitFor();
    await expect
      .poll(() => row(page, "lan").getByRole("button", { name: "Khóa", exact: true }).count())
      .toBe(0);
    await look(page, "accounts-suspended");
    await order(page, "lan", "Mở khóa");
    await row(page, "lan").getByRole("button", { name: "Khóa", exact: true }).waitFor();
    await expect.poll(() => row(page, "lan").getByText("Đang khóa").count()).toBe(0);

    // A new password is a change too: what comes after it is made from the account as it then is.
    await row(page, "nam").getByRole("button", { name: "Cấp lại mật khẩu" }).click();
    await look(page, "accounts-reset");
    await expect.poll(() => page.locator("dialog[open] [data-holds]").count()).toBe(0);
    const read = page.waitForResponse(
      (answer) => answer.request().method() === "GET" && answer.url().includes("/accounts/v1/accounts?"),
    );
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("dialog[open] .password").waitFor();
    await (await read).finished();
    await page.getByRole("button", { name: "Đã ghi lại" }).click();
    await order(page, "nam", "Khóa");
    await row(page, "nam").getByText("Đang khóa").waitFor();
  });

  it("are told of before they are kept from deciding, and marked while they are", async () => {
    const page = await at("chinh", "/tai-khoan");
    // Whoever opens an account belongs to the unit, unless something else is chosen.
    expect(await page.locator("#unitId").inputValue()).toBe(await page.locator("#area").inputValue());
    await page.selectOption("#role", { label: "Kiểm tra" });
    await page.locator("form [data-holds]", { hasText: "cấp trên xác nhận" }).waitFor();
    await look(page, "accounts-holds");
    await page.selectOption("#role", { label: "Nhập liệu" });
    await page.locator("form [data-holds]").waitFor({ state: "detached" });
    await row(page, "kiem").getByRole("button", { name: "Cấp lại mật khẩu" }).click();
    await page.locator("dialog[open] [data-holds]", { hasText: "Kiểm tra" }).waitFor();
    await page.locator("dialog[open] button[type=submit]").click();
    await page.getByRole("button", { name: "Đã ghi lại" }).click();
    await row(page, "kiem")
      .locator("[data-held]", { hasText: "không được kiểm tra, nghiệm thu, phê duyệt" })
      .waitFor();
    await page.locator("[data-notice=resets]", { hasText: "Người kiem" }).waitFor();
    await look(page, "accounts-held");
  });

  it("are not offered to audit while they work, nor to work while they audit, and the question says why", async () => {
    const page = await at("tinh", "/tai-khoan");
    const dialog = page.locator("dialog[open]");
    const option = (role: string) => dialog.locator(`#grant-role option[value=${role}]`);
    await row(page, "lan").getByRole("button", { name: "Thêm vai trò" }).click();
    await dialog.locator("[data-barred]", { hasText: "đang giữ vai trò Nhập liệu" }).waitFor();
    expect(await option("auditor").isDisabled()).toBe(true);
    expect(await option("checker").isDisabled()).toBe(false);
    await look(page, "accounts-no-auditor");
    await dialog.getByRole("button", { name: "Thôi" }).click();

    await row(page, "thanhtra").getByRole("button", { name: "Thêm vai trò" }).click();
    await dialog.locator("[data-barred]", { hasText: "đang là thanh tra" }).waitFor();
    expect(await option("clerk").isDisabled()).toBe(true);
    expect(await dialog.locator("#grant-role").inputValue()).toBe("province-viewer");
    await dialog.getByRole("button", { name: "Thôi" }).click();
  });

  it("are shown to whoever audits, who changes nothing of them", async () => {
    const page = await at("thanhtra", "/tai-khoan");
    await row(page, "lan").waitFor();
    await expect.poll(() => page.locator("#signInName").count()).toBe(0);
    await expect.poll(() => row(page, "lan").getByRole("button").count()).toBe(0);
  });

  it("are nobody yet but who opens the page, who is told what comes next", async () => {
    const page = await at("moi", "/tai-khoan");
    await page.getByText("Chưa có ai khác.").waitFor();
    await look(page, "accounts-nobody");
  });
});
