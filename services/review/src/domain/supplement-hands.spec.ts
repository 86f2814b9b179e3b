import type { SentPackage } from "@sogoc/registers";
import { expect, it } from "vitest";
import { type CaseNote, supplementHands, unjudgedNotes } from "./supplement-hands.ts";

const note = (by: string, revision: number): CaseNote => ({
  revision,
  text: `ghi chú ${revision}`,
  decision: { number: "12/QĐ", day: "2020-01-01", issuedBy: "UBND xã Mai Lâm" },
  at: "2026-03-02T02:00:00.000Z",
  accounts: [by],
  setters: [],
  openers: undefined,
});
const scanOf = (by: string | undefined, sha256: string, number?: string, version = 1) => ({
  version,
  kind: number === undefined ? "cover" : "case",
  number,
  sha256,
  attachedBy: by === undefined ? undefined : { accounts: [by], setters: [`${by}-reset`], openers: undefined },
});
const sent = (records: readonly (readonly [string, number])[], ...scans: readonly string[]): SentPackage => ({
  office: "UBND xã Mai Lâm",
  scans: scans.map((sha256) =>
    sha256 === "cover" ? { kind: "cover", sha256 } : { kind: "case", number: records[0]?.[0], sha256 },
  ),
  records: records.map(([recordId, revision]) => ({ recordId, number: recordId, revision })),
});
const noted = (recordId: string, ...notes: readonly CaseNote[]) => ({ recordId, number: recordId, notes });
const seen = (scansSeen: number | undefined, by = "duyet") => ({
  scansSeen,
  by: { accounts: [by], setters: [], openers: undefined },
});
const accountsOf = (...asked: Parameters<typeof supplementHands>) => supplementHands(...asked).accounts;

const first = sent([["1", 3]], "one");

it("is whoever wrote a note, before its case was handed over for the first time as well", () => {
  const cases = [noted("1", note("truoc", 3), note("sau", 4)), noted("2", note("moi", 2))];
  for (const packages of [[first], [first, sent([["2", 2]])], [first, sent([["1", 4]])]])
    expect(accountsOf(packages, 0, cases, []).toSorted()).toEqual(["moi", "sau", "truoc"]);
  const told = unjudgedNotes([first], 0, cases);
  expect(told.map(({ number, text }) => [number, text])).toEqual([
    ["1", "ghi chú 3"],
    ["1", "ghi chú 4"],
    ["2", "ghi chú 2"],
  ]);
});

it("is nobody for what a second acceptance has judged, and whoever came after it", () => {
  const cases = [noted("1", note("sau", 4), note("nua", 6))];
  const packages = [first, sent([["1", 4]])];
  expect(unjudgedNotes(packages, 2, cases).map(({ text }) => text)).toEqual(["ghi chú 6"]);
  expect(accountsOf(packages, 2, cases, [])).toEqual(["nua"]);
  expect(accountsOf([...packages, sent([["1", 6]])], 2, cases, [])).toEqual(["nua"]);
});

it("is whoever had opened the account that a note was written with, too", () => {
  const written: CaseNote = { ...note("moi", 4), openers: ["chinh"] };
  expect(supplementHands([first], 0, [noted("1", written)], [])).toEqual({
    accounts: ["moi"],
    setters: [],
    openers: ["chinh"],
  });
});

it("is whoever alone attached a cover or a scan since, with whoever had set their password", () => {
  const cases = [noted("1"), noted("2")];
  const scans = [scanOf("thu", "one", "1"), scanOf("bia", "cover"), scanOf(undefined, "exchanged", "1")];
  expect(supplementHands([first], 0, cases, scans)).toEqual({
    accounts: ["bia"],
    setters: ["bia-reset"],
    openers: undefined,
  });
  expect(accountsOf([first], 0, cases, [scanOf("them", "new", "1")])).toEqual(["them"]);
  // A new case comes with its scan.
  const second = sent([["2", 0]], "two");
  expect(accountsOf([first, second], 0, cases, [scanOf("thu", "two", "2")])).toEqual([]);
  expect(accountsOf([first, second], 0, cases, [scanOf("thu", "later", "2")])).toEqual(["thu"]);
  expect(accountsOf([first, sent([["1", 3]], "cover")], 2, cases, scans)).toEqual([]);
});

it("is whoever alone attached the first scan of a case after its acceptance, before the first package too", () => {
  const cases = [{ ...noted("1"), acceptance: seen(4) }];
  const packages = [sent([["1", 3]], "one", "late", "cover")];
  expect(accountsOf(packages, 0, cases, [scanOf("thu", "one", "1", 4)])).toEqual([]);
  expect(accountsOf(packages, 0, cases, [scanOf("muon", "late", "1", 5)])).toEqual(["muon"]);
  expect(accountsOf(packages, 0, cases, [scanOf("bia", "cover", undefined, 5)])).toEqual(["bia"]);
  // Judged with the package that a second acceptance rests on.
  expect(accountsOf(packages, 1, cases, [scanOf("muon", "late", "1", 5)])).toEqual([]);
});

it("is whoever attached a cover that one acceptance has not seen, or that only they accepted beside", () => {
  const packages = [sent([["1", 3]], "one", "cover")];
  const cover = [scanOf("bia", "cover", undefined, 5)];
  const of = (...acceptances: readonly ReturnType<typeof seen>[]) => {
    const cases = acceptances.map((acceptance, place) => ({ ...noted(`${place + 1}`), acceptance }));
    return accountsOf(packages, 0, cases, cover);
  };
  expect(of(seen(5), seen(9))).toEqual([]);
  expect(of(seen(4), seen(9))).toEqual(["bia"]);
  expect(of(seen(9), seen(5, "bia"))).toEqual(["bia"]);
  // Of an acceptance before scans were counted, only what came after the package is known.
  expect(of(seen(undefined))).toEqual([]);
});
