import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("whoever vouches for an account", () => {
  let stage: Stage;
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async ({ commune, province, person }) => {
      const lead = await person("lanh-dao", [{ role: "unit-admin", unitId: commune }]);
      const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
      await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
      must(await lead.post(`accounts/v1/accounts/${acceptor.account?.id}/password-reset`));
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("is told what has come of it since they read of it, and vouches then", async () => {
    const above = await at("so-tu-phap", "/tai-khoan");
    const notice = above.locator("[data-notice=resets]");
    await notice.getByText("Đến hết một ngày từ khi người ấy đổi mật khẩu").waitFor();
    const vouch = notice.getByRole("button", { name: "Đã hỏi chính chủ, cho làm việc" });
    await vouch.waitFor();
    const beside = await at("lanh-dao", "/tai-khoan");
    const row = beside.locator("tr", { hasText: "Người duyet" });
    await row.getByText("chưa đổi; sớm nhất là").waitFor();
    await row.getByRole("button", { name: "Cấp lại mật khẩu" }).click();
    await beside.locator("dialog[open] button[type=submit]").click();
    await beside.getByText("chỉ hiện một lần").waitFor();
    await vouch.click();
    await notice.locator("[data-now]", { hasText: "vừa có việc mới, ghi ở dưới" }).waitFor();
    await look(above, "vouching-changed");
    await vouch.first().click();
    await notice.waitFor({ state: "detached" });
  });
});
