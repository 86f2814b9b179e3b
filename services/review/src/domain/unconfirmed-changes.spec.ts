import type { SentPackage } from "@sogoc/registers";
import { expect, it } from "vitest";
import type { CaseNote } from "./supplement-hands.ts";
import {
  keyOfNote,
  keyOfScan,
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
  scans: shas.map((sha256) => ({ kind: "case", sha256 })),
  records: [{ recordId: "c-1", number: "1", revision }],
});
const noted = (...notes: readonly CaseNote[]) => ({ recordId: "c-1", number: "1", notes });
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
  const seen = [{ ...noted(), scansSeen: 4 }];
  const scans = [scan("seen", 4, "1"), scan("late", 5, "1"), scan("cover", 6), scan("two", 7, "1", "")];
  expect(told([], seen, scans, none)).toEqual(["late", "cover"]);
  expect(told([sent(0, "late")], seen, scans, none)).toEqual(["cover"]);
  expect(told([], seen, scans, new Set([keyOfScan(scan("late", 5))]))).toEqual(["cover"]);
  // Of an acceptance before scans were counted, only what came after the package is known.
  expect(told([], [noted()], scans, none)).toEqual([]);
  expect(told([sent(0, "seen")], [noted()], scans, none)).toEqual(["late", "cover"]);
});

it("is asked about where a package contains it, and confirmed by nobody who added it", () => {
  const changes = unconfirmedChangesIn([], [{ ...noted(note(3)), scansSeen: 4 }], [scan("cover", 6)], none);
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
