import type { SentPackage } from "@sogoc/registers";
import { expect, it } from "vitest";
import { type CaseNote, supplementHands } from "./supplement-hands.ts";

const note = (by: string, revision: number): CaseNote => ({
  revision,
  accounts: [by],
  setters: [],
  openers: undefined,
});
const scanOf = (by: string | undefined, sha256: string, number?: string) => ({
  kind: number === undefined ? "cover" : "case",
  number,
  sha256,
  attachedBy: by === undefined ? undefined : { accounts: [by], setters: [`${by}-reset`], openers: undefined },
});
const sent = (records: readonly (readonly [string, number])[], ...scans: readonly string[]): SentPackage => ({
  office: "UBND xã Mai Lâm",
  scans: scans.map((sha256) => ({ kind: "case", sha256 })),
  records: records.map(([recordId, revision]) => ({ recordId, number: recordId, revision })),
});
const noted = (recordId: string, ...notes: readonly CaseNote[]) => ({ recordId, number: recordId, notes });
const accountsOf = (...asked: Parameters<typeof supplementHands>) => supplementHands(...asked).accounts;

const first = sent([["1", 3]], "one");

it("is whoever wrote a note after its case was handed over", () => {
  const cases = [noted("1", note("truoc", 3), note("sau", 4)), noted("2", note("moi", 2))];
  expect(accountsOf([first], 0, cases, [])).toEqual(["sau"]);
  // Of a case that a later package was the first to hold, what that package held is no change.
  expect(accountsOf([first, sent([["2", 2]])], 0, cases, [])).toEqual(["sau"]);
  expect(accountsOf([first, sent([["1", 4]])], 0, cases, [])).toEqual(["sau"]);
});

it("is nobody for what a second acceptance has judged, and whoever came after it", () => {
  const cases = [noted("1", note("sau", 4), note("nua", 6))];
  const packages = [first, sent([["1", 4]])];
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
