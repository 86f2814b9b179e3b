import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Found {
  readonly items: readonly {
    readonly number: string;
    readonly unitName: string;
    readonly office?: string | undefined;
    readonly doubtful: readonly string[];
  }[];
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
  const keyedAs = async (so: number, office: string) => {
    await keyed(keeper, otherCommune, `1${so}/2008`, office, so);
    await standalone.settled();
  };
  return { standalone, commune, otherCommune, search, keyedAs };
};

it("finds by a former unit what it registered itself and what its successor did of its books", async () => {
  const { standalone, commune, otherCommune, search, keyedAs } = await afterMerger();
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
  // Two kinds of place are two offices; what says no kind may be either, and each row says which.
  await keyedAs(4, "UBND thị trấn Bình An");
  await keyedAs(5, "Bình An");
  await keyedAs(6, "UBND thị trấn Mai Lâm");
  expect(numbersOf(await search({ office: "UBND thị trấn Bình An" }))).toEqual(["4", "5"]);
  expect(numbersOf(await search({ office: "U.B.N.D xã Bình An" }))).toEqual(["3", "5"]);
  expect(numbersOf(await search({ office: "UBND phường Bình An" }))).toEqual(["5"]);
  const both = await search({ office: "bình an" });
  expect(both.items.map(({ number, office }) => [number, office]).sort()).toEqual([
    ["3", "UBND xã Bình An"],
    ["4", "UBND thị trấn Bình An"],
    ["5", "Bình An"],
  ]);
  // The commune that is no more was none of a town's.
  expect(numbersOf(await search({ unitId: commune }))).toEqual(["1", "2"]);
  expect(numbersOf(await search({ office: "Không Đâu" }))).toEqual([]);
  expect(numbersOf(await search({ unitId: commune, office: "Bình An" }))).toEqual([]);
  await standalone.stop();
});

it("says of what it finds whether its keyer has doubts about the name or the day", async () => {
  const { standalone, commune, person } = await startTestProvince();
  const roles = ["book-keeper", "clerk", "data-manager"] as const;
  const keeper = await person(
    "thu",
    roles.map((role) => ({ role, unitId: commune })),
  );
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: keeper.account?.id }));
  await standalone.settled();
  const keyed = async (so: number, other: object) => {
    const fields = { ...birthFields(so), ...other };
    done(await keeper.post(`entry/v1/batches/${batchId}/records`, { fields }));
  };
  await keyed(1, {});
  await keyed(2, { nksHoTen: { raw: "Nguyễn Văn An", doubtful: true } });
  await keyed(3, { ngayDangKy: { raw: "17.03.2008", doubtful: true } });
  await standalone.settled();
  const { items } = done(await keeper.post<Found>("reporting/v1/search", { bookId }));
  const doubts = Object.fromEntries(items.map(({ number, doubtful }) => [number, doubtful]));
  expect(doubts).toEqual({ 1: [], 2: ["subjects"], 3: ["registeredOn"] });
  await standalone.stop();
});
