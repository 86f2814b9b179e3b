import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Unclear {
  readonly total: number;
  readonly values: readonly object[];
}

it("whoever checks or accepts is led to each unclear value that the verdict counts, and has read its case", async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const key = async (so: number, other: object) => {
    const fields = { ...birthFields(so), ...other };
    const path = `entry/v1/batches/${batchId}/records`;
    return done(await clerk.post<{ recordId: string }>(path, { fields })).recordId;
  };
  const first = await key(1, { nksHoTen: { raw: "Nguyễn Văn Kín", doubtful: true } });
  const second = await key(2, { meHoTen: { illegible: "faded" } });
  await key(3, {});
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews"));
  const review = `review/v1/reviews/${items[0]?.id}`;
  const unclear = async (who: LocalClient, query = "") =>
    done(await who.get<Unclear>(`${review}/unclear${query}`));
  const values = [
    { recordId: first, number: "1", field: "nksHoTen", kind: "doubtful" },
    { recordId: second, number: "2", field: "meHoTen", kind: "illegible" },
  ];
  expect(await unclear(checker)).toMatchObject({ total: 2, values });
  expect(await unclear(acceptor, "?kind=illegible")).toMatchObject({ total: 1, values: values.slice(1) });
  expect(await unclear(acceptor, "?limit=1")).toEqual({ total: 2, values: values.slice(0, 1) });
  expect(done(await acceptor.get(`${review}/standing`))).toMatchObject({
    doubtful: 1,
    illegible: 1,
    blank: 0,
  });
  // Whoever reads no cases there gets no list of them either.
  const admin = await person("quan-tri-xa", [{ role: "unit-admin", unitId: commune }]);
  for (const who of [clerk, admin])
    expect((await who.get(`${review}/unclear`)).body).toMatchObject({ code: "forbidden-role" });
  const { events } = await test.ports.store.readAll({ after: 0, limit: 10_000, types: ["RecordsRead"] });
  expect(JSON.stringify(events)).toContain(second);
  await standalone.stop();
});
