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

interface Owed {
  readonly rule: string;
  readonly subject: string;
  readonly awaits: boolean;
}

interface Prepared {
  readonly laxer: string;
  readonly stuck: string;
}

/**
 * Two books; of the first the keeper lets ten times as much through as usual: a critical mark
 * was made milder in the first round and taken back in the second, and a finding was let stand; of
 * six cases that the inventory says, a batch being keyed has two numbers. Of the second, the book
 * owes an answer and nothing is marked.
 */
const prepare = async (test: TestProvince): Promise<Prepared> => {
  const { commune, person, signInAgain, standalone } = test;
  const { keeper, clerk } = await preparePeople(test);
  const [checker, acceptor] = [await signInAgain("kiem"), await signInAgain("duyet")];
  const open = async (
    bookNumber: string,
    expectedCases: number,
    [from, to]: number[],
    errorLimit?: number,
  ) => {
    const policy = { sampleShare: 1, sampleMinimum: 1, errorLimit };
    const book = { unitId: commune, recordType: "KS", bookNumber, office: "UBND xã Mai Lâm", expectedCases };
    const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const opening = { bookId, from, to, policy };
    const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", opening));
    must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    return { bookId, batchId };
  };
  const submit = async (batchId: string): Promise<Review> => {
    must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const path = `review/v1/reviews?status=open&batchId=${batchId}`;
    const [review] = must(await checker.get<{ items: Review[] }>(path)).items;
    if (!review) throw new Error("no review is open");
    return review;
  };
  const check = async (
    review: Review,
    recordId: string,
    marks: object[] = [],
    withdrawn?: object[],
    who = checker,
  ) => {
    const path = `review/v1/reviews/${review.id}/records/${recordId}`;
    const { revision } = must(await who.get<{ revision: number }>(path));
    must(await who.post(`${path}/check`, { recordRevision: revision, marks, withdrawn }));
  };

  const first = await open("01/2008", 6, [1, 3], 0.1);
  must(await keeper.post("entry/v1/batches", { bookId: first.bookId, from: 4, to: 5 }));
  const path = `entry/v1/batches/${first.batchId}/records`;
  const ids: string[] = [];
  for (const so of [1, 2])
    ids.push(must(await clerk.post<{ recordId: string }>(path, { fields: birthFields(so) })).recordId);
  // A mother of ten years.
  const fields = { ...birthFields(3), meNgaySinh: { raw: "1998" } };
  const asked = await clerk.post<{ errors: { rule: string; fields: string[] }[] }>(path, { fields });
  const accepted = asked.body.errors.map(({ rule, fields: of }) => {
    return { rule, fields: of, reason: "Sổ ghi rõ 1998" };
  });
  ids.push(must(await clerk.post<{ recordId: string }>(path, { fields, accepted })).recordId);
  const [marked = "", ...others] = ids;
  const round1 = await submit(first.batchId);
  for (const id of others) await check(round1, id);
  const mark = (severity: string, reason: string) => ({ field: "meHoTen", severity, reason });
  await check(round1, marked, [mark("critical", "Sai họ")]);
  const milder = [{ field: "meHoTen", reason: "Chỉ sai dấu" }];
  await check(round1, marked, [mark("minor", "Sai dấu")], milder);
  must(await acceptor.post(`review/v1/reviews/${round1.id}/return`, { reason: "Có ô sai" }));
  await standalone.settled();
  const round2 = await submit(first.batchId);
  for (const id of others) await check(round2, id);
  await check(round2, marked, [], [{ field: "meHoTen", reason: "Sổ ghi đúng như vậy" }]);
  const reconciliation = `reporting/v1/books/${first.bookId}/reconciliation`;
  const due = must(await keeper.get<{ findings: Owed[] }>(reconciliation)).findings;
  const closed = due
    .filter(({ awaits }) => !awaits)
    .map(({ rule, subject }) => ({ rule, subject, reason: "Số 6 để trống trong sổ" }));
  must(await keeper.post(`entry/v1/books/${first.bookId}/reconcile`, { closed }));

  const second = await open("02/2008", 2, [1, 2]);
  must(await clerk.post(`entry/v1/batches/${second.batchId}/records`, { fields: birthFields(1) }));
  const stuck = await submit(second.batchId);
  const both = await person("hai-vai", [
    { role: "checker", unitId: commune },
    { role: "acceptor", unitId: commune },
  ]);
  for (const { recordId } of stuck.sample) await check(stuck, recordId, [], undefined, both);
  await standalone.settled();
  return { laxer: round2.id, stuck: stuck.id };
};

describe.skipIf(withoutChromium())("the page of a verdict", () => {
  let stage: Stage;
  let prepared: Prepared;
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      prepared = await prepare(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("shows whose limits are laxer, what a mark once was, what was let stand and where cases will come from", async () => {
    const page = await at("duyet", `/kiem-tra/${prepared.laxer}`);
    const line = (name: string) => page.locator("[data-verdict-basis] tr", { hasText: name });
    const limits = line("Mẫu và giới hạn lỗi của lô");
    await limits.getByText("Lỏng hơn mặc định").waitFor();
    await limits.getByText("Người thu đặt khi mở lô").waitFor();
    await limits.locator("[data-limits-of-unit]").getByText("2 %").waitFor();
    await page.locator("[data-once-critical='1']").waitFor();
    const steps = page.locator("[data-mark-steps]");
    await steps.getByText("Đã từng bị đánh dấu: Nghiêm trọng").waitFor();
    await steps.getByText("Chỉ sai dấu").waitFor();
    await page.locator("[data-in-batch='2']").waitFor();
    await page.locator("[data-in-none='1']").waitFor();
    await look(page, "verdict-laxer");
    await steps.scrollIntoViewIfNeeded();
    await look(page, "verdict-mark-steps");
    await page.locator("[data-show=let-stand]").click();
    const stood = page.locator("[data-case-findings=let-stand] li");
    await stood.getByText("Sổ ghi rõ 1998").waitFor();
    await look(page, "verdict-let-stand");
    await stood.getByRole("link").click();
    await page.locator("[data-pointed-at=true]").waitFor();
    await page.locator("[data-way-back]").click();
    await stood.waitFor();
    await page.context().close();
  });

  it("asks for a word where the limits are laxer, and keeps it", async () => {
    const page = await at("duyet", `/kiem-tra/${prepared.laxer}`);
    await page.locator("[data-verdict=accepted]").click();
    const dialog = page.locator("dialog[open]");
    await dialog.locator("[data-laxer-limits] input").waitFor();
    await look(page, "verdict-laxer-word");
    // Without the word nothing is sent.
    await dialog.getByRole("button", { name: "Nghiệm thu lô" }).click();
    await dialog.locator("[data-laxer-limits] input").check();
    await dialog.getByRole("button", { name: "Nghiệm thu lô" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.locator("[data-laxer-limits-confirmed]").waitFor();
    await look(page, "verdict-laxer-given");
    await page.context().close();
  });

  it("says who does what next where no verdict can be given", async () => {
    const page = await at("duyet", `/kiem-tra/${prepared.stuck}`);
    const steps = page.locator("[data-next-steps=stuck]");
    await steps.locator("[data-next-step=reconciliation-open]").getByText("Người thu").waitFor();
    await steps.locator("[data-next-step=marks-required]").getByText("Người kiem").waitFor();
    for (const button of await page.locator("[data-verdict]").all())
      expect(await button.isDisabled()).toBe(true);
    await steps.scrollIntoViewIfNeeded();
    await look(page, "verdict-stuck");
    await steps.getByRole("link", { name: "chỗ đối soát" }).click();
    await page.waitForURL(/doi-soat/);
    await page.context().close();
  });

  it("says to who checked it that they give no verdict, and who does, before anything is clicked", async () => {
    const page = await at("hai-vai", `/kiem-tra/${prepared.stuck}`);
    const why = page.locator("[data-barred-from-verdict=checked-by-yourself]");
    await why.getByText("Bạn đã kiểm tra lô này").waitFor();
    await why.getByText("Người duyet").waitFor();
    const buttons = await page.locator("[data-verdict]").all();
    expect(buttons).toHaveLength(3);
    for (const button of buttons) {
      expect(await button.isDisabled()).toBe(true);
      const told = await button.getAttribute("aria-describedby");
      expect(await page.locator(`#${told}`).textContent()).toContain("Bạn đã kiểm tra lô này");
    }
    await look(page, "verdict-barred");
    await page.context().close();
  });
});
