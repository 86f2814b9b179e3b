import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must, preparePeople } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

/**
 * A case that somebody keyed on the day on which the office's administrator opened their account;
 * returns its review, looked at whole.
 */
const prepareFirstDay = async (test: TestProvince): Promise<string> => {
  const { commune, province, newcomer, person, signInAgain, standalone } = test;
  const { keeper } = await preparePeople(test);
  await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const lead = await signInAgain("chinh");
  const clerk = await newcomer("moi", [{ role: "clerk", unitId: commune }], commune, lead);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const keyed = await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, {
    fields: birthFields(1),
  });
  const { recordId } = must(keyed);
  must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  const checker = await signInAgain("kiem");
  const [review] = must(
    await checker.get<{ items: { id: string }[] }>("review/v1/reviews?status=open"),
  ).items;
  const path = `review/v1/reviews/${review?.id}/records/${recordId}`;
  const { revision } = must(await checker.get<{ revision: number }>(path));
  must(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
  return review?.id ?? "";
};

describe.skipIf(withoutChromium())("an account on its first day", () => {
  let stage: Stage;
  let reviewId = "";
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepareFirstDay(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("is named with who opened it where its work is decided on, and keeps nobody from deciding", async () => {
    const page = await at("duyet", `/kiem-tra/${reviewId}`);
    await page.locator("[data-new-accounts]").getByText("Người moi (do Người chinh mở)").waitFor();
    await page.locator("[data-verdict=accepted]:enabled").waitFor();
    await look(page, "review-new-accounts");
    await page.context().close();
  });

  it("is told to its owner on the page of their account, and nowhere to whoever opened it", async () => {
    for (const who of ["moi", "chinh"]) {
      const page = await stage.signIn(who);
      const told: unknown[] = [];
      await page.route("**/accounts/v1/password-resets", async (route) => {
        const answer = await route.fetch();
        told.push(await answer.json());
        await route.fulfill({ response: answer });
      });
      await page.reload();
      const own = who === "moi" ? [{ what: "opened", own: true, byName: "Người chinh" }] : [];
      await expect.poll(() => told[0]).toMatchObject({ items: own });
      await expect.poll(() => page.locator("[data-notice=resets]").count()).toBe(0);
      if (who === "moi") {
        await page.goto(`${stage.address}/mat-khau`);
        await page.getByText("Người chinh đã mở tài khoản của bạn").waitFor();
      }
      await page.context().close();
    }
  });

  it("is told to whoever stands above, until they say that it is in its owner's hands", async () => {
    const page = await at("so-tu-phap", "/tai-khoan");
    const told = page.locator("[data-notice=resets] [data-reset]");
    await told.getByText("Người chinh mới mở tài khoản cho Người moi (Xã Mai Lâm)").waitFor();
    await told.getByText("biết mật khẩu đầu: trong ngày đầu chưa biết chắc ai dùng").waitFor();
    await expect.poll(() => told.count()).toBe(1);
    await look(page, "opened-notice");
    await told.getByRole("button", { name: "Đã hỏi chính chủ, cho làm việc" }).click();
    await told.waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("heading", { name: "Tài khoản" }).first().waitFor();
    await expect.poll(() => told.count()).toBe(0);
    await page.context().close();
  });
});
