import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { fillCase, numbersOnServer, openDesk } from "./desk-steps.ts";
import { onStage } from "./on-stage.ts";
import { prepareBook } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("nothing is decided by a form alone", () => {
  let stage: Stage;
  const { at, faults } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 1 }));
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("no case is sent while a value of the case before stands in it that nobody confirmed", async () => {
    const clerk = await stage.signIn("nam");
    await openDesk(clerk);
    await fillCase(clerk, 1);
    await clerk.keyboard.press("Control+Enter");
    await clerk.locator("[data-saving=saved]", { hasText: ": số 1" }).waitFor();
    const carried = clerk.locator("input[data-field][data-state=ditto]");
    await clerk.locator("#field-noiDangKy[data-state=ditto]").waitFor();
    // The day of registration moves on from case to case: it is never among them.
    await expect.poll(() => clerk.inputValue("#field-ngayDangKy")).toBe("");
    const own = Object.entries(birthFields(2)).filter(([code]) => code !== "noiDangKy");
    for (const [code, { raw }] of own) await clerk.fill(`#field-${code}`, raw);
    for (const code of ["so", "loaiDangKy"]) await clerk.press(`#field-${code}[data-state=ditto]`, "Enter");
    await clerk.keyboard.press("Control+Enter");
    await clerk.getByText("chép từ trường hợp trước chưa xác nhận").waitFor();
    expect(await numbersOnServer(stage, "nam")).toEqual(["1"]);
    // The cursor is on it, its text marked: what is typed takes its place and is not added to it.
    await clerk.locator("#field-noiDangKy:focus").waitFor();
    await clerk.keyboard.type("UBND xã Bình An");
    await expect.poll(() => clerk.inputValue("#field-noiDangKy")).toBe("UBND xã Bình An");
    while ((await carried.count()) > 0) await carried.first().press("Enter");
    await clerk.keyboard.press("Control+Enter");
    await expect.poll(() => numbersOnServer(stage, "nam")).toEqual(["1", "2"]);
  });

  it("Enter goes to a value that was carried over with its text marked", async () => {
    const clerk = await stage.signIn("nam");
    await openDesk(clerk);
    await clerk.locator("#field-noiDangKy[data-state=ditto]").waitFor();
    await clerk.focus("#field-so");
    for (let keys = 0; keys < 30; keys++) {
      if ((await clerk.locator("#field-noiDangKy:focus").count()) > 0) break;
      await clerk.keyboard.press("Enter");
    }
    await clerk.keyboard.type("Trạm");
    await expect.poll(() => clerk.inputValue("#field-noiDangKy")).toBe("Trạm");
  });

  it("Enter that is held confirms one value, and not every one that follows", async () => {
    const clerk = await stage.signIn("nam");
    await openDesk(clerk);
    const carried = clerk.locator("input[data-field][data-state=ditto]");
    await clerk.locator("#field-noiDangKy[data-state=ditto]").waitFor();
    const before = await carried.count();
    expect(before).toBeGreaterThan(1);
    await carried.first().focus();
    for (let strokes = 0; strokes < 40; strokes++) await clerk.keyboard.down("Enter");
    await clerk.keyboard.up("Enter");
    await expect.poll(() => carried.count()).toBe(before - 1);
    // Nor does it answer a question that its first stroke opened.
    await clerk.getByRole("button", { name: "Nộp lô" }).focus();
    for (let strokes = 0; strokes < 5; strokes++) await clerk.keyboard.down("Enter");
    await clerk.keyboard.up("Enter");
    await clerk.locator("dialog[open]").waitFor();
  });

  it("the next account has neither the area nor the role nor the employer of the last one", async () => {
    const admin = await at("admin", "/tai-khoan");
    await admin.locator("#unitId").waitFor();
    const chosen = async () => [
      await admin.inputValue("#unitId"),
      await admin.inputValue("#role"),
      await admin.inputValue("#area"),
    ];
    const before = await chosen();
    await admin.selectOption("#unitId", { label: "Xã Bình An" });
    await admin.selectOption("#role", "checker");
    await admin.selectOption("#area", { label: "Xã Mai Lâm" });
    await admin.fill("#signInName", "nguoi-moi");
    await admin.fill("#displayName", "Người mới");
    await admin.getByRole("button", { name: "Mở tài khoản" }).click();
    await admin.locator("dialog[open] .password code").waitFor();
    await admin.locator("dialog[open] button[data-kind=primary]:focus").press("Enter");
    await expect.poll(chosen).toEqual(before);
    await expect.poll(() => admin.inputValue("#signInName")).toBe("");
  });

  it("no password is reset by one key: what follows is told first", async () => {
    const lead = await at("chinh", "/tai-khoan");
    const row = lead.locator("tr", { hasText: "Người lan" });
    await row.getByRole("button", { name: "Cấp lại mật khẩu" }).click();
    await lead.locator("dialog[open]", { hasText: "mọi nơi đang đăng nhập bị thoát ra" }).waitFor();
    await lead.keyboard.press("Escape");
    await lead.locator("dialog[open]").waitFor({ state: "detached" });
    // Nothing came of it: the person's own password still opens the door.
    await stage.signIn("lan");
  });
});
