import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { csvOf, type Preview, prepare, settledImport } from "../support/test-import.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const rowOf = (so: number) => {
  const texts = Object.entries({ ...birthFields(so), quyenSo: { raw: "02/2008" } });
  return Object.fromEntries(texts.map(([code, { raw }]) => [code, raw]));
};

it("what the preview did not call good is not written, whatever has come of it since", async () => {
  const { commune, person, standalone } = await startTestProvince();
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "02/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const open = async (from: number, to: number) => {
    const { batchId } = done(
      await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, from, to }),
    );
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    await standalone.settled();
  };
  await open(1, 1);
  const workbook = csvOf([rowOf(1), rowOf(2), rowOf(3)]);
  const { importId, good, refused } = await prepare(clerk, { unitId: commune }, "so.csv", workbook);
  expect([good, refused]).toEqual([1, 2]);
  const { digest } = done(await clerk.get<Preview>(`entry/v1/imports/${importId}/preview`));
  await open(2, 3);
  done(await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only", digest }));
  expect(await settledImport(clerk, importId)).toMatchObject({ phase: "finished", written: 1, refused: 2 });
  // Looked at once more they are taken.
  const again = await prepare(clerk, { unitId: commune }, "so.csv", workbook);
  expect(again).toMatchObject({ good: 2, refused: 0, unchanged: 1 });
  const seen = done(await clerk.get<Preview>(`entry/v1/imports/${again.importId}/preview`));
  const body = { mode: "good-rows-only", digest: seen.digest };
  done(await clerk.post(`entry/v1/imports/${again.importId}/confirm`, body));
  expect(await settledImport(clerk, again.importId)).toMatchObject({ written: 2, refused: 0 });
  await standalone.stop();
});
