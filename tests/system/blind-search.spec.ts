import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

/** A batch whose identity is keyed twice, keyed once: three cases whose dates fall. */
const keyedOnce = async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const first = await person("nam", [{ role: "clerk", unitId: commune }]);
  const second = await person("hoa", [
    { role: "clerk", unitId: commune },
    { role: "book-keeper", unitId: commune },
  ]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const wish = { bookId, policy: { keying: "double-identity" } };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", wish));
  const assign = (to: LocalClient) =>
    keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: to.account?.id });
  done(await assign(first));
  for (const [so, day] of ["19.03.2008", "18.03.2008", "17.03.2008"].entries()) {
    const fields = { ...birthFields(so + 1), ngayDangKy: { raw: day }, nksNgaySinh: { raw: "01.03.2008" } };
    done(await first.post(`entry/v1/batches/${batchId}/records`, { fields }));
  }
  done(await first.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  return { ...test, bookId, second, assign: () => assign(second) };
};

it("a second keyer learns nothing by a search, neither from rows nor from whether more would come", async () => {
  const { bookId, second, assign, standalone } = await keyedOnce();
  done(await assign());
  await standalone.settled();
  const search = (words: string) =>
    second.post<{ items: unknown[]; next?: string }>("reporting/v1/search", { words, bookId, limit: 1 });
  const keyed = await search("nguyen van an");
  expect(keyed.body).toEqual((await search("le thi khong co")).body);
  expect(keyed.body).toMatchObject({ items: [] });
  const reconciliation = await second.get(`reporting/v1/books/${bookId}/reconciliation`);
  expect(reconciliation.body).toMatchObject({ code: "blind-keying" });
  await standalone.stop();
});

it("whoever has seen what a book's reconciliation says of its cases keys none of them a second time", async () => {
  const { bookId, second, assign, standalone } = await keyedOnce();
  const { findings } = done(
    await second.get<{ findings: { messageVi: string }[] }>(`reporting/v1/books/${bookId}/reconciliation`),
  );
  expect(findings.some(({ messageVi }) => messageVi.includes("2008"))).toBe(true);
  await standalone.settled();
  expect((await assign()).body).toMatchObject({ code: "records-read" });
  await standalone.stop();
});
