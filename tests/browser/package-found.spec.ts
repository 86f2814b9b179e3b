import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareAccepted } from "./prepared-accepted.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("the first package of a book", () => {
  let stage: Stage;
  let bookId = "";
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      bookId = (await prepareAccepted(test)).bookId;
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("is found again by who made it and left the page, and is recorded then", async () => {
    const manager = await at("dulieu", `/ban-giao/${bookId}`);
    await manager.getByRole("button", { name: "Lập gói" }).click();
    await manager.locator("[data-phase=finished]").waitFor();
    await manager.reload();
    await manager.locator("[data-phase=finished]").waitFor();
    await manager.getByRole("button", { name: "Lập lại gói" }).waitFor();
    await look(manager, "package-found");
    await manager.getByRole("button", { name: "Ghi nhận đã bàn giao" }).click();
    await manager.getByRole("button", { name: "Chọn tệp kết quả" }).waitFor();
  });
});
