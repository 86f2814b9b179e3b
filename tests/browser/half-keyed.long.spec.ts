import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { entryOf, openDesk } from "./desk-steps.ts";
import { draftKeyOf, keptDrafts, storedText } from "./kept-drafts.ts";
import { onStage } from "./on-stage.ts";
import { prepareBook } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

const TITLE = "Gõ dở của lô không còn nhập được";
const WEEK_MS = 7 * 24 * 60 * 60_000;

describe.skipIf(withoutChromium())("a case that was begun and whose batch went to somebody else", () => {
  let stage: Stage;
  const { look, faults } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 1 }));
  });
  afterAll(async () => {
    await stage.stop();
    expect(stage.complaints).toEqual([]);
    expect(faults).toEqual([]);
  });

  it("is told until its clerk drops it", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.fill("#field-nksHoTen", "Phạm Thị Dở");
    const key = await draftKeyOf(stage, "nam");
    await expect.poll(() => keptDrafts(page, key)).toContain("Phạm Thị Dở");
    const desk = page.url();

    // Still theirs: nothing is told.
    await page.goto(`${stage.address}/lo`);
    await page.locator("main a[data-kind=primary]:focus").waitFor();
    await expect.poll(() => page.getByRole("heading", { name: TITLE }).count()).toBe(0);

    const keeper = await entryOf(stage, "thu");
    const batch = `batches/${desk.split("/").at(-1)}`;
    expect(await keeper.post(`${batch}/take-back`, { reason: "giao người khác" }, batch)).toBeLessThan(300);
    await page.reload();
    await page.getByRole("heading", { name: TITLE }).waitFor();
    await page.getByText("1 trường hợp gõ dở; lô không còn giao cho bạn.").waitFor();
    await page.getByText("Xem những gì đã gõ").click();
    await page.getByText("Phạm Thị Dở").waitFor();
    await look(page, "queue-half-keyed");

    await page.getByRole("button", { name: "Bỏ đi" }).click();
    await page.getByText("sẽ mất hẳn").waitFor();
    await look(page, "queue-half-keyed-drop");
    await page.getByRole("dialog").getByRole("button", { name: "Bỏ đi" }).click();
    await page.getByRole("heading", { name: TITLE }).waitFor({ state: "detached" });
    expect(await keptDrafts(page, key)).not.toContain("Phạm Thị Dở");
    await page.context().close();
  });

  it("does not stay at the computer longer than thirty days, nor does one of before they had a day", async () => {
    const page = await stage.signIn("lan");
    await page.evaluate(`new Promise((resolve) => {
      const opening = indexedDB.open("sogoc-drafts");
      opening.onupgradeneeded = () => opening.result.createObjectStore("drafts");
      opening.onsuccess = () => {
        const store = opening.result.transaction("drafts", "readwrite").objectStore("drafts");
        store.put({ nksHoTen: { text: "Người Cũ" } }, "somebody-else 0198");
        store.transaction.oncomplete = resolve;
      };
    })`);
    await page.reload();
    // Their day is counted from now on.
    await expect.poll(() => storedText(page)).toContain("keptAt");
    await page.clock.install();
    await page.clock.setSystemTime(Date.now() + 4 * WEEK_MS);
    await page.reload();
    await page.getByRole("heading", { name: "Lô của tôi" }).waitFor();
    expect(await storedText(page)).toContain("Người Cũ");
    await page.clock.setSystemTime(Date.now() + 5 * WEEK_MS);
    await page.reload();
    await expect.poll(() => storedText(page)).not.toContain("Người Cũ");
    await page.context().close();
  });
});
