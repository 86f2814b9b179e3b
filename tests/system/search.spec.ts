import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Found {
  readonly items: readonly { readonly number: string; readonly unitName: string }[];
  readonly next?: string | undefined;
}

/** After a merger: a book of the former commune, one registered since, and one of the successor. */
const afterMerger = async () => {
  const { standalone, admin, commune, otherCommune, person } = await startTestProvince();
  const keyed = async (
    keeper: LocalClient,
    unitId: string,
    bookNumber: string,
    office: string,
    so: number,
  ) => {
    const book = { unitId, recordType: "KS", bookNumber, office };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: keeper.account?.id }));
    await standalone.settled();
    const fields = { ...birthFields(so), noiDangKy: { raw: office } };
    done(await keeper.post(`entry/v1/batches/${batchId}/records`, { fields }));
  };
  const roles = ["book-keeper", "clerk", "data-manager"] as const;
  const all = (unitId: string) => roles.map((role) => ({ role, unitId }));
  const former = await person("thu", all(commune));
  const keeper = await person("mai", all(otherCommune), otherCommune);
  await keyed(former, commune, "01/2008", "UBND xã Mai Lâm", 1);
  const close = { on: "2025-07-01", successors: [otherCommune] };
  done(await admin.post(`accounts/v1/units/${commune}/close`, close));
  await standalone.settled();
  await keyed(keeper, otherCommune, "02/2008", "UBND xã Mai Lâm, huyện Thanh Sơn", 2);
  await keyed(keeper, otherCommune, "03/2008", "UBND xã Bình An", 3);
  await standalone.settled();
  const search = async (body: object) => done(await keeper.post<Found>("reporting/v1/search", body));
  return { standalone, commune, otherCommune, search };
};

it("finds by a former unit what it registered itself and what its successor did of its books", async () => {
  const { standalone, commune, otherCommune, search } = await afterMerger();
  const numbersOf = ({ items }: Found) => items.map(({ number }) => number).sort();
  expect(numbersOf(await search({ unitId: commune }))).toEqual(["1", "2"]);
  expect(numbersOf(await search({ unitId: otherCommune }))).toEqual(["1", "2", "3"]);
  // Page after page, from one question to the next.
  const first = await search({ unitId: commune, limit: 1 });
  const second = await search({ unitId: commune, limit: 1, after: first.next });
  expect([first, second].map(numbersOf)).toEqual([["1"], ["2"]]);
  expect(second.next).toBeUndefined();

  // By the office as the book writes it, whole or begun, with accents or without.
  for (const office of [
    "UBND xã Mai Lâm",
    "Mai Lâm",
    "mai-lam",
    "xã Mai",
    "UBND xã Mai Lâm, huyện Thanh Sơn",
  ])
    expect(numbersOf(await search({ office })), office).toEqual(["1", "2"]);
  expect(numbersOf(await search({ office: "Bình An" }))).toEqual(["3"]);
  expect(numbersOf(await search({ office: "Không Đâu" }))).toEqual([]);
  expect(numbersOf(await search({ unitId: commune, office: "Bình An" }))).toEqual([]);
  await standalone.stop();
});
