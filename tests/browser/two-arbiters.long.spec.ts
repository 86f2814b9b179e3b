import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must, prepareShelf } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

const SECOND_NAME = "Trần Quốc Tuấn";
const SECOND_MOTHER = "Phạm Thị Hồng";

/** Four cases; two people read the child otherwise, and of the second the mother, too. */
const prepareTwice = async (test: TestProvince): Promise<string> => {
  const { keeper, clerk } = await prepareShelf(test, { scans: 0, cases: 0 });
  const second = await test.signInAgain("lan");
  await test.person("phanxu", [{ role: "checker", unitId: test.commune }]);
  const book = { unitId: test.commune, recordType: "KS", bookNumber: "02/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { keying: "double-identity" };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  const path = `entry/v1/batches/${batchId}`;
  must(await keeper.post(`${path}/assign`, { accountId: clerk.account?.id }));
  for (const so of [1, 2, 3, 4]) must(await clerk.post(`${path}/records`, { fields: birthFields(so) }));
  must(await clerk.post(`${path}/submit`));
  await test.standalone.settled();
  must(await keeper.post(`${path}/assign`, { accountId: second.account?.id }));
  const { fields: compared, items } = must(
    await second.get<{ fields: string[]; items: { recordId: string; number: string }[] }>(
      `${path}/second-keying`,
    ),
  );
  for (const { recordId, number } of items) {
    const keyed = {
      ...birthFields(number),
      nksHoTen: { raw: SECOND_NAME },
      ...(number === "2" ? { meHoTen: { raw: SECOND_MOTHER } } : undefined),
    };
    const fields = Object.fromEntries(Object.entries(keyed).filter(([code]) => compared.includes(code)));
    must(await second.post(`${path}/records/${recordId}/key-again`, { fields }));
  }
  must(await second.post(`${path}/submit`));
  await test.standalone.settled();
  return batchId;
};

describe.skipIf(withoutChromium())("two arbiters at one batch", () => {
  let stage: Stage;
  let batchId = "";
  let [first, second]: [Page, Page] | [] = [];
  const { at, faults, look } = onStage(() => stage);
  const windows = () => {
    if (!first || !second) throw new Error("no windows");
    return { first, second };
  };
  const left = (page: Page, count: number) => page.locator(`[data-left='${count}']`).waitFor();
  const type = async (page: Page, text: string) => {
    await page.keyboard.press("3");
    await page.fill("dialog[open] #paper", text);
    await page.keyboard.press("Enter");
  };
  const title = (page: Page) => page.locator("#desk-title");
  const lines = (page: Page) => page.locator("[data-not-taken]").textContent();

  beforeAll(async () => {
    stage = await startStage(async (test) => {
      batchId = await prepareTwice(test);
    });
    first = await at("kiem", `/phan-xu/${batchId}`);
    second = await at("phanxu", `/phan-xu/${batchId}`);
    for (const page of [first, second]) await left(page, 5);
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("nobody is told that nothing stays wrong before anything is decided", async () => {
    const page = await at("chinh", "/hai-lan-nhap");
    const unknown = "chưa đủ số liệu";
    for (const policy of ["single", "double-identity", "double-all"])
      await page.locator(`[data-policy=${policy}] td:nth-of-type(3)`, { hasText: unknown }).waitFor();
    await page.getByText("(0 trên 5 chỗ khác nhau đã được quyết định)").waitFor();
    const name = page.locator("tr", { hasText: "Họ tên (người được khai sinh)" }).locator("td");
    expect(await name.allTextContents()).toEqual([
      ...["4", "4", "100%", "0"],
      ...["chưa rõ", "chưa rõ", "chưa rõ", "chưa rõ"],
    ]);
    await look(page, "disagreements-undecided");
  });

  it("the second is told which case and field, what was decided and what they had typed", async () => {
    const { first, second } = windows();
    await first.keyboard.press("1");
    await left(first, 4);
    const sent = first.waitForResponse((answer) => answer.url().endsWith("/resolve"));
    await first.keyboard.press("1");
    await sent;
    await type(second, "Trần Quốc Toản");
    await left(second, 4);
    await second.keyboard.press("2");
    await second.locator("[data-overtaken='1']").waitFor();
    expect(await title(second).textContent()).toContain("Số 1");
    const told = await lines(second);
    expect(told).toContain("Số 1 · Họ tên");
    expect(told).toContain(`Người khác đã quyết định: A “${birthFields(1)["nksHoTen"]?.raw}”`);
    expect(told).toContain("Bạn đã chọn: chữ khác “Trần Quốc Toản”");
    await look(second, "arbiters-decided");
    // A key that was meant for the case before decides nothing.
    await second.keyboard.press("1");
    await second.locator("[data-seen]:focus").press("Enter");
    await second.locator("[data-overtaken]").waitFor({ state: "detached" });
    await left(second, 3);
    expect(await title(second).textContent()).toContain("Số 2");
  });

  it("a field that nobody decided comes back with what was typed, where another of its case was decided", async () => {
    const { first, second } = windows();
    // The first one's decision of the name of case 2 goes out; that of the mother's is held back.
    const sent = first.waitForResponse((answer) => answer.url().endsWith("/resolve"));
    await first.keyboard.press("1");
    await sent;
    await left(first, 2);
    await type(second, "Phạm Thị Hường");
    await second.locator("[data-overtaken='1']").waitFor();
    expect(await lines(second)).toContain(`Bạn đã chọn: B “${SECOND_NAME}”`);
    await second.locator("[data-seen]:focus").press("Enter");
    await left(second, 2);
    await second.keyboard.press("1");
    await second.locator("[data-still-open]").waitFor();
    expect(await lines(second)).toContain("Bạn đã chọn: chữ khác “Phạm Thị Hường”");
    await second.locator("[data-seen]:focus").press("Enter");
    await second.locator("[data-chosen-before]", { hasText: "Phạm Thị Hường" }).waitFor();
    expect(await title(second).textContent()).toContain("Số 2");
    await look(second, "arbiters-open-again");
    await second.keyboard.press("3");
    await expect.poll(() => second.inputValue("dialog[open] #paper")).toBe("Phạm Thị Hường");
    await second.keyboard.press("Enter");
    await left(second, 1);
  });

  it("who goes on when the other has finished is told so, and led back to the list", async () => {
    const { first, second } = windows();
    const sent = first.waitForResponse((answer) => answer.url().endsWith("/resolve"));
    await first.keyboard.press("1");
    await sent;
    await left(first, 1);
    await first.locator("[data-choice='first']:not([aria-disabled=true])").waitFor();
    await first.keyboard.press("1");
    await first.locator("[data-finish]:focus").waitFor();
    await look(first, "arbiters-finished");
    await first.locator("[data-finish]:focus").press("Enter");
    await first.getByText("Không có lô nào chờ phân xử").waitFor();
    await second.keyboard.press("1");
    await second.locator("main[data-over=submitted]").waitFor();
    await second.getByText("Người khác đã phân xử xong và nộp lô này: Đã nộp.").waitFor();
    const told = await lines(second);
    expect(told).toContain("Số 2 · Họ tên");
    expect(told).toContain("Bạn đã chọn: chữ khác “Phạm Thị Hường”");
    expect(told).toContain(`Người khác đã quyết định: A “${birthFields(2)["meHoTen"]?.raw}”`);
    await look(second, "arbiters-over");
    await second.locator("[data-way-out]:focus").press("Enter");
    await second.getByText("Không có lô nào chờ phân xử").waitFor();
    await second.goto(`${stage.address}/phan-xu/${batchId}`);
    await second.locator("main[data-over] [data-way-out]:focus").waitFor();
    await second.getByText("Lô này không ở bước phân xử: Đã nộp.").waitFor();
  });
});
