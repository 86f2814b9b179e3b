import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { startTestProvince } from "../support/test-province.ts";

interface Told {
  readonly keyerAway?: string;
  readonly revision: number;
}

it("a batch whose clerk cannot go on is told as such, by the reason, and is given to somebody else", async () => {
  const test = await startTestProvince();
  const { commune, person, admin, standalone } = test;
  const { keeper, clerk } = await oneOfEach(test);
  const other = await person("khac", [{ role: "clerk", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  const path = `entry/v1/batches/${batchId}`;
  const assign = (who: typeof clerk) => keeper.post(`${path}/assign`, { accountId: who.account?.id });
  done(await assign(clerk));
  const told = async () => {
    await standalone.settled();
    const one = done(await keeper.get<Told>(path)).keyerAway;
    const [listed] = done(await keeper.get<{ items: Told[] }>(`entry/v1/batches?bookId=${bookId}`)).items;
    const [line] = done(await keeper.get<{ items: Told[] }>(`reporting/v1/batches?unitId=${commune}`)).items;
    expect([listed?.keyerAway, line?.keyerAway]).toEqual([one, one]);
    return one;
  };
  expect(await told()).toBeUndefined();
  const account = `accounts/v1/accounts/${clerk.account?.id}`;
  done(await admin.post(`${account}/suspend`, { reason: "nghỉ việc" }));
  expect(await told()).toBe("suspended");
  done(await admin.post(`${account}/reinstate`, { reason: "đi làm lại" }));
  expect(await told()).toBeUndefined();
  done(await admin.post(`${account}/roles/revoke`, { role: "clerk", unitId: commune, reason: "hết việc" }));
  expect(await told()).toBe("no-role");

  done(await keeper.post(`${path}/take-back`, { reason: "người nhập đã nghỉ" }));
  expect(await told()).toBeUndefined();
  done(await assign(other));
  expect(await told()).toBeUndefined();
  await standalone.stop();
});
