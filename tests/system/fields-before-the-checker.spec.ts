import { getRecordType } from "@sogoc/registers";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

it("counts as checked only the fields that the checker has before them", async () => {
  const { checker, acceptor, recordIds, standalone } = await acceptedBook();
  const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews?status=open"));
  const review = `review/v1/reviews/${items[0]?.id}`;
  const path = `${review}/records/${recordIds[0]}`;
  const { revision, fields } = done(
    await checker.get<{ revision: number; fields: Record<string, unknown> }>(path),
  );
  done(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
  await standalone.settled();
  const standing = done(await acceptor.get<{ figures: { fieldsChecked: number } }>(`${review}/standing`));
  // Stored with every case, answered by the book, and on no page of checking.
  expect(Object.keys(fields)).toContain("quyenSo");
  expect(standing.figures.fieldsChecked).toBe(Object.keys(fields).length - 1);
  await standalone.stop();
});

it("lets no more be wrong where the keyer says of each optional field that it is blank", async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const checker = await person("kiem", [{ role: "checker", unitId: commune }]);
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const { fields: columns } = getRecordType("KS");
  const counted: object[] = [];
  for (const [bookNumber, isBlank] of [
    ["01/2008", false],
    ["02/2008", true],
  ] as const) {
    const book = { unitId: commune, recordType: "KS", bookNumber, office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    const keyed = birthFields(1);
    // What goes with another field is not said to be blank: its absence is no finding.
    const blanks = columns.filter(({ code, required }) => !required && !keyed[code]).map(({ code }) => code);
    const said = blanks.filter((code) => code.startsWith("cha") || code === "ghiChu");
    expect(said.length).toBeGreaterThan(3);
    const fields = isBlank
      ? { ...keyed, ...Object.fromEntries(said.map((code) => [code, { blank: true }])) }
      : keyed;
    done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields }));
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>(
        `review/v1/reviews?batchId=${batchId}`,
      ),
    );
    const review = `review/v1/reviews/${items[0]?.id}`;
    const path = `${review}/records/${items[0]?.sample[0]?.recordId}`;
    const { revision } = done(await checker.get<{ revision: number }>(path));
    done(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
    await standalone.settled();
    const standing = done(
      await acceptor.get<{ figures: { fieldsChecked: number }; allowedWrongFields: number }>(
        `${review}/standing`,
      ),
    );
    counted.push([standing.figures.fieldsChecked, standing.allowedWrongFields]);
  }
  expect(counted[1]).toEqual(counted[0]);
  await standalone.stop();
});
