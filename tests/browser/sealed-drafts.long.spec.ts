import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "./chromium.ts";
import { fillCase, numbersOnServer, openDesk } from "./desk-steps.ts";
import { draftKeyOf, keptDrafts, storedText } from "./kept-drafts.ts";
import { prepareBook } from "./prepared-book.ts";
import { person, type Stage, startStage } from "./stage.ts";

const giveName = async (page: Page, name: string) => {
  await page.fill("#name", name);
  await page.fill("#password", person(name).password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Lô của tôi" }).waitFor();
};

const signOut = async (page: Page) => {
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  const anyway = page.locator("dialog[open]").getByRole("button", { name: "Đăng xuất" });
  await page.locator("#password").or(anyway).waitFor();
  if ((await anyway.count()) > 0) await anyway.click();
  await page.locator("#password").waitFor();
};

/** Turns all that is stored of a person into what older pages stored: as it was typed. */
const putPlain = async (page: Page, store: "drafts" | "outbox", key: string, value: unknown) => {
  await page.evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open("sogoc-${store}");
    opening.onupgradeneeded = () => opening.result.createObjectStore("${store}");
    opening.onsuccess = () => {
      const put = opening.result.transaction("${store}", "readwrite").objectStore("${store}");
      put.put(${JSON.stringify(value)}, ${JSON.stringify(key)});
      put.transaction.oncomplete = () => { opening.result.close(); resolve(undefined); };
    };
  })`);
};

/** The account that a key of the store of drafts begins with. */
const ownerIn = async (page: Page): Promise<string> => {
  const [owner] = /(?<=\[\[\[")[^ ]+/.exec(await storedText(page)) ?? [];
  if (!owner) throw new Error("Nothing is kept.");
  return owner;
};

describe.skipIf(withoutChromium())("cases that the office's computer keeps", () => {
  let stage: Stage;
  const keys = { nam: "", lan: "" };
  beforeAll(async () => {
    stage = await startStage((test) => prepareBook(test, { scans: 3 }));
    keys.nam = await draftKeyOf(stage, "nam");
    keys.lan = await draftKeyOf(stage, "lan");
  });
  afterAll(async () => {
    await stage.stop();
    expect(stage.complaints).toEqual([]);
  });

  it("are read by nobody else, and found again by whoever typed them", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.fill("#field-nksHoTen", "Phạm Thị Kín");
    await expect.poll(() => keptDrafts(page, keys.nam)).toContain("Phạm Thị Kín");
    await signOut(page);
    expect(await storedText(page)).toContain("keptAt");
    expect(await storedText(page)).not.toContain("Phạm");

    await giveName(page, "lan");
    await expect.poll(() => page.getByText("Phạm Thị Kín").count()).toBe(0);
    expect(await storedText(page)).not.toContain("Phạm");
    expect(await keptDrafts(page, keys.lan)).toBe("");

    await signOut(page);
    await giveName(page, "nam");
    await openDesk(page);
    await page.locator('#field-nksHoTen[value="Phạm Thị Kín"]').waitFor();
    await page.context().close();
  });

  it("are sealed on their way too, with the reason that the server gave", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await fillCase(page, 1);
    await page.fill("#field-nksHoTen", "Trần Văn Đường");
    await page.context().setOffline(true);
    await page.keyboard.press("Control+Enter");
    await page.locator("[data-saving=offline][data-waiting='1']").waitFor();
    await expect.poll(() => keptDrafts(page, keys.nam)).toContain("Trần Văn Đường");
    expect(await storedText(page)).not.toContain("Trần Văn Đường");

    const refusal = {
      code: "batch-not-yours",
      status: 409,
      title: "Lô đã giao cho Nguyễn Thị Khác.",
      titleEn: "Nguyễn Thị Khác has the batch.",
      errors: [],
    };
    await page.route("**/api/entry/v1/batches/*/records", (route) =>
      route.request().method() === "POST"
        ? route.fulfill({
            status: 409,
            contentType: "application/problem+json",
            body: JSON.stringify(refusal),
          })
        : route.continue(),
    );
    await page.context().setOffline(false);
    await expect.poll(() => keptDrafts(page, keys.nam)).toContain("Nguyễn Thị Khác");
    expect(await storedText(page)).not.toContain("Nguyễn Thị Khác");
    await signOut(page);
    await page.unroute("**/api/entry/v1/batches/*/records");
    await giveName(page, "lan");
    await expect.poll(() => page.locator("header [data-unsent]").count()).toBe(0);
    expect(await storedText(page)).not.toContain("Trần Văn Đường");
    await signOut(page);
    await giveName(page, "nam");
    await page.locator("header [data-unsent='1']").waitFor();
    await page.getByText("Lô đã giao cho Nguyễn Thị Khác.").waitFor();
    await page.getByRole("button", { name: "Gửi lại" }).click();
    await expect.poll(() => numbersOnServer(stage, "nam")).toEqual(["1"]);
    await page.context().close();
  });

  it("are whole where the session ends while somebody types", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    await page.fill("#field-nksHoTen", "Lê Thị");
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    await page.route("**/sessions/refresh", async (route) => {
      asked.resolve();
      await answer.promise;
      await route.continue();
    });
    await page.context().clearCookies();
    await page.clock.install();
    await page.clock.setSystemTime(Date.now() + 6 * 60_000);
    // The rules are asked about what was typed, with a token that has run out by now.
    await page.fill("#field-nksHoTen", "Lê Thị Nửa");
    await asked.promise;
    await page.locator("#field-nksHoTen").press("End");
    await page.keyboard.type(" Chừng");
    answer.resolve();
    await page.locator("#password").waitFor();
    expect(await storedText(page)).not.toContain("Lê Thị");
    await page.fill("#password", person("nam").password);
    await page.keyboard.press("Enter");
    await page.locator('#field-nksHoTen[value="Lê Thị Nửa Chừng"]').waitFor();
    await page.context().close();
  });

  it("are sealed once their owner signs in, where an older page kept them as they were typed", async () => {
    const page = await stage.signIn("nam");
    await openDesk(page);
    const batchId = page.url().split("/").at(-1) ?? "";
    await page.fill("#field-nksHoTen", "Ai Đó");
    await expect.poll(() => keptDrafts(page, keys.nam)).toContain("Ai Đó");
    const nam = await ownerIn(page);
    await signOut(page);
    const typed = { so: { text: "77" }, nksHoTen: { text: "Người Cũ" } };
    await putPlain(page, "drafts", `${nam} ${batchId}`, typed);
    await putPlain(page, "drafts", `${nam} aside ${batchId}`, [{ nksHoTen: { text: "Người Cũ Hơn" } }]);
    const refused = { code: "x", title: "Không nhận Người Cũ", titleEn: "x", errors: [] };
    const onItsWay = { key: "k1", batchId, account: nam, fields: {}, accepted: [], draft: typed, refused };
    await putPlain(page, "outbox", "k1", onItsWay);
    expect(await storedText(page)).toContain("Người Cũ");

    await giveName(page, "lan");
    expect(await storedText(page)).toContain("Người Cũ");
    await signOut(page);
    await giveName(page, "nam");
    await expect.poll(() => storedText(page)).not.toContain("Người Cũ");
    const kept = await keptDrafts(page, keys.nam);
    for (const each of ["Người Cũ", "Người Cũ Hơn", "Không nhận Người Cũ"]) expect(kept).toContain(each);
    await page.getByText("Không nhận Người Cũ").waitFor();
    await openDesk(page);
    await page.locator('#field-nksHoTen[value="Người Cũ"]').waitFor();
    await page.context().close();
  });
});
