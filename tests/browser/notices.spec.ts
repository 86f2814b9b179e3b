import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { faultsOf } from "./faults.ts";
import { must } from "./prepared-book.ts";
import { person as personOf, type Stage, startStage } from "./stage.ts";

const PLACE = join(tmpdir(), "so-goc-noi-sao-luu");
const HOUR_MS = 3_600_000;

/** Six digits that are not the phone's, now or a step away. */
const wrongCodeOf = (phone: TOTP): string => {
  const good = [-30_000, 0, 30_000].map((off) => phone.generate({ timestamp: Date.now() + off }));
  return ["000000", "111111", "222222", "333333"].find((code) => !good.includes(code)) ?? "";
};

describe.skipIf(withoutChromium())("what administrators are told", () => {
  let stage: Stage;
  let page: Page;
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      const { commune, province, person } = test;
      const lead = await person("lanh-dao", [{ role: "unit-admin", unitId: commune }]);
      const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
      await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
      must(await lead.post(`accounts/v1/accounts/${acceptor.account?.id}/password-reset`));
    });
    page = await stage.signIn("lanh-dao");
  });
  afterAll(async () => {
    delete process.env["SOGOC_BACKUP_TO"];
    delete process.env["SOGOC_SECOND_FACTOR"];
    await stage.stop();
  });

  const notice = () => page.locator("[data-notice=backup]");
  /** What the server keeps of its backups; the page asks it anew. */
  const show = async (good: Date | undefined, failure: string | undefined) => {
    const at = new Date().toISOString();
    const made = { place: PLACE, set: "s", position: 1, lost: 0 };
    writeFileSync(
      join(stage.data, "last-backup.json"),
      JSON.stringify({
        places: good ? [{ ...made, at: good.toISOString() }] : [],
        failure: failure === undefined ? null : { at, place: PLACE, reason: "x", failure },
      }),
    );
    await page.reload();
    await page.locator("header.bar").waitFor();
    await page.getByText("Đang tải").waitFor({ state: "hidden" });
  };

  it("that no place of backups is set, and what to do", async () => {
    await notice().getByText("Máy chủ chưa được đặt nơi sao lưu (SOGOC_BACKUP_TO)").waitFor();
    await notice().getByText("hỏng ổ đĩa lúc này là mất toàn bộ dữ liệu").waitFor();
    expect(await faultsOf(page, "no place")).toEqual([]);
    await stage.picture(page, "backup-no-place");
  });

  it("why the last one failed, and what would be lost beside a good copy", async () => {
    process.env["SOGOC_BACKUP_TO"] = PLACE;
    await stage.kill();
    await stage.restart();
    await show(new Date(Date.now() - 30 * HOUR_MS), "no-room");
    await notice().getByText("Lý do: nơi sao lưu hết chỗ.").waitFor();
    await notice().getByText("mất những gì đã nhập, kiểm tra, tải lên sau lúc ấy").waitFor();
    await notice().getByText(`Nơi sao lưu: ${PLACE}.`).waitFor();
    await expect.poll(() => notice().textContent()).not.toContain("toàn bộ");
    expect(await faultsOf(page, "failed")).toEqual([]);
    await stage.picture(page, "backup-failed");
  });

  it("that the last good one is too old, and nothing while all is well", async () => {
    await show(new Date(Date.now() - 80 * HOUR_MS), undefined);
    await notice().getByText("Lần sao lưu tốt gần nhất đã quá lâu.").waitFor();
    const asked = page.waitForResponse((answer) => answer.url().endsWith("/accounts/v1/backups"));
    await show(new Date(), undefined);
    expect(await (await asked).json()).toMatchObject({ state: "good", storageFull: false });
    await expect.poll(() => notice().count()).toBe(0);
  });

  it("that the disk is full, with what helps, beside what the backups say", async () => {
    // A disk cannot be filled here; that the server says so is tried in full-disk.spec.ts.
    await page.route("**/accounts/v1/backups", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), storageFull: true } });
    });
    await show(undefined, undefined);
    await page.getByText("Máy chủ hết chỗ lưu trữ: không ghi thêm được gì.").waitFor();
    await notice().getByText("Chưa có bản sao lưu nào").waitFor();
    expect(await faultsOf(page, "full")).toEqual([]);
    await stage.picture(page, "storage-full");
    await page.unroute("**/accounts/v1/backups");
    await page.route("**/accounts/v1/backups", async (route) => {
      const answer = await route.fetch();
      const clockBehind = { now: "2019-01-01T00:00:00.000Z", last: "2026-03-03T03:00:00.000Z" };
      const faults = { storageFault: "read-only", missingFiles: 12, clockBehind };
      await route.fulfill({ json: { ...(await answer.json()), ...faults } });
    });
    await show(undefined, undefined);
    await page.getByText("Ổ dữ liệu của máy chủ chỉ còn đọc được").waitFor();
    await page.getByText("12 tệp (bản quét, tệp nhập, gói xuất)").waitFor();
    await page
      .locator("[data-notice=clock]")
      .getByText(/01\/01\/2019.*03\/03\/2026/)
      .waitFor();
    expect(await faultsOf(page, "faults")).toEqual([]);
    await stage.picture(page, "storage-faults");
    rmSync(join(stage.data, "last-backup.json"));
    expect(stage.complaints).toEqual([]);
  });

  it("that somebody beside an acceptor has reset their password, and lets the owner accept again", async () => {
    const above = await stage.signIn("so-tu-phap");
    const told = above.locator("[data-notice=resets] [data-reset]");
    await told.getByText("Người lanh-dao đã đặt lại mật khẩu của Người duyet").waitFor();
    await told.getByText("không kiểm tra, nghiệm thu, phê duyệt, xuất dữ liệu").waitFor();
    expect(await faultsOf(above, "reset")).toEqual([]);
    await stage.picture(above, "reset-notice");
    await told.getByRole("button", { name: "Đã hỏi chính chủ, cho làm việc" }).click();
    await told.waitFor({ state: "detached" });
  });

  it("that they must sign in with a phone, how, and what replaces a lost one", async () => {
    process.env["SOGOC_SECOND_FACTOR"] = "administrators";
    await stage.kill();
    await stage.restart();
    const first = await stage.enter("so-tu-phap");
    await first.getByRole("img", { name: "Mã QR" }).waitFor();
    expect(await faultsOf(first, "set up")).toEqual([]);
    await stage.picture(first, "second-factor");
    await first.getByText("Không quét được?").click();
    const secret = (await first.locator("[data-secret]").textContent()) ?? "";
    const phone = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) });
    const password = personOf("so-tu-phap").password;
    await first.getByLabel("Mật khẩu của bạn").fill(password);
    await first.getByLabel("Mã xác thực").fill(wrongCodeOf(phone));
    await first.getByRole("button", { name: "Bật" }).click();
    await first.getByText("Mã không đúng hoặc đã dùng rồi").waitFor();
    await first.getByLabel("Mã xác thực").fill(phone.generate());
    await first.getByRole("button", { name: "Bật" }).click();
    const papers = first.locator("[data-recovery] code");
    await papers.first().waitFor();
    await expect.poll(() => papers.count()).toBe(10);
    await stage.picture(first, "recovery-codes");
    const [paper = ""] = await papers.allTextContents();
    await first.getByLabel("Tôi đã cất các mã này").check();
    await first.getByRole("button", { name: "Xong" }).click();
    await first.locator("header.bar").waitFor();

    const again = await stage.enter("so-tu-phap");
    await again.getByLabel("Mã xác thực").fill(paper);
    await stage.picture(again, "code-asked");
    await again.getByRole("button", { name: "Đăng nhập" }).click();
    await again.locator("header.bar .who").click();
    await again.getByText("Còn 9 mã dự phòng").waitFor();
    await again.locator("[data-current=true]").waitFor();
    expect(await faultsOf(again, "own account")).toEqual([]);
    await stage.picture(again, "own-account");
    await again.locator("[data-current=false]").first().getByRole("button", { name: "Kết thúc" }).click();
    await first.reload();
    await first.locator("#name").waitFor();
  });
});
