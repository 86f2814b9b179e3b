import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must, prepareShelf } from "./prepared-book.ts";
import { type Stage, startStage } from "./stage.ts";

interface Round {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string }[];
}

/**
 * Three cases that two keyed alike, returned for a mark; the first keyer then changes all names.
 */
const prepareChanged = async (test: TestProvince): Promise<string> => {
  const { keeper, clerk } = await prepareShelf(test, { scans: 0, cases: 0 });
  const [second, checker, acceptor] = [
    await test.signInAgain("lan"),
    await test.signInAgain("kiem"),
    await test.signInAgain("duyet"),
  ];
  const book = { unitId: test.commune, recordType: "KS", bookNumber: "02/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { keying: "double-identity", sampleShare: 0.01, sampleMinimum: 1 };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  const path = `entry/v1/batches/${batchId}`;
  const submit = async (client: typeof clerk) => {
    must(await client.post(`${path}/submit`));
    await test.standalone.settled();
  };
  must(await keeper.post(`${path}/assign`, { accountId: clerk.account?.id }));
  const ids: string[] = [];
  for (const so of [1, 2, 3]) {
    const keyed = { fields: birthFields(so) };
    ids.push(must(await clerk.post<{ recordId: string }>(`${path}/records`, keyed)).recordId);
  }
  await submit(clerk);
  must(await keeper.post(`${path}/assign`, { accountId: second.account?.id }));
  const { fields: compared } = must(await second.get<{ fields: string[] }>(`${path}/second-keying`));
  for (const [index, id] of ids.entries()) {
    const again = Object.entries(birthFields(index + 1)).filter(([code]) => compared.includes(code));
    must(await second.post(`${path}/records/${id}/key-again`, { fields: Object.fromEntries(again) }));
  }
  await submit(second);
  const lastRound = async (): Promise<Round> => {
    const listed = must(await checker.get<{ items: Round[] }>("review/v1/reviews?status=open"));
    const [round] = listed.items;
    if (!round) throw new Error("no round is open");
    return round;
  };
  const first = await lastRound();
  const address = `review/v1/reviews/${first.id}`;
  const record = `${address}/records/${first.sample[0]?.recordId}`;
  const { revision } = must(await checker.get<{ revision: number }>(record));
  const marks = [{ field: "meHoTen", severity: "critical", reason: "Sai họ tên mẹ" }];
  must(await checker.post(`${record}/check`, { recordRevision: revision, marks }));
  must(await acceptor.post(`${address}/return`, { reason: "lỗi nặng" }));
  await test.standalone.settled();
  for (const id of ids) {
    const changes = { meHoTen: { raw: "Trần Thị Mười" } };
    must(await clerk.post(`entry/v1/records/${id}/correct`, { changes, reason: "đọc lại" }));
  }
  await submit(clerk);
  return (await lastRound()).id;
};

describe.skipIf(withoutChromium())("what one person alone changed after two had agreed", () => {
  let stage: Stage;
  let reviewId: string;
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      reviewId = await prepareChanged(test);
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
  });

  it("is told to whoever decides, who sees that all of it is looked at first", async () => {
    const page = await at("duyet", `/kiem-tra/${reviewId}`);
    const hasText = "chỉ một người nhập, người phân xử ghi khác cả hai lần nhập, hoặc một người sửa";
    await page.locator("[data-verdict-basis] [data-one-persons-word='3']", { hasText }).waitFor();
    await page.locator("#why-accepted", { hasText: "0 / 3 trường hợp" }).waitFor();
    await look(page, "verdict-one-persons-word");
  });
});
