import { mkdir, readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createGenerator } from "@sogoc/synthetic";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workbookOf } from "../support/test-import.ts";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { fillCase, numbersOnServer, openDesk } from "./desk-steps.ts";
import { draftKeyOf, keptDrafts } from "./kept-drafts.ts";
import { must, prepareBook } from "./prepared-book.ts";
import { person, type Stage, startStage } from "./stage.ts";

const saveAndGoOn = async (page: Page, next: number) => {
  await page.keyboard.press("Control+Enter");
  await page.locator(`#field-so[value="${next}"]`).waitFor();
};

/** Somebody who keeps books and keys, with a book of their own; answers a workbook of its cases. */
const prepareImport = async ({ otherCommune, person }: TestProvince): Promise<Buffer> => {
  const keeper = await person("nhap", [
    { role: "book-keeper", unitId: otherCommune },
    { role: "clerk", unitId: otherCommune },
  ]);
  const generator = createGenerator("written-again");
  const [book] = generator.books({ communes: 1, types: ["KS"], years: [2009], casesPerBook: 6 });
  if (!book) throw new Error("no book");
  const { bookNumber, office } = book.data;
  must(await keeper.post("entry/v1/books", { unitId: otherCommune, recordType: "KS", bookNumber, office }));
  return workbookOf(generator.cases(book, { count: 6 }));
};

describe.skipIf(withoutChromium())("a clerk whose server goes away", () => {
  let stage: Stage;
  let workbook: Buffer;
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      await prepareBook(test, { scans: 3 });
      workbook = await prepareImport(test);
    });
  });
  afterAll(() => stage.stop());

  it("keys on, loses and doubles nothing, and is told the truth", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await fillCase(page, 1);
    await saveAndGoOn(page, 2);
    await page.locator("[data-saving=saved]").waitFor();

    await fillCase(page, 2);
    await stage.kill();
    await saveAndGoOn(page, 3);
    await page.locator("[data-saving=offline][data-waiting='1']").waitFor();
    await fillCase(page, 3);
    await saveAndGoOn(page, 4);
    await page.locator("[data-saving=offline][data-waiting='2']").waitFor();
    await page.fill("#field-nksHoTen", "Nguyễn Văn Dở");
    await stage.picture(page, "desk-offline");
    // Nothing may be submitted while something is only here.
    await page.keyboard.press("F10");
    await expect.poll(() => page.locator("dialog[open] button[data-kind=primary]").isDisabled()).toBe(true);
    await page.keyboard.press("Escape");

    await stage.restart();
    await page.locator("[data-saving=saved][data-waiting='0']").waitFor();
    await expect.poll(() => page.inputValue("#field-nksHoTen")).toBe("Nguyễn Văn Dở");
    expect(await numbersOnServer(stage, "nam")).toEqual(["1", "2", "3"]);

    // A closed lid: what was being typed is there again.
    await page.reload();
    await page.locator('#field-nksHoTen[value="Nguyễn Văn Dở"]').waitFor();
    expect(await numbersOnServer(stage, "nam")).toEqual(["1", "2", "3"]);
  });

  it("writes an import that could not be written once more, from its page", async () => {
    const blobs = join(stage.data, "blobs");
    const listBlobs = async () =>
      (await readdir(blobs, { recursive: true })).filter((path) => dirname(path) !== ".");
    const scans = new Set(await listBlobs());
    const page = await stage.openAt("nhap", `/nhap-tep`);
    const name = "so.xlsx";
    await page
      .locator("input[type=file]")
      .setInputFiles({ name, mimeType: "application/octet-stream", buffer: workbook });
    await page.locator("[data-phase=prepared]").waitFor();
    const write = page.getByRole("button", { name: "Ghi 6 dòng hợp lệ" });
    // Once the preview is there: it cannot be read later either.
    await page.getByRole("button", { name: "Ghi 6 dòng hợp lệ", disabled: false }).waitFor();
    // What was sent cannot be read, as on a disk that fails; what the server had in memory is gone
    // as well.
    await stage.kill();
    const away = `${stage.data}-away`;
    await mkdir(away);
    const sent = (await listBlobs()).filter((path) => !scans.has(path));
    expect(sent.length).toBeGreaterThan(0);
    for (const path of sent) await rename(join(blobs, path), join(away, basename(path)));
    await stage.restart();
    await write.click();
    const failed = page.locator("[data-phase=failed]");
    await failed.waitFor();
    await expect.poll(() => failed.textContent()).toMatch(/Chưa ghi hết.*Không tìm thấy tệp\./);
    await expect.poll(() => page.getByRole("button", { name: "Bỏ tệp này" }).count()).toBe(0);
    await stage.picture(page, "import-not-written");
    for (const path of sent) await rename(join(away, basename(path)), join(blobs, path));
    await write.click();
    await page.locator("[data-phase=finished]", { hasText: "đã ghi 6" }).waitFor();
    await page.close();
  });

  it("keeps the text when the batch was taken back meanwhile, and offers it again", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await fillCase(page, 10);
    const keeper = await stage.signIn("thu");
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    await keeper.getByRole("button", { name: "Thu hồi" }).click();
    await keeper.locator("dialog[open] input:focus").press("Enter");
    await keeper.getByRole("button", { name: "Giao", exact: true }).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.locator("[role=alert]").waitFor();
    await expect.poll(() => page.inputValue("#field-nksHoTen")).toBe("Nguyễn Văn An");
    await keeper.locator("select[name=clerk]").selectOption({ label: "Người nam" });
    await keeper.getByRole("button", { name: "Giao", exact: true }).click();
    await keeper.getByRole("button", { name: "Thu hồi" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.locator("[data-saving=saved]", { hasText: ": số 10" }).waitFor();
  });

  it("finds the text again after the session has ended", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.fill("#field-nksHoTen", "Lê Thị Giữ");
    const key = await draftKeyOf(stage, "nam");
    await expect.poll(() => keptDrafts(page, key)).toContain("Lê Thị Giữ");
    await page.context().clearCookies();
    await page.reload();
    await page.fill("#password", person("nam").password);
    await page.keyboard.press("Enter");
    await page.locator('#field-nksHoTen[value="Lê Thị Giữ"]').waitFor();
  });
});
