import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

it("cases that the inventory has more are told by the open batches that have their numbers, and the rest", async () => {
  const test = await startTestProvince();
  const { commune, standalone } = test;
  const { keeper, clerk, acceptor, checker } = await oneOfEach(test);
  const book = {
    unitId: commune,
    recordType: "KS",
    bookNumber: "01/2008",
    office: "UBND xã Mai Lâm",
    expectedCases: 7,
  };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const open = async (from: number, to: number) =>
    done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, from, to })).batchId;
  const [first] = [await open(1, 3), await open(4, 6)];
  done(await keeper.post(`entry/v1/batches/${first}/assign`, { accountId: clerk.account?.id }));
  for (const so of [1, 2, 3])
    done(await clerk.post(`entry/v1/batches/${first}/records`, { fields: birthFields(so) }));
  done(await clerk.post(`entry/v1/batches/${first}/submit`));
  await standalone.settled();
  const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews"));
  const standing = done(
    await acceptor.get<{ outstanding: object }>(`review/v1/reviews/${items[0]?.id}/standing`),
  );
  expect(standing.outstanding).toEqual({ inBatches: [{ from: 4, to: 6, count: 3 }], inNone: 1 });
  await standalone.stop();
});
