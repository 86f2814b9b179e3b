import { createPagePdf } from "@sogoc/files";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { confirmCarried, openDesk } from "./desk-steps.ts";
import { onStage } from "./on-stage.ts";
import { prepareAccepted } from "./prepared-accepted.ts";
import { must } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("a second case of an accepted number", () => {
  let stage: Stage;
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      const { bookId, keeper } = await prepareAccepted(test);
      const pdf = createPagePdf({ title: "Số 2", fields: [] });
      must(await keeper.upload(`entry/v1/books/${bookId}/scans`, "KS.2008.01.2008-03-17.02.pdf", pdf));
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("gets a batch on the page of the book, and is keyed with its letter", async () => {
    const keeper = await stage.openAt("thu", `/so`);
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    await keeper.getByLabel("Trường hợp thứ hai của số").fill("2");
    await keeper.getByRole("button", { name: "Mở lô bổ sung" }).click();
    await keeper.getByText("Bổ sung: trường hợp thứ hai của số 2").waitFor();
    await look(keeper, "second-case");
    await keeper.locator("select[name=clerk]").selectOption({ label: "Người nam" });
    await keeper.getByRole("button", { name: "Giao", exact: true }).click();
    await keeper.getByRole("button", { name: "Thu hồi" }).waitFor();

    const clerk = await stage.openAt("nam", `/lo`);
    await openDesk(clerk);
    await expect.poll(() => clerk.inputValue("#field-so")).toBe("2b");
    // The image of the first case would show another person.
    await clerk.locator("[data-scan=none]").waitFor();
    await clerk.fill("#field-so", "2/2009");
    await clerk.locator("[data-scan=none]").waitFor();
    await clerk.fill("#field-so", "2/2008");
    await clerk.locator("[data-shown]").waitFor();
    // Of a number that is not this batch's nobody can make a second case here.
    await clerk.fill("#field-so", "1");
    await clerk.locator("[data-foreign]", { hasText: "trường hợp thứ hai của số 2" }).waitFor();
    await expect.poll(() => clerk.locator("[data-taken]").count()).toBe(0);
    // That number has a case in a batch that they have keyed: the notice leads there.
    const early = clerk.locator("[data-foreign] [data-existing-case]");
    expect(await early.getAttribute("href")).toMatch(/^\/lo\/.+\/truong-hop$/);
    // What is missing is told before anything is keyed, and nothing is not handed in.
    await clerk.keyboard.press("F10");
    const standing = clerk.locator("dialog[open] [data-standing]");
    await standing.getByText("ít nhất 1").waitFor();
    await standing.getByText("Số chưa có trường hợp thứ hai (1)").waitFor();
    await clerk.locator("dialog[open] button[data-kind=primary]:disabled").waitFor();
    await clerk.keyboard.press("Escape");
    await clerk.locator("dialog[open]").waitFor({ state: "detached" });
    // Of a number that was keyed elsewhere, the clerk who did so is led to its case.
    for (const [code, { raw }] of Object.entries(birthFields("1"))) await clerk.fill(`#field-${code}`, raw);
    await confirmCarried(clerk);
    await clerk.keyboard.press("Control+Enter");
    const elsewhere = clerk.locator("[role=alert] [data-existing-case]");
    await elsewhere.waitFor();
    await look(clerk, "number-taken-elsewhere");
    const href = (await elsewhere.getAttribute("href")) ?? "";
    expect(href).toMatch(/^\/lo\/.+\/truong-hop$/);
    const there = await stage.openAt("nam", href);
    await there.locator("tbody tr").first().waitFor();
    await there.context().close();
    for (const [code, { raw }] of Object.entries(birthFields("2b"))) await clerk.fill(`#field-${code}`, raw);
    await confirmCarried(clerk);
    await clerk.locator("[data-foreign]").waitFor({ state: "detached" });
    await clerk.keyboard.press("Control+Enter");
    await clerk.locator("[data-saving=saved]", { hasText: ": số 2b" }).waitFor();
    // A letter that has been given away is not offered again.
    await clerk.fill("#field-so", "2");
    await clerk.locator("[data-taken]").getByRole("button", { name: "Sổ ghi trùng số" }).click();
    const offered = clerk.locator("dialog[open] #suffix");
    await expect.poll(() => offered.inputValue()).toBe("c");
    await expect.poll(() => offered.locator("option", { hasText: "2b" }).count()).toBe(0);
  });

  it("has none where no case of the number was keyed: that number gets a batch of its own", async () => {
    const keeper = await stage.openAt("thu", `/so`);
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    await keeper.getByLabel("Trường hợp thứ hai của số").fill("3");
    await keeper.getByRole("button", { name: "Mở lô bổ sung" }).click();
    await keeper.getByText("chưa có trường hợp nào được nhập").waitFor();
    await keeper.getByText("Số chưa có trường hợp của lô đã khóa được nhập trong lô bổ sung").waitFor();
    await keeper.getByLabel("Từ số", { exact: true }).fill("3");
    await keeper.getByLabel("đến số", { exact: true }).fill("4");
    await look(keeper, "supplementary-batch");
    // The note stands below the fields, not squeezed beside them.
    const note = await keeper.locator("[id$=-supplement]").boundingBox();
    expect(note?.width).toBeGreaterThan(400);
    await keeper.getByRole("button", { name: "Mở lô", exact: true }).click();
    await keeper.getByText("Số 3–4").waitFor();
  });
});
