import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { confirm, csvOf, prepare } from "../support/test-import.ts";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { prepareLots } from "./prepared-lots.ts";
import { keyAgain } from "./prepared-pages.ts";
import { type Stage, startStage } from "./stage.ts";

const overtaken = (page: Page) => page.getByRole("alert").filter({ hasText: "đã được người khác thay đổi" });
const answerLine = (page: Page) => page.locator("dialog[open] input[name=text]");

/** A batch with one case keyed, and one imported of which the rules find something. */
const prepareCases = async (test: TestProvince, { keeper, clerk, bookId }: Shelf) => {
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const path = `entry/v1/batches/${batchId}/records`;
  const { recordId } = must(await clerk.post<{ recordId: string }>(path, { fields: birthFields(1) }));
  const cells = { ...birthFields(2), quyenSo: { raw: "01/2008" }, meNgaySinh: { raw: "2005" } };
  const row = Object.fromEntries(Object.entries(cells).map(([code, { raw }]) => [code, raw]));
  const { importId } = await prepare(clerk, { unitId: test.commune }, "so.csv", csvOf([row]));
  await confirm(clerk, importId);
  await test.standalone.settled();
  const { items } = must(await clerk.get<{ items: { id: string; number: string }[] }>(path));
  const imported = items.find(({ number }) => number === "2")?.id ?? "";
  return { batchId, keyed: recordId, imported };
};
type Shelf = Awaited<ReturnType<typeof prepareLots>>["shelf"];

const prepareWork = async (test: TestProvince) => {
  const lots = await prepareLots(test);
  await test.person("phanxu", [{ role: "checker", unitId: test.commune }]);
  await test.person("duyethai", [{ role: "acceptor", unitId: test.commune }]);
  const cases = await prepareCases(test, lots.shelf);
  const [checker, manager] = [await test.signInAgain("kiem"), await test.signInAgain("dulieu")];
  const all = { sampleShare: 1, sampleMinimum: 3 };
  const wrong = { field: "meHoTen", severity: "major", reason: "Sai họ tên mẹ" };
  const checked = async (bookNumber: string, marks: readonly object[]): Promise<string> => {
    const { batchId } = await lots.submitted(bookNumber, all);
    const [review] = must(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>(
        `review/v1/reviews?batchId=${batchId}`,
      ),
    ).items;
    for (const { recordId } of review?.sample ?? []) {
      const path = `review/v1/reviews/${review?.id}/records/${recordId}`;
      const { revision } = must(await checker.get<{ revision: number }>(path));
      must(await checker.post(`${path}/check`, { recordRevision: revision, marks }));
    }
    return review?.id ?? "";
  };
  const reviewId = await checked("06/2008", [wrong]);
  const [toReturn, toAccept] = [await checked("08/2008", [wrong]), await checked("09/2008", [])];
  const twice = await lots.submitted("07/2008", { keying: "double-all" });
  const second = await test.signInAgain("lan");
  const to = { accountId: second.account?.id };
  must(await lots.shelf.keeper.post(`entry/v1/batches/${twice.batchId}/assign`, to));
  await keyAgain(second, twice.batchId);
  must(await second.post(`entry/v1/batches/${twice.batchId}/submit`));
  await test.standalone.settled();
  const accepted = must(
    await manager.post<{ items: { id: string }[] }>("reporting/v1/search", { bookNumber: "05/2008" }),
  ).items;
  const wish = (recordId: string) => ({
    recordId,
    changes: { ghiChu: { raw: "Sót" } },
    reason: "Sót ghi chú",
  });
  for (const { id } of accepted.slice(0, 2)) must(await manager.post("review/v1/corrections", wish(id)));
  return {
    ...cases,
    twice: twice.batchId,
    reviewId,
    toReturn,
    toAccept,
    lot: lots.wrong,
    accepted: accepted.map(({ id }) => id),
  };
};

describe.skipIf(withoutChromium())("two people at the same work", () => {
  let stage: Stage;
  let made: Awaited<ReturnType<typeof prepareWork>>;
  const { at, faults, look } = onStage(() => stage);
  const both = async (who: string, path: string): Promise<readonly [Page, Page]> => [
    await at(who, path),
    await at(who, path),
  ];
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      made = await prepareWork(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("a correction keeps what was typed beside what the other changed, and undoes none of it", async () => {
    const path = `/lo/${made.batchId}/sua/${made.keyed}`;
    const [first, second] = await both("nam", path);
    await first.fill("#field-meHoTen", "Trần Thị Hòa");
    await second.fill("#field-chaHoTen", "Nguyễn Văn Lộc");
    const save = async (page: Page, why: string) => {
      await page.getByRole("button", { name: "Lưu chỗ sửa" }).click();
      await answerLine(page).fill(why);
      await page.keyboard.press("Enter");
    };
    await save(first, "đọc lại tên mẹ");
    await first.getByRole("heading", { name: "Các trường hợp đã nhập" }).waitFor();
    await save(second, "đọc lại tên cha");
    await overtaken(second).waitFor();
    await second.locator("[data-now]", { hasText: "Trần Thị Hòa" }).waitFor();
    await expect.poll(() => second.inputValue("#field-chaHoTen")).toBe("Nguyễn Văn Lộc");
    await expect.poll(() => second.inputValue("#field-meHoTen")).toBe("Trần Thị Hòa");
    await look(second, "correction-overtaken");
    // A window that was closed meanwhile opens with the same.
    await second.reload();
    await second.locator('#field-chaHoTen[value="Nguyễn Văn Lộc"]').waitFor();
    await expect.poll(() => second.inputValue("#field-meHoTen")).toBe("Trần Thị Hòa");
    await save(second, "đọc lại tên cha");
    await second.getByRole("heading", { name: "Các trường hợp đã nhập" }).waitFor();
    await second.goto(`${stage.address}${path}`);
    await second.locator('#field-chaHoTen[value="Nguyễn Văn Lộc"]').waitFor();
    await expect.poll(() => second.inputValue("#field-meHoTen")).toBe("Trần Thị Hòa");
  });

  it("reasons for letting findings stand stay in their dialog", async () => {
    const [first, second] = await both("nam", `/lo/${made.batchId}/sua/${made.imported}`);
    for (const [page, why] of [
      [first, "Sổ ghi như vậy"],
      [second, "Đã hỏi người nhập trước"],
    ] as const) {
      await page.locator("[data-open-findings]").waitFor();
      await page.keyboard.press("F8");
      await page.locator("dialog[open] ol input").first().waitFor();
      for (const input of await page.locator("dialog[open] ol input").all()) await input.fill(why);
    }
    await first.keyboard.press("Enter");
    await first.getByRole("heading", { name: "Các trường hợp đã nhập" }).waitFor();
    await second.keyboard.press("Enter");
    await overtaken(second).first().waitFor();
    const kept = await second.locator("dialog[open] ol input").first().inputValue();
    expect(kept).toBe("Đã hỏi người nhập trước");
    await look(second, "let-stand-overtaken");
  });

  it("the reason for voiding a case stays while what another window corrected is looked at", async () => {
    const [page, other] = await both("nam", `/lo/${made.batchId}/sua/${made.keyed}`);
    await page.getByRole("button", { name: "Hủy trường hợp" }).click();
    await answerLine(page).fill("nhập hai lần");
    await other.fill("#field-chaHoTen", "Nguyễn Văn Lương");
    await other.getByRole("button", { name: "Lưu chỗ sửa" }).click();
    await answerLine(other).fill("đọc lại tên cha");
    await other.keyboard.press("Enter");
    await other.getByRole("heading", { name: "Các trường hợp đã nhập" }).waitFor();
    await page.keyboard.press("Enter");
    await overtaken(page).first().waitFor();
    await expect.poll(() => answerLine(page).inputValue()).toBe("nhập hai lần");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Các trường hợp đã nhập" }).waitFor();
  });

  it("what an arbiter wrote who comes second is told, and nothing of the first one's is undone", async () => {
    const path = `/phan-xu/${made.twice}`;
    const [first, second] = [await at("kiem", path), await at("phanxu", path)];
    for (const page of [first, second]) await page.locator("tr[data-here=true] button:focus").waitFor();
    await second.keyboard.press("3");
    await second.fill("dialog[open] #paper", "Nguyễn Văn Ẩn");
    const decided = first.waitForResponse((answer) => answer.url().endsWith("/resolve"));
    await first.keyboard.press("1");
    await first.locator("[data-left='2']").waitFor();
    // The first decision is held back until the second one.
    await first.keyboard.press("1");
    await decided;
    await second.keyboard.press("Enter");
    await second.locator("[data-left='2']").waitFor();
    await second.keyboard.press("1");
    await second.locator("[data-not-taken]", { hasText: "Nguyễn Văn Ẩn" }).waitFor();
    await second.locator("[data-overtaken] [data-decided]").waitFor();
    await look(second, "arbitration-overtaken");
  });

  it("a request for a correction keeps what was typed while the case goes on", async () => {
    const [first, second] = await both("dulieu", `/tra-cuu/${made.accepted[2]}`);
    await second.locator("[data-field-row=meHoTen]").getByRole("button", { name: "Đề nghị sửa" }).click();
    await second.locator("dialog[open] #value").fill("Trần Thị Hòa");
    await second.locator("dialog[open] #reason").fill("sai dấu");
    await first.getByRole("button", { name: "Ghi chú theo quyết định" }).click();
    await first.fill("#note-text", "Cải chính quê quán");
    await first.fill("#note-number", "13/QĐ");
    await first.fill("#note-day", "01/03/2026");
    await first.fill("#note-issuer", "UBND xã Mai Lâm");
    await first.locator("dialog[open] button[type=submit]").click();
    await first.locator("dialog[open]").waitFor({ state: "detached" });
    await second.keyboard.press("Enter");
    await overtaken(second).waitFor();
    await expect.poll(() => second.inputValue("dialog[open] #value")).toBe("Trần Thị Hòa");
    await expect.poll(() => second.inputValue("dialog[open] #reason")).toBe("sai dấu");
    await look(second, "request-overtaken");
    await second.keyboard.press("Enter");
    await second.getByText("Đã gửi. Người nghiệm thu sẽ quyết định.").waitFor();
  });

  it("who declines a request that somebody else has approved is told, and keeps the reason", async () => {
    const [first, second] = await both("duyet", "/de-nghi");
    const requests = (page: Page) => page.locator("[data-correction]", { hasText: "Sót ghi chú" });
    const oldest = (page: Page) => requests(page).last();
    await oldest(second).getByRole("button", { name: "Từ chối" }).click();
    await answerLine(second).fill("Sổ ghi đúng như vậy");
    await oldest(first).getByRole("button", { name: "Duyệt" }).click();
    await expect.poll(() => requests(first).count()).toBe(1);
    await second.keyboard.press("Enter");
    await overtaken(second).waitFor();
    await second.locator("[data-now]", { hasText: "Người duyet" }).waitFor();
    await expect.poll(() => answerLine(second).inputValue()).toBe("Sổ ghi đúng như vậy");
    // It is decided: there is nothing to send any more.
    await expect.poll(() => second.locator("dialog[open] button[type=submit]").count()).toBe(0);
    await look(second, "decline-overtaken");
  });

  it("a mark of somebody else is taken away as it stands now, with the reason that was typed", async () => {
    const [first, second] = [
      await at("kiem", `/kiem-tra/${made.reviewId}`),
      await at("phanxu", `/kiem-tra/${made.reviewId}`),
    ];
    for (const page of [first, second]) {
      // Its number comes later than its row, and moves what stands beside it.
      await page.locator("[data-marked-field=meHoTen] button", { hasText: /\d/u }).first().click();
      await page.locator("[data-checked=meHoTen]").waitFor();
    }
    await second.locator("[data-checked=meHoTen]").focus();
    await second.keyboard.press("x");
    await answerLine(second).fill("Sổ ghi đúng tên này");
    await second.keyboard.press("Enter");
    await first.locator("[data-checked=chaHoTen]").focus();
    await first.keyboard.press("x");
    await answerLine(first).fill("Sai họ tên cha");
    await first.keyboard.press("Enter");
    await first.getByRole("button", { name: "Sai 2 ô" }).click();
    await first.locator("[data-marked-field=chaHoTen]").waitFor();
    await second.locator("[data-checked=meHoTen]").focus();
    await second.keyboard.press("Enter");
    await second.locator("[data-others-marks]").waitFor();
    await second.locator("[data-checked=chaHoTen][aria-pressed=true]").waitFor();
    await look(second, "marks-overtaken");
    // Nothing is taken away before it was looked at again; the reason is there to be sent.
    await second.locator("[data-checked=meHoTen][aria-pressed=true]").focus();
    await second.keyboard.press("x");
    await expect.poll(() => answerLine(second).inputValue()).toBe("Sổ ghi đúng tên này");
    await second.keyboard.press("Enter");
    await second.getByRole("button", { name: "Sai 1 ô" }).click();
    await second.locator("[data-marked-field=chaHoTen]").waitFor();
  });

  /** The first gives it; the second, whose question was open already, is told what became of it. */
  const decideTwice = async ([first, second]: readonly [Page, Page], verdict: string, reason?: string) => {
    for (const [page, why] of [
      [first, reason],
      [second, "Lý do của người thứ hai"],
    ] as const) {
      await page.locator(`[data-verdict=${verdict}]`).click();
      if (why !== undefined && reason !== undefined) await answerLine(page).fill(why);
    }
    const give = (page: Page) => page.locator("dialog[open] button[data-kind=primary]");
    await give(first).click();
    await first.locator("dialog[open]").waitFor({ state: "detached" });
    await first.locator("[data-decided]", { hasText: "Người duyet" }).waitFor();
    await give(second).click();
    await overtaken(second).waitFor();
    const now = second.locator("dialog[open] [data-now]", { hasText: "Người duyet" });
    await now.waitFor();
    if (reason !== undefined) {
      await now.filter({ hasText: reason }).waitFor();
      expect(await answerLine(second).inputValue()).toBe("Lý do của người thứ hai");
    }
    // It is decided: there is nothing to send any more.
    expect(await give(second).count()).toBe(0);
    await look(second, `decided-${verdict}-overtaken`);
    await second.keyboard.press("Escape");
    await second.locator("dialog[open]").waitFor({ state: "detached" });
    await expect.poll(() => second.locator("[data-verdict]").count()).toBe(0);
  };
  const twoAcceptors = async (path: string): Promise<readonly [Page, Page]> => [
    await at("duyet", path),
    await at("duyethai", path),
  ];

  it("who returns a batch second is told who did first and why, and keeps their reason", async () => {
    const pages = await twoAcceptors(`/kiem-tra/${made.toReturn}`);
    await decideTwice(pages, "returned", "Sai nhiều họ tên");
  });

  it("who accepts a batch second is told who did first", async () => {
    await decideTwice(await twoAcceptors(`/kiem-tra/${made.toAccept}`), "accepted");
  });

  it("who decides on a lot in a second window is told, and keeps their reason", async () => {
    await decideTwice(await both("duyet", `/nghiem-thu/${made.lot}`), "returned", "Sai khắp nơi");
  });

  it("the verdict on a batch keeps its reason beside marks that came meanwhile", async () => {
    const path = `/kiem-tra/${made.reviewId}`;
    const acceptor = await at("duyet", path);
    await acceptor.locator("[data-verdict=returned]").click();
    await answerLine(acceptor).fill("Sai nhiều họ tên");
    const checker = await at("kiem", path);
    await checker.locator("[data-marked-field=meHoTen] button", { hasText: /\d/u }).first().click();
    await checker.locator("[data-checked=nksHoTen]").focus();
    await checker.keyboard.press("x");
    await answerLine(checker).fill("Sai dấu");
    await checker.keyboard.press("Enter");
    await checker.locator("[data-checked=nksHoTen]").focus();
    await checker.keyboard.press("Enter");
    await checker.locator("[data-marked-field=nksHoTen]").waitFor();
    // The button that was pressed keeps the focus, and the dialog its keys.
    await acceptor.locator("dialog[open] button[type=submit]").click();
    await overtaken(acceptor).first().waitFor();
    await expect.poll(() => answerLine(acceptor).inputValue()).toBe("Sai nhiều họ tên");
    await acceptor.locator("[data-marked-field=nksHoTen]").waitFor();
    await look(acceptor, "verdict-overtaken");
    await acceptor.keyboard.press("Escape");
    await acceptor.locator("dialog[open]").waitFor({ state: "detached" });
    await expect.poll(() => overtaken(acceptor).count()).toBe(0);
    // What went wrong before is not told of the next question.
    await acceptor.locator("[data-verdict=returned]").click();
    await answerLine(acceptor).fill("Sai nhiều họ tên");
    await expect.poll(() => overtaken(acceptor).count()).toBe(0);
    await acceptor.keyboard.press("Enter");
    await acceptor.locator("dialog[open]").waitFor({ state: "detached" });
    await acceptor.getByText("Sai nhiều họ tên").waitFor();
  });
});
