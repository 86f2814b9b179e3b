import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Finding {
  readonly rule: string;
  readonly subject: string;
  readonly closed: string | null;
  readonly awaits: boolean;
}

/** Days of registration, by number. */
type Days = Readonly<Record<number, string>>;

const furnish = async () => {
  const test = await startTestProvince();
  const { commune: unitId, person, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const auditor = await person("thanhtra", [{ role: "auditor", unitId }]);
  const reader = await person("doc", [
    { role: "acceptor", unitId },
    { role: "clerk", unitId },
  ]);
  const readersOf = async (recordId: string | undefined) => {
    const path = `reporting/v1/records/${recordId}/readings`;
    const { items } = done(await auditor.get<{ items: { name: string }[] }>(path));
    return items.map(({ name }) => name);
  };
  const assign = (batchId: string, who: LocalClient) =>
    keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: who.account?.id });
  /** Keys these days of registration, by number, and submits the batch. */
  const keyed = async (bookId: string, policy: object, days: Days) => {
    const numbers = Object.keys(days).map(Number);
    const range = { bookId, from: Math.min(...numbers), to: Math.max(...numbers), policy };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", range));
    done(await assign(batchId, clerk));
    const recordIds: string[] = [];
    for (const [so, day] of Object.entries(days)) {
      const fields = { ...birthFields(so), ngayDangKy: { raw: day } };
      const path = `entry/v1/batches/${batchId}/records`;
      recordIds.push(done(await clerk.post<{ recordId: string }>(path, { fields })).recordId);
    }
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    return { batchId, recordIds };
  };
  /**
   * A book whose first cases are accepted in a lot, while those after them are to be keyed once
   * more; everything that it owes is closed. Answers the minutes' address.
   */
  const book = async (first: Days, second: Days) => {
    const register = { unitId, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", register));
    const { batchId } = await keyed(bookId, { acceptance: "lot" }, first);
    const twice = await keyed(bookId, { keying: "double-identity" }, second);
    const { lotId } = done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [batchId] }));
    await standalone.settled();
    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>(
        `review/v1/reviews?batchId=${batchId}`,
      ),
    );
    for (const { id, sample } of items)
      for (const { recordId } of sample) {
        const path = `review/v1/reviews/${id}/records/${recordId}`;
        const { revision } = done(await checker.get<{ revision: number }>(path));
        done(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
      }
    const reconciliation = `reporting/v1/books/${bookId}/reconciliation`;
    const { findings } = done(await keeper.get<{ findings: Finding[] }>(reconciliation));
    const closed = findings
      .filter((one) => one.closed === null && !one.awaits)
      .map(({ rule, subject }) => ({ rule, subject, reason: "Sổ ghi như vậy" }));
    done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
    await standalone.settled();
    done(await acceptor.post(`review/v1/lots/${lotId}/decide`, { verdict: "accepted" }));
    await standalone.settled();
    return {
      twice,
      rules: closed.map(({ rule }) => rule),
      minutes: `reporting/v1/lots/${lotId}/minutes.pdf`,
    };
  };
  return { ...test, reader, readersOf, assign, book };
};

it("the minutes of a lot are a reading of the cases that what was closed names, and of no others", async () => {
  const { standalone, reader, readersOf, assign, book } = await furnish();
  const { twice, rules, minutes } = await book(
    { 1: "17.03.2008", 2: "20.03.2008" },
    { 3: "18.03.2008", 4: "21.03.2008" },
  );
  expect(rules).toEqual(["date-falls"]);
  const [third, fourth] = twice.recordIds;
  done(await reader.get(minutes));
  await standalone.settled();
  expect(await readersOf(third)).toContain("Người doc");
  expect(await readersOf(fourth)).not.toContain("Người doc");
  expect((await assign(twice.batchId, reader)).body["code"]).toBe("records-read");
  await standalone.stop();
});

it("minutes whose closed findings name no case keep nobody from the second keying", async () => {
  const { standalone, reader, readersOf, assign, book } = await furnish();
  const { twice, rules, minutes } = await book(
    { 1: "17.03.2008", 3: "20.03.2008" },
    { 4: "21.03.2008", 5: "22.03.2008" },
  );
  // The paper has no number 2: nothing is told of a case.
  expect(rules).toEqual(["last-number-differs", "number-gap"]);
  done(await reader.get(minutes));
  await standalone.settled();
  for (const recordId of twice.recordIds) expect(await readersOf(recordId)).not.toContain("Người doc");
  expect((await assign(twice.batchId, reader)).status).toBe(200);
  await standalone.stop();
});
