import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { oneOfEach } from "../support/one-of-each.ts";
import { confirm, csvOf, prepare, previewOf } from "../support/test-import.ts";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

interface Review {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string }[];
}

/**
 * A batch from a workbook whose two cases have each a warning, accepted after fixes, handed in as
 * it was; the second one of another batch waits for its keyer. Returns the round that looks again.
 */
const prepareMending = async (test: TestProvince): Promise<string> => {
  const { commune, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const importOf = async (bookNumber: string) => {
    const book = { unitId: commune, recordType: "KS", bookNumber, office: "UBND xã Mai Lâm" };
    const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
    must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    const rows = [1, 2].map((so) => {
      const cells = { ...birthFields(so), quyenSo: { raw: bookNumber }, meNgaySinh: { raw: "2005" } };
      return Object.fromEntries(Object.entries(cells).map(([code, { raw }]) => [code, raw]));
    });
    const { importId } = await prepare(clerk, { unitId: commune }, "so.csv", csvOf(rows));
    await previewOf(clerk, importId);
    await confirm(clerk, importId);
    return batchId;
  };
  const openReview = async (): Promise<Review> => {
    const { items } = must(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open"));
    const [review] = items;
    if (!review) throw new Error("no review is open");
    return review;
  };
  const submit = async (batchId: string): Promise<Review> => {
    must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    return openReview();
  };
  const acceptAfterFixes = async (batchId: string): Promise<void> => {
    const review = await submit(batchId);
    for (const { recordId } of review.sample) {
      const path = `review/v1/reviews/${review.id}/records/${recordId}`;
      const { revision } = must(await checker.get<{ revision: number }>(path));
      must(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
    }
    const word = { reason: "Còn cảnh báo chưa có lý do" };
    must(await acceptor.post(`review/v1/reviews/${review.id}/accept-after-fixes`, word));
    await standalone.settled();
  };
  await acceptAfterFixes(await importOf("02/2008"));
  const batchId = await importOf("01/2008");
  await acceptAfterFixes(batchId);
  return (await submit(batchId)).id;
};

describe.skipIf(withoutChromium())("a round in which what was left is mended", () => {
  let stage: Stage;
  let round = "";
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      round = await prepareMending(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("leads whoever keyed to the warnings that wait, where no field is marked", async () => {
    const page = await at("nam", "/lo");
    const line = page.locator(".card", { hasText: "02/2008" });
    await line.getByText("chỉ trả lời những lỗi, cảnh báo còn chờ").waitFor();
    await look(page, "mending-queue");
    await page.locator("main a[data-kind=primary]:focus", { hasText: "Lỗi, cảnh báo chờ trả lời" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator("[data-unanswered='2']").waitFor();
    await look(page, "mending-cases");
  });

  it("has nothing to look at again, and its return is told as one", async () => {
    const page = await at("duyet", `/kiem-tra/${round}`);
    const looked = page.locator("[data-verdict-basis] tr", { hasText: "Đã xem / phải xem" });
    await looked.getByText("Không có trường hợp nào phải xem lại").waitFor();
    await looked.getByText("Xong", { exact: true }).waitFor();
    await page.getByText("trả lại để người nhập sửa hoặc nêu lý do").first().waitFor();
    await look(page, "mending-verdict");
    await page.locator("[data-verdict=returned]").click();
    await page.locator("dialog[open] input:focus").waitFor();
    await page.keyboard.type("Vẫn còn cảnh báo chưa có lý do");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Trả lại để sửa tiếp" }).waitFor();
    await look(page, "mending-returned");
  });
});
