import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareAccepted } from "./prepared-accepted.ts";
import { must } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("a book with a case that somebody still works at", () => {
  let stage: Stage;
  let bookId = "";
  const { faults, look } = onStage(() => stage);
  const prepare = async (test: TestProvince): Promise<void> => {
    const made = await prepareAccepted(test);
    const { keeper, recordIds } = made;
    bookId = made.bookId;
    const wish = {
      recordId: recordIds[1],
      changes: { nksNoiSinh: { raw: "Xã Mai Lâm" } },
      reason: "Đối chiếu lại với sổ",
    };
    must(await keeper.post("review/v1/corrections", wish));
    await test.standalone.settled();
  };
  beforeAll(async () => {
    stage = await startStage(prepare);
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("says which, and why, and makes no package before that is decided", async () => {
    const manager = await stage.openAt("dulieu", `/ban-giao/${bookId}`);
    await manager.locator("[data-held='2']", { hasText: "Có đề nghị sửa chờ quyết định" }).waitFor();
    const make = manager.getByRole("button", { name: "Lập gói" });
    await expect.poll(() => make.count()).toBe(0);
    await look(manager, "held-cases");
    const acceptor = await stage.openAt("duyet", `/de-nghi`);
    await acceptor.getByRole("button", { name: "Từ chối" }).click();
    await acceptor.locator("dialog[open] input:focus").fill("Sổ không ghi");
    await acceptor.keyboard.press("Enter");
    await acceptor.locator("[data-correction]").waitFor({ state: "detached" });
    await manager.reload();
    await make.waitFor();
    await expect.poll(() => manager.locator("[data-held]").count()).toBe(0);
  });
});
