import { expect, it } from "vitest";
import {
  contentDifferences,
  contentsSent,
  countSupplement,
  isCoverOutdated,
  type SentPackage,
  shownOtherwise,
  supplementOf,
} from "./supplement.ts";

const record = (number: string, writtenRevision = 0) => ({ id: `r-${number}`, number, writtenRevision });
const sent = (number: string, revision = 0) => ({ recordId: `r-${number}`, number, revision });
const shown = { office: "UBND xã Mai Lâm", scans: [] };
const packed = (...records: readonly ReturnType<typeof sent>[]): SentPackage => ({ ...shown, records });
const nothing = new Set<string>();

it("finds what no package holds, and what has changed since the last one that holds it", () => {
  const first = packed(sent("1"), sent("2"), sent("3"));
  const records = [record("1"), record("2", 4), record("3"), record("4")];
  const found = supplementOf(records, shown, [first], nothing);
  expect(found).toEqual([
    { recordId: "r-2", number: "2", kind: "change" },
    { recordId: "r-4", number: "4", kind: "addition" },
  ]);
  expect(countSupplement(found)).toEqual({ additions: 1, changes: 1, withCover: 0 });
  expect(supplementOf(records, shown, [first, packed(sent("2", 4), sent("4", 1))], nothing)).toEqual([]);
});

it("leaves what waits for an answer of its own to that", () => {
  expect(supplementOf([record("1", 3)], shown, [packed(sent("1", 1))], new Set(["r-1"]))).toEqual([]);
});

it("finds nothing in a record whose later events change nothing that a package holds", () => {
  expect(supplementOf([record("1", 2)], shown, [packed(sent("1", 5))], nothing)).toEqual([]);
});

const scan = (number: string, sha256: string) => ({ kind: "case", number, sha256 });
const wholeBook = (sha256: string) => ({ kind: "whole-book", number: null, sha256 });
const records = [record("1"), record("2"), record("3")];
const numbersOf = (found: ReturnType<typeof supplementOf>) =>
  found.map(({ number, kind }) => `${number} ${kind}`);

it("finds cases whose scan was exchanged, or attached for the first time, since they were sent", () => {
  const first = { ...packed(sent("1"), sent("2"), sent("3")), scans: [scan("1", "a"), scan("2", "b")] };
  const now = { ...shown, scans: [scan("1", "a2"), scan("2", "b"), scan("3", "c")] };
  expect(numbersOf(supplementOf(records, now, [first], nothing))).toEqual(["1 change", "3 change"]);
  const later = { ...packed(sent("1"), sent("3")), scans: [scan("1", "a2"), scan("3", "c")] };
  expect(supplementOf(records, now, [first, later], nothing)).toEqual([]);
  expect(supplementOf(records, now, [first], new Set(["r-1", "r-3"]))).toEqual([]);
});

it("finds every case of a book whose office was exchanged", () => {
  const first = packed(sent("1"), sent("2"), sent("3"));
  const now = { ...shown, office: "UBND xã Mai Lâm, huyện Thanh Lâm" };
  expect(numbersOf(supplementOf(records, now, [first], nothing))).toEqual([
    "1 change",
    "2 change",
    "3 change",
  ]);
  const some = { ...packed(sent("1")), office: now.office };
  expect(numbersOf(supplementOf(records, now, [first, some], nothing))).toEqual(["2 change", "3 change"]);
});

it("takes the scan of the whole book for cases that have none of their own, from the package before", () => {
  const first = {
    ...packed(sent("1"), sent("2"), sent("3")),
    scans: [wholeBook("w"), scan("1", "a"), { kind: "cover", sha256: "cover" }],
  };
  const now = { ...shown, scans: [wholeBook("w2"), scan("1", "a")] };
  expect(numbersOf(supplementOf(records, now, [first], nothing))).toEqual(["2 change", "3 change"]);
  // A package of corrections made before these held it as well.
  expect(supplementOf(records, { ...now, scans: first.scans }, [first, packed(sent("2"))], nothing)).toEqual(
    [],
  );
});

it("tells what of a package is shown otherwise by the time it goes out", () => {
  const made = {
    ...packed(sent("1"), sent("2")),
    scans: [scan("1", "a"), { kind: "cover", number: null, sha256: "k" }],
    isWhole: true,
  };
  const { scans } = made;
  expect(shownOtherwise(made, { ...shown, scans })).toEqual({ records: [], scans: 0 });
  const attached = [...scans, scan("2", "b")];
  expect(shownOtherwise(made, { ...shown, scans: attached })).toEqual({ records: ["r-2"], scans: 1 });
  const exchanged = [scan("1", "a2"), ...scans.slice(1)];
  expect(shownOtherwise(made, { ...shown, scans: exchanged })).toEqual({ records: ["r-1"], scans: 2 });
  const cover = [scan("1", "a"), { kind: "cover", sha256: "k2" }];
  expect(shownOtherwise(made, { ...shown, scans: cover })).toEqual({ records: [], scans: 2 });
  expect(shownOtherwise(made, { office: "khác", scans }).records).toEqual(["r-1", "r-2"]);
  // A package of some cases says nothing of the scans of others, nor of a cover that is not in it.
  const some = { ...made, ...packed(sent("1")), scans: [scan("1", "a")], isWhole: false };
  expect(shownOtherwise(some, { ...shown, scans: attached })).toEqual({ records: [], scans: 0 });
  expect(shownOtherwise(some, { ...shown, scans: exchanged })).toEqual({ records: ["r-1"], scans: 0 });
});

it("finds that the cover was exchanged, which goes along with cases, where there are none with the first", () => {
  const cover = (sha256: string) => ({ kind: "cover", number: null, sha256 });
  const first = { ...packed(sent("10"), sent("9"), sent("9b")), scans: [cover("k")] };
  const ofBook = ["10", "9b", "9"].map((number) => record(number));
  const now = { ...shown, scans: [cover("k2")] };
  expect(isCoverOutdated({ ...shown, scans: [cover("k")] }, [first])).toBe(false);
  expect(isCoverOutdated(now, [first])).toBe(true);
  // A first cover is another one than none.
  expect(isCoverOutdated(now, [packed(sent("9"))])).toBe(true);
  const found = supplementOf(ofBook, now, [first], nothing);
  expect(numbersOf(found)).toEqual(["9 cover"]);
  expect(countSupplement(found)).toEqual({ additions: 0, changes: 0, withCover: 1 });
  // What goes out anyhow takes it along.
  const changed = ofBook.map((one) => (one.number === "10" ? { ...one, writtenRevision: 3 } : one));
  expect(numbersOf(supplementOf(changed, now, [first], nothing))).toEqual(["10 change"]);
  expect(supplementOf(ofBook, now, [first], new Set(["r-10"]))).toEqual([]);
  const later = { ...packed(sent("9")), scans: [cover("k2")] };
  expect(supplementOf(ofBook, now, [first, later], nothing)).toEqual([]);
  // Made with one cover, and handed over after another has come.
  expect(shownOtherwise({ ...later, isWhole: false }, { ...shown, scans: [cover("k3")] }).scans).toBe(1);
});

it("tells what packages hold of a case, with the scans of the book that earlier ones brought", () => {
  const cover = { kind: "cover", number: null, sha256: "bia" };
  const office = "UBND phường Mai Lâm";
  const packages = [
    { ...packed(sent("1"), sent("2")), scans: [cover, wholeBook("w"), scan("1", "a")] },
    { ...packed(sent("1", 3), sent("2")), scans: [scan("1", "a")] },
    { ...packed(sent("1", 3), sent("2")), office, scans: [{ ...cover, sha256: "bia-2" }, scan("2", "b")] },
  ];
  const contents = contentsSent(packages);
  const differs = (number: string, one: number, other: number) => {
    const [first, second] = [contents[one]?.get(`r-${number}`), contents[other]?.get(`r-${number}`)];
    return first && second && contentDifferences(first, second);
  };
  expect(differs("1", 0, 1)).toEqual(["values"]);
  expect(differs("2", 0, 1)).toEqual([]);
  expect(differs("1", 1, 2)).toEqual(["scan", "office", "cover"]);
  expect(differs("2", 0, 2)).toEqual(["scan", "office", "cover"]);
  expect(contents[0]?.get("r-3")).toBeUndefined();
});
