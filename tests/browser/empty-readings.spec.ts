import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must, prepareShelf } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

const FATHER = "Nguyễn Văn Long";

/** Two cases that are keyed twice: `lan` has the second keying and finds no father in the first. */
const prepareTwice = async (test: TestProvince) => {
  const { keeper, clerk } = await prepareShelf(test, { scans: 0, cases: 0 });
  const second = await test.signInAgain("lan");
  await test.person("phanxu", [{ role: "checker", unitId: test.commune }]);
  const book = { unitId: test.commune, recordType: "KS", bookNumber: "02/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { keying: "double-identity" };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  const path = `entry/v1/batches/${batchId}`;
  must(await keeper.post(`${path}/assign`, { accountId: clerk.account?.id }));
  const ids: string[] = [];
  for (const so of [1, 2]) {
    const fields = { ...birthFields(so), chaHoTen: { raw: FATHER } };
    ids.push(must(await clerk.post<{ recordId: string }>(`${path}/records`, { fields })).recordId);
  }
  must(await clerk.post(`${path}/submit`));
  await test.standalone.settled();
  must(await keeper.post(`${path}/assign`, { accountId: second.account?.id }));
  const { fields: compared } = must(await second.get<{ fields: string[] }>(`${path}/second-keying`));
  const { chaHoTen: _, ...left } = birthFields(1);
  const fields = Object.fromEntries(Object.entries(left).filter(([code]) => compared.includes(code)));
  must(await second.post(`${path}/records/${ids[0]}/key-again`, { fields }));
  return { batchId, recordId: ids[0] ?? "" };
};

describe.skipIf(withoutChromium())("what one of two keyers left empty", () => {
  let stage: Stage;
  let made: Awaited<ReturnType<typeof prepareTwice>>;
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      made = await prepareTwice(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("is told at the second desk where it must not be empty, before anything is sent", async () => {
    const page = await at("lan", `/lo/${made.batchId}/lan-hai`);
    await page.locator("#desk-title[data-number='2']").waitFor();
    await page.locator("input[data-field]:focus").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("alert").filter({ hasText: "Mục bắt buộc đang trống" }).waitFor();
    const name = page.locator("#field-nksHoTen[aria-invalid=true]");
    await name.waitFor();
    await look(page, "second-desk-empty");
    const { chaHoTen: _, ...typed } = birthFields(2);
    for (const [code, { raw }] of Object.entries(typed))
      if ((await page.locator(`#field-${code}`).count()) > 0) await page.fill(`#field-${code}`, raw);
    await expect.poll(() => name.count()).toBe(0);
    await page.keyboard.press("Control+Enter");
    await page.locator("dialog[open] button[data-kind=primary]:focus").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Bạn chưa được giao lô nào").waitFor();
  });

  it("is not chosen by an arbiter, who says that the book is blank there, or what it has", async () => {
    const page = await at("phanxu", `/phan-xu/${made.batchId}`);
    await page.locator("[data-left='2']").waitFor();
    await page.keyboard.press("2");
    const asked = page.locator("dialog[open] [data-empty-reading]", { hasText: FATHER });
    await asked.waitFor();
    await expect.poll(() => page.inputValue("dialog[open] #paper")).toBe("");
    await look(page, "arbitration-empty-reading");
    await page.keyboard.press("Escape");
    await asked.waitFor({ state: "detached" });
    await page.locator("[data-left='2']").waitFor();
    await page.keyboard.press("2");
    await asked.waitFor();
    await page.keyboard.press("F2");
    await page.locator("[data-left='1']").waitFor();
    await page.keyboard.press("1");
    await page.locator("[data-finish]:focus").press("Enter");
    await page.getByText("Không có lô nào chờ phân xử").waitFor();
    const reader = await at("dulieu", `/tra-cuu/${made.recordId}`);
    await reader.locator("[data-field-row=chaHoTen]", { hasText: /trống trong sổ/i }).waitFor();
  });
});
