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
 * Two cases of a book, the second marked by a first round, and handed in again as it was: the
 * second round has looked at both and said nothing. Returns the review of that round.
 */
const prepareUnmended = async (test: TestProvince): Promise<string> => {
  const { signInAgain, standalone, commune } = test;
  const { keeper, clerk } = await preparePeople(test);
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
    const open = "review/v1/reviews?status=open";
    const [review] = must(await checker.get<{ items: Review[] }>(open)).items;
    if (!review) throw new Error("no review is open");
    return review;
  };
  const mark = { field: "nksHoTen", severity: "major", reason: "Sai dấu trong tên" };
  const check = async (review: Review, marksOf: (recordId: string) => readonly object[]) => {
    for (const recordId of ids) {
      const path = `review/v1/reviews/${review.id}/records/${recordId}`;
      const { revision } = must(await checker.get<{ revision: number }>(path));
      must(await checker.post(`${path}/check`, { recordRevision: revision, marks: marksOf(recordId) }));
    }
  };
  const first = await handIn();
  await check(first, (recordId) => (recordId === ids.at(-1) ? [mark] : []));
  must(await acceptor.post(`review/v1/reviews/${first.id}/return`, { reason: "Còn sai tên" }));
  await standalone.settled();
  const second = await handIn();
  await check(second, () => []);
  return second.id;
};

describe.skipIf(withoutChromium())("a field that comes back as it was when it was marked", () => {
  let stage: Stage;
  let reviewId: string;
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepareUnmended(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("is asked about by the check, and accepted with the answer", async () => {
    const acceptor = await stage.signIn("duyet");
    await acceptor.goto(`${stage.address}/kiem-tra/${reviewId}`);
    await acceptor.getByText("Có 1 ô lần trước bị đánh dấu mà vẫn như cũ").first().waitFor();
    expect(await acceptor.locator("[data-verdict=accepted]").isDisabled()).toBe(true);
    expect(await acceptor.locator("[data-verdict=returned]").isEnabled()).toBe(true);
    await look(acceptor, "verdict-as-it-was");

    const checker = await stage.signIn("kiem");
    await checker.goto(`${stage.address}/kiem-tra/${reviewId}`);
    await checker.locator("[data-say-why]").click();
    await checker.locator("[data-checked=nksHoTen] [data-earlier-mark=as-it-was]").waitFor();
    await checker.locator("[data-checked]:focus").waitFor();
    await checker.keyboard.press("Enter");
    await checker.locator("dialog[open] input:focus").fill("Sổ ghi đúng như vậy");
    await look(checker, "check-as-it-was");
    await checker.keyboard.press("Enter");
    await checker.locator("[data-earlier-mark]", { hasText: "→ Sổ ghi đúng như vậy" }).waitFor();
    await checker.locator("[data-checked]:focus").waitFor();
    await checker.keyboard.press("Enter");
    await checker.locator("[data-mark-standing=withdrawn]", { hasText: "Sổ ghi đúng như vậy" }).waitFor();

    await acceptor.reload();
    await acceptor.locator("[data-verdict=accepted]").click();
    await acceptor.locator("dialog[open] button[data-kind=primary]").click();
    await acceptor.getByRole("heading", { name: "Đã nghiệm thu" }).waitFor();
  });
});
