import { plainBirth } from "@sogoc/registers/testing";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withOriginalSheet } from "../support/test-import.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareBook } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

const overtaken = (page: Page) => page.getByRole("alert").filter({ hasText: "đã được người khác thay đổi" });

const rowOf = (number: number, cells: Readonly<Record<string, string>> = {}) => ({
  ...Object.fromEntries(Object.entries(plainBirth).map(([code, { raw }]) => [code, raw])),
  quyenSo: "01/2008",
  so: String(number),
  ...cells,
});

/** Two rows that are right, one with a day that no month has, and a name that its keyer doubted. */
const workbook = (): Promise<Buffer> =>
  withOriginalSheet(
    [rowOf(1, { meHoTen: "Lê Thị Bình" }), rowOf(2), rowOf(3, { nksNgaySinh: "31.02.2008" })],
    [["01/2008", "1", "meHoTen", "Lê Thị Bình", JSON.stringify({ raw: "Lê Thị Bình", doubtful: true })]],
  );

describe.skipIf(withoutChromium())("what a workbook holds", () => {
  let stage: Stage;
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 0 }));
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("stands before who confirms it, and the second of two who decide about it is told", async () => {
    const first = await at("nam", "/nhap-tep");
    const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    await first
      .locator("input[type=file]")
      .setInputFiles({ name: "so.xlsx", mimeType, buffer: await workbook() });
    await first.locator("[data-phase=prepared]").waitFor();
    // Each column of the file is one of the form, and the rows stand as they will be stored.
    await first
      .getByRole("region", { name: "Các dòng đầu" })
      .getByText(plainBirth.nksHoTen.raw)
      .first()
      .waitFor();
    await first.getByRole("cell", { name: "31.02.2008" }).first().waitFor();
    const second = first.getByRole("region", { name: "Trang “So goc” của tệp" });
    await second.getByRole("cell", { name: "Lê Thị Bình" }).first().waitFor();
    // By their names, as people call them.
    await expect.poll(() => first.locator("main").textContent()).not.toContain("meHoTen");
    await look(first, "import-examples");

    // What nobody has said to have looked at is not stored.
    const confirm = (page: Page) => page.getByRole("button", { name: "Ghi 2 dòng hợp lệ" }).click();
    await confirm(first);
    await first.getByRole("alert").first().waitFor();
    await look(first, "import-examples-unseen");

    // The same import in another window, as a browser duplicates it.
    const importId = await first.evaluate(() => sessionStorage.getItem("sogoc-import") ?? "");
    const other = await at("nam", "/");
    const seen = (page: Page) => page.getByRole("checkbox", { name: "Tôi đã xem" });
    // A page that is just learning who has come forgets what was kept before.
    const isShown = async () => {
      await other.evaluate((id) => sessionStorage.setItem("sogoc-import", id), importId);
      await other.goto(`${stage.address}/nhap-tep`);
      const shown = seen(other).waitFor({ timeout: 4_000 });
      return shown.then(
        () => true,
        () => false,
      );
    };
    await expect.poll(isShown).toBe(true);
    for (const page of [first, other]) await seen(page).check();
    const sent = first.waitForRequest((request) => request.url().endsWith(`/${importId}/confirm`));
    await confirm(first);
    expect((await sent).headers()["if-match"]).toMatch(/^"\d+"$/);
    await first.locator("[data-phase=finished]", { hasText: "đã ghi 2" }).waitFor();
    await other.locator("[data-phase=prepared]").getByRole("button", { name: "Bỏ tệp này" }).click();
    await overtaken(other).waitFor();
    // What the first one decided stands there, and is what became of the file.
    await other.locator("[data-phase=finished]", { hasText: "đã ghi 2" }).waitFor();
    await look(other, "import-overtaken");
  });
});
