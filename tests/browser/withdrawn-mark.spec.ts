import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must, preparePeople } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

interface Review {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string }[];
}

/**
 * Two cases of a book, the first marked by one checker in a first round and mended. Returns the
 * review of the second round.
 */
const prepareSecondRound = async (test: TestProvince): Promise<string> => {
  const { commune, person, signInAgain, standalone } = test;
  const { keeper, clerk } = await preparePeople(test);
  await person("phan-xu", [{ role: "checker", unitId: commune }]);
  const [checker, acceptor] = [await signInAgain("kiem"), await signInAgain("duyet")];
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { sampleShare: 1, sampleMinimum: 2, errorLimit: 0.05, leaseHours: 240 };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const ids: string[] = [];
  for (const so of [1, 2]) {
    const path = `entry/v1/batches/${batchId}/records`;
    ids.push(must(await clerk.post<{ recordId: string }>(path, { fields: birthFields(so) })).recordId);
  }
  const handIn = async (): Promise<Review> => {
    must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const [review] = must(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open")).items;
    if (!review) throw new Error("no review is open");
    return review;
  };
  const first = await handIn();
  const mark = { field: "nksHoTen", severity: "major", reason: "Sổ ghi Nguyễn Văn Ân" };
  const check = async (review: Review, recordId: string, marks: readonly object[]) => {
    const path = `review/v1/reviews/${review.id}/records/${recordId}`;
    const { revision } = must(await checker.get<{ revision: number }>(path));
    must(await checker.post(`${path}/check`, { recordRevision: revision, marks }));
  };
  for (const id of ids) await check(first, id, id === ids[0] ? [mark] : []);
  must(await acceptor.post(`review/v1/reviews/${first.id}/return`, { reason: "Có ô sai" }));
  await standalone.settled();
  const fix = { changes: { nksHoTen: { raw: "Nguyễn Văn Ân" } }, reason: "Sửa theo kết quả kiểm tra" };
  must(await clerk.post(`entry/v1/records/${ids[0]}/correct`, fix));
  return (await handIn()).id;
};

describe.skipIf(withoutChromium())("a mark of somebody else, in the second round", () => {
  let stage: Stage;
  let reviewId = "";
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepareSecondRound(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("is taken away by another checker only with a reason, asked beside the words of the first", async () => {
    const open = async (who: string) => {
      const page = await stage.signIn(who);
      await page.goto(`${stage.address}/kiem-tra/${reviewId}`);
      await page.locator("[data-checked]:focus").waitFor();
      return page;
    };
    const [marking, page] = [await open("kiem"), await open("phan-xu")];
    await marking.locator("[data-checked=nksHoTen]").focus();
    await marking.keyboard.press("x");
    await marking.locator("dialog[open] input:focus").fill("Sổ ghi Nguyễn Văn Án");
    await marking.keyboard.press("Enter");
    await marking.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor();
    await marking.keyboard.press("Enter");
    await marking.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor({ state: "detached" });
    // The second is told of the first one's mark before anything of theirs is kept.
    await page.keyboard.press("Enter");
    await page.locator("[data-others-marks]").waitFor();
    await page.locator("[data-checked=nksHoTen][aria-pressed=true]").waitFor();
    await page.locator("[data-checked=nksHoTen]").focus();
    await page.keyboard.press("x");
    const question = page.locator("dialog[open]");
    await question.getByText("Người kiem").waitFor();
    await question.getByText("Sổ ghi Nguyễn Văn Án").waitFor();
    await look(page, "check-withdraw");
    // Without a reason it stays.
    await page.keyboard.press("Enter");
    await question.locator("input:focus").fill("Soi lại ảnh: sổ ghi đúng là Ân");
    await page.keyboard.press("Enter");
    await question.waitFor({ state: "detached" });
    await page.locator("[data-checked=nksHoTen][aria-pressed=false]").waitFor();
  });
});
