import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { confirm, csvOf, prepare } from "../support/test-import.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Batch {
  readonly id: string;
  readonly status: string;
  readonly withdrawn?: string;
}

/** A book of one commune and the people who deal with its batches. */
const startOneBook = async () => {
  const test = await startTestProvince();
  const { commune, person } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const otherKeeper = await person("lan", [{ role: "book-keeper", unitId: commune }]);
  const admin = await person("quan-tri", [{ role: "unit-admin", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const open = (numbers: object = {}) =>
    keeper.post<{ batchId: string; code?: string }>("entry/v1/batches", { bookId, ...numbers });
  const withdraw = (who: typeof keeper, batchId: string, seen?: string) =>
    who.post<{ code?: string }>(
      `entry/v1/batches/${batchId}/withdraw`,
      { reason: "Mở nhầm quyển" },
      undefined,
      seen,
    );
  return { ...test, keeper, otherKeeper, admin, clerk, bookId, open, withdraw };
};

it("an empty batch opened by mistake is withdrawn by who opened it, and its numbers are free again", async () => {
  const { keeper, otherKeeper, clerk, bookId, open, withdraw, standalone } = await startOneBook();
  const { batchId } = done(await open());
  expect((await withdraw(otherKeeper, batchId)).body.code).toBe("batch-not-yours");
  expect((await withdraw(keeper, batchId, '"77"')).status).toBe(412);
  done(await withdraw(keeper, batchId));
  expect((await withdraw(keeper, batchId)).body.code).toBe("batch-withdrawn");
  const assign = (id: string) =>
    keeper.post<{ code?: string }>(`entry/v1/batches/${id}/assign`, { accountId: clerk.account?.id });
  expect((await assign(batchId)).body.code).toBe("batch-withdrawn");
  const fields = birthFields(1);
  const into = (id: string) => clerk.post(`entry/v1/batches/${id}/records`, { fields });
  expect((await into(batchId)).body["code"]).toBe("batch-withdrawn");
  // Its numbers, all of them, go into another batch.
  const { batchId: next } = done(await open());
  done(await assign(next));
  done(await into(next));
  await standalone.settled();
  const at = async (stage: string) =>
    done(await keeper.get<{ items: Batch[] }>(`entry/v1/batches?bookId=${bookId}&at=${stage}`)).items;
  expect((await at("work")).map(({ id }) => id)).toEqual([next]);
  expect(await at("rest")).toMatchObject([{ id: batchId, status: "withdrawn", withdrawn: "Mở nhầm quyển" }]);
  const shelf = done(await keeper.get<{ items: { batches: string[] }[] }>("entry/v1/books")).items;
  expect(shelf[0]?.batches).toEqual([next]);
  const figures = done(
    await keeper.get<{ items: { id: string; state: string }[] }>(`reporting/v1/batches?bookId=${bookId}`),
  );
  expect(figures.items.map(({ id, state }) => [id, state])).toContainEqual([batchId, "withdrawn"]);
  await standalone.stop();
});

it("the unit's administrator withdraws it too; with a case in it, or in a clerk's hands, nobody does", async () => {
  const { keeper, admin, clerk, open, withdraw, standalone } = await startOneBook();
  const { batchId } = done(await open({ from: 1, to: 5 }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  // The clerk may have begun a case.
  expect((await withdraw(admin, batchId)).body.code).toBe("batch-with-somebody");
  const { batchId: other } = done(await open({ from: 6, to: 9 }));
  done(await withdraw(admin, other));
  const records = `entry/v1/batches/${batchId}/records`;
  const { recordId } = done(await clerk.post<{ recordId: string }>(records, { fields: birthFields(1) }));
  done(await keeper.post(`entry/v1/batches/${batchId}/take-back`, { reason: "Chia lại" }));
  expect((await withdraw(keeper, batchId)).body.code).toBe("batch-not-empty");
  // What was keyed in it by mistake and voided leaves nothing that could be submitted.
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  done(await clerk.post(`entry/v1/records/${recordId}/void`, { reason: "Nhập nhầm quyển" }));
  done(await keeper.post(`entry/v1/batches/${batchId}/take-back`, { reason: "Chia lại" }));
  done(await withdraw(keeper, batchId));
  const { batchId: again } = done(await open({ from: 1, to: 5 }));
  done(await keeper.post(`entry/v1/batches/${again}/assign`, { accountId: clerk.account?.id }));
  done(await clerk.post(`entry/v1/batches/${again}/records`, { fields: birthFields(1) }));
  await standalone.stop();
});

it("an import that may open batches opens one for a book of which the only batch was withdrawn", async () => {
  const { keeper, person, commune, bookId, open, withdraw, standalone } = await startOneBook();
  const roles = (["clerk", "book-keeper"] as const).map((role) => ({ role, unitId: commune }));
  const both = await person("mai", roles);
  done(await withdraw(keeper, done(await open()).batchId));
  await standalone.settled();
  const cells = Object.entries({ ...birthFields(1), quyenSo: { raw: "01/2008" } });
  const file = csvOf([Object.fromEntries(cells.map(([code, { raw }]) => [code, raw]))]);
  const { importId } = await prepare(both, { unitId: commune, openBatches: true }, "so.csv", file);
  expect(await confirm(both, importId)).toMatchObject({ phase: "finished", written: 1, refused: 0 });
  await standalone.settled();
  const { items } = done(await keeper.get<{ items: Batch[] }>(`entry/v1/batches?bookId=${bookId}`));
  expect(items.map(({ status }) => status).sort()).toEqual(["open", "withdrawn"]);
  await standalone.stop();
});
