import { keyOfNote, keyOfScan, type SentPackage } from "@sogoc/registers";
import { expect, it } from "vitest";
import type { CaseNote } from "./supplement-hands.ts";
import {
  requireChangesConfirmed,
  requireChangesOfOthers,
  unconfirmedChangesIn,
  unconfirmedInPackage,
} from "./unconfirmed-changes.ts";

const note = (revision: number, by = "ghi"): CaseNote => ({
  revision,
  text: `ghi chú ${revision}`,
  decision: { number: "12/QĐ", day: "2020-01-01", issuedBy: "UBND xã Mai Lâm" },
  at: "2026-03-02T02:00:00.000Z",
  accounts: [by],
  setters: [],
  openers: undefined,
});
const scan = (sha256: string, version: number, number?: string, by: string | undefined = "quet") => ({
  kind: number === undefined ? "cover" : "case",
  number,
  sha256,
  version,
  attachedBy: by === "" ? undefined : { accounts: [by], setters: [], openers: undefined },
});
const sent = (revision: number, ...shas: readonly string[]): SentPackage => ({
  office: "UBND xã Mai Lâm",
  scans: shas.map((sha256) => ({ kind: "case", number: "1", sha256 })),
  records: [{ recordId: "c-1", number: "1", revision }],
});
const noted = (...notes: readonly CaseNote[]) => ({ recordId: "c-1", number: "1", notes });
const acceptance = (scansSeen: number | undefined, by = "duyet") => ({
  scansSeen,
  by: { accounts: [by], setters: [], openers: undefined },
});
const none: ReadonlySet<string> = new Set();
const told = (...asked: Parameters<typeof unconfirmedChangesIn>) => {
  const { notes, scans } = unconfirmedChangesIn(...asked);
  return [...notes.map(({ revision }) => revision), ...scans.map(({ sha256 }) => sha256)];
};

it("is every note that no package contained, and that nobody has confirmed", () => {
  const cases = [noted(note(3), note(5))];
  expect(told([], cases, [], none)).toEqual([3, 5]);
  // What has gone out before anybody was asked is not asked about again.
  expect(told([sent(3)], cases, [], none)).toEqual([5]);
  const confirmed = new Set([keyOfNote({ recordId: "c-1", revision: 5 })]);
  expect(told([sent(3)], cases, [], confirmed)).toEqual([]);
  expect(told([], cases, [], confirmed)).toEqual([3]);
});

it("is a scan or cover that its acceptance did not see and one person alone attached", () => {
  const seen = [{ ...noted(), acceptance: acceptance(4) }];
  const scans = [scan("seen", 4, "1"), scan("late", 5, "1"), scan("cover", 6), scan("two", 7, "1", "")];
  expect(told([], seen, scans, none)).toEqual(["late", "cover"]);
  expect(told([sent(0, "late")], seen, scans, none)).toEqual(["cover"]);
  expect(told([], seen, scans, new Set([keyOfScan(scan("late", 5))]))).toEqual(["cover"]);
  // Of an acceptance before scans were counted, only what came after the package is known.
  expect(told([], [noted()], scans, none)).toEqual([]);
  expect(told([sent(0, "seen")], [noted()], scans, none)).toEqual(["late", "cover"]);
});

it("is a scan that was sent once, and put back after another had gone out in its stead", () => {
  const seen = [{ ...noted(), acceptance: acceptance(4) }];
  const withCover = (sha256: string): SentPackage => ({ ...sent(0), scans: [{ kind: "cover", sha256 }] });
  const [first, second] = [withCover("old"), withCover("new")];
  expect(told([first], seen, [scan("old", 5)], none)).toEqual([]);
  expect(told([first, second], seen, [scan("old", 9)], none)).toEqual(["old"]);
  expect(told([first, second], seen, [scan("new", 7)], none)).toEqual([]);
  // A file that went out for one case is another case's for the first time.
  const other = { ...noted(), recordId: "c-2", number: "2", acceptance: acceptance(4) };
  expect(told([sent(0, "page")], [...seen, other], [scan("page", 9, "2")], none)).toEqual(["page"]);
  // A later package of other cases shows no cover.
  expect(told([second, sent(2, "late")], seen, [scan("new", 7)], none)).toEqual([]);
});

it("is a cover or scan of the whole book until every acceptance in force has seen it", () => {
  const second = { recordId: "c-4", number: "4", notes: [] };
  const scans = [scan("cover", 6), { ...scan("book", 6), kind: "whole-book" }, scan("case", 6, "4")];
  const of = (first: number | undefined, later?: number) => {
    const cases = [
      { ...noted(), acceptance: acceptance(first) },
      { ...second, acceptance: later === undefined ? undefined : acceptance(later) },
    ];
    return told([], cases, scans, none);
  };
  expect(of(4)).toEqual(["cover", "book"]);
  // A later acceptance of other cases has not held the earlier ones beside it.
  expect(of(4, 9)).toEqual(["cover", "book"]);
  expect(of(6, 9)).toEqual([]);
  expect(of(6)).toEqual([]);
});

it("is a scan that only whoever attached it has accepted, by whichever of their accounts", () => {
  const own = [{ ...noted(), acceptance: acceptance(9, "quet") }];
  const scans = [scan("case", 4, "1"), scan("cover", 4)];
  expect(told([], own, scans, none)).toEqual(["case", "cover"]);
  const acceptedBy = { accounts: ["duyet"], setters: ["quet"], openers: undefined };
  const byPassword = [{ ...noted(), acceptance: { scansSeen: 9, by: acceptedBy } }];
  expect(told([], byPassword, scans, none)).toEqual(["case", "cover"]);
  expect(told([], [{ ...noted(), acceptance: acceptance(9) }], scans, none)).toEqual([]);
});

it("is asked about where a package contains it, and confirmed by nobody who added it", () => {
  const cases = [{ ...noted(note(3)), acceptance: acceptance(4) }];
  const changes = unconfirmedChangesIn([], cases, [scan("cover", 6)], none);
  expect(unconfirmedInPackage(changes, sent(2))).toEqual({ notes: [], scans: [] });
  expect(() => requireChangesConfirmed(unconfirmedInPackage(changes, sent(2)))).not.toThrow();
  for (const packed of [sent(3), sent(2, "cover")])
    expect(() => requireChangesConfirmed(unconfirmedInPackage(changes, packed))).toThrow(
      "changes-not-confirmed",
    );
  const by = (account: string) => () => requireChangesOfOthers(changes, { account, acting: undefined });
  for (const own of ["ghi", "quet"]) expect(by(own)).toThrow("supplemented-by-yourself");
  expect(by("duyet")).not.toThrow();
});
