import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareAccepted } from "./prepared-accepted.ts";
import { must } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())("a supplementary batch of an accepted book", () => {
  let stage: Stage;
  let reviewId = "";
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      const { bookId, keeper } = await prepareAccepted(test);
      const [clerk, checker] = [await test.signInAgain("nam"), await test.signInAgain("kiem")];
      const opening = { bookId, from: 3, to: 4 };
      const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", opening));
      must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
      for (const so of [3, 4])
        must(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(so) }));
      must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
      await test.standalone.settled();
      const open = `review/v1/reviews?status=open&batchId=${batchId}`;
      const [review] = must(await checker.get<{ items: { id: string }[] }>(open)).items;
      reviewId = review?.id ?? "";
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("says which numbers it holds in the list, while it is checked and where it is judged", async () => {
    const checker = await at("kiem", `/kiem-tra`);
    // Both are first rounds of one book; the accepted one has the whole of it.
    const cards = checker.locator("a.card", { hasText: "01/2008" });
    await expect.poll(() => cards.count()).toBe(2);
    await checker.locator("[data-numbers]").waitFor();
    expect(await checker.locator("[data-numbers]").allTextContents()).toEqual(["Số 3–4"]);
    await look(checker, "reviews-supplement");
    await checker.locator("a.card", { hasText: "Số 3–4" }).click();
    await checker.waitForURL(new RegExp(reviewId));
    await checker.locator("[data-checked]").first().waitFor();
    await checker.locator("section.form .heading", { hasText: "Số 3–4 · " }).waitFor();
    await checker.context().close();

    const acceptor = await at("duyet", `/kiem-tra/${reviewId}`);
    await acceptor.locator("main", { hasText: "Số 3–4 · " }).waitFor();
    await acceptor.locator("[data-verdict]").first().waitFor();
    await look(acceptor, "verdict-supplement");
    await acceptor.context().close();
  });
});
