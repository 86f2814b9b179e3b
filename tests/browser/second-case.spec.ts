import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { confirmCarried, openDesk } from "./desk-steps.ts";
import { onStage } from "./on-stage.ts";
import { must, preparePeople } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

/** Two cases of a book that is keyed, checked and accepted. */
const prepareAccepted = async (test: TestProvince): Promise<void> => {
  const { signInAgain, standalone, commune } = test;
  const { keeper, clerk } = await preparePeople(test);
  const [checker, acceptor] = [await signInAgain("kiem"), await signInAgain("duyet")];
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  for (const so of [1, 2])
    must(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(so) }));
  must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  interface Review {
    readonly id: string;
    readonly sample: readonly { readonly recordId: string }[];
  }
  const [review] = must(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open")).items;
  for (const { recordId } of review?.sample ?? []) {
    const path = `review/v1/reviews/${review?.id}/records/${recordId}`;
    const { revision } = must(await checker.get<{ revision: number }>(path));
    must(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
  }
  must(await acceptor.post(`review/v1/reviews/${review?.id}/accept`));
  await standalone.settled();
};

describe.skipIf(withoutChromium())("a second case of an accepted number", () => {
  let stage: Stage;
  const { faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(prepareAccepted);
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("gets a batch on the page of the book, and is keyed with its letter", async () => {
    const keeper = await stage.signIn("thu");
    await keeper.goto(`${stage.address}/so`);
    await keeper.getByRole("button", { name: "Lô và ảnh" }).click();
    await keeper.getByLabel("Trường hợp thứ hai của số").fill("2");
    await keeper.getByRole("button", { name: "Mở lô bổ sung" }).click();
    await keeper.getByText("Bổ sung: trường hợp thứ hai của số 2").waitFor();
    await look(keeper, "second-case");
    await keeper.locator("select[name=clerk]").selectOption({ label: "Người nam" });
    await keeper.getByRole("button", { name: "Giao", exact: true }).click();
    await keeper.getByRole("button", { name: "Thu hồi" }).waitFor();

    const clerk = await stage.signIn("nam");
    await clerk.goto(`${stage.address}/lo`);
    await openDesk(clerk);
    expect(await clerk.inputValue("#field-so")).toBe("2b");
    for (const [code, { raw }] of Object.entries(birthFields("2b"))) await clerk.fill(`#field-${code}`, raw);
    await confirmCarried(clerk);
    await clerk.keyboard.press("Control+Enter");
    await clerk.locator("[data-saving=saved]", { hasText: ": số 2b" }).waitFor();
  });
});
