import { noHands } from "@sogoc/core";
import { given } from "@sogoc/core/testing";
import type { DataOf } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { limitsDecider, limitsOn } from "./limits.ts";
import { type LotCommand, type LotEvent, lotDecider } from "./lot.ts";
import { lotFigures } from "./lot-figures.ts";

const formedData: DataOf<"LotFormed"> = {
  lotId: "lot-1",
  unitId: "u-1",
  recordType: "KS",
  digitiserId: "c-1",
  size: 200,
  seed: "s",
  batches: [
    {
      batchId: "x-1",
      bookId: "b-1",
      bookNumber: "01/2008",
      reviewId: "r-1",
      round: 1,
      records: 200,
      digest: "0".repeat(64),
    },
  ],
  plan: {
    level: "II",
    key: 1,
    other: 4,
    inspection: "normal",
    letter: "G",
    sampleSize: 2,
    acceptance: { critical: 0, key: 1, other: 3 },
  },
  sample: [
    { batchId: "x-1", recordId: "a" },
    { batchId: "x-1", recordId: "b" },
  ],
  keyers: ["nam"],
  arbiters: ["lan"],
  formedBy: "duyet",
};
const formed: LotEvent = { type: "LotFormed", data: formedData };
const clean = {
  sampled: 2,
  checked: 2,
  fieldsChecked: 80,
  wrongFields: 0,
  ruleErrors: 0,
  ruleWarnings: 0,
  wrongCases: { critical: 0, key: 0, other: 0 },
};
const wrong = (wrongCases: Partial<typeof clean.wrongCases>, wrongFields = 1) => ({
  ...clean,
  wrongFields,
  wrongCases: { ...clean.wrongCases, ...wrongCases },
});
const bookCounts = [
  {
    bookId: "b-1",
    expected: 200,
    records: 200,
    lastNumber: 200,
    pages: 100,
    scannedPages: 100,
    files: 200,
    openFindings: 0,
  },
];
const withOpen = (openFindings: number) => bookCounts.map((one) => ({ ...one, openFindings }));
type Decide = Extract<LotCommand, { type: "DecideLot" }>;
/** What the checks say, where nothing was looked at beside the sample. */
const countsOf = (
  { sampled, checked, wrongFields, wrongCases }: Decide["figures"],
  criticalCases = wrongCases.critical,
) => ({ toCheck: sampled, checked, criticalCases, wrongFields });
const decide = (verdict: Decide["verdict"], other: Partial<Decide> = {}): LotCommand => ({
  type: "DecideLot",
  verdict,
  figures: clean,
  checkCounts: countsOf(other.figures ?? clean),
  checkers: { accounts: ["kiem"], setters: [], openers: undefined },
  makers: [],
  closers: noHands,
  statedValues: [],
  bookCounts,
  unansweredCount: 0,
  notMendedCount: 0,
  digest: "1".repeat(64),
  accountId: "duyet",
  ...other,
});
const decided = (
  verdict: Decide["verdict"],
  figures = clean,
  reason?: string,
  counts = bookCounts,
): LotEvent => {
  const { lotId, unitId, recordType, digitiserId, batches, size, plan } = formedData;
  return {
    type: "LotDecided",
    data: {
      lotId,
      unitId,
      recordType,
      digitiserId,
      verdict,
      size,
      plan,
      figures,
      bookCounts: counts,
      unanswered: 0,
      batches,
      digest: "1".repeat(64),
      decidedBy: "duyet",
      ...(reason === undefined ? {} : { reason }),
    },
  };
};

describe("a lot", () => {
  const when = (command: LotCommand) => given(lotDecider, [formed]).when(command);

  it("is formed once, and decided once", () => {
    given(lotDecider).when(decide("accepted")).thenRejected("lot-unknown");
    when({ type: "FormLot", data: formedData }).then([]);
    when(decide("accepted")).then([decided("accepted")]);
    given(lotDecider, [formed, decided("accepted")])
      .when(decide("returned", { reason: "nghĩ lại" }))
      .thenRejected("lot-decided");
  });

  it("is decided by somebody who neither keyed, arbitrated nor checked", () => {
    when(decide("accepted", { accountId: "nam" })).thenRejected("keyed-by-yourself");
    when(decide("accepted", { accountId: "lan" })).thenRejected("arbitrated-by-yourself");
    // Of a voided case that its reviews look at, and that it was not formed of.
    const makers = [{ keyers: ["hoa"], arbiters: ["mai"] }];
    when(decide("accepted", { makers, accountId: "hoa" })).thenRejected("keyed-by-yourself");
    when(decide("returned", { makers, accountId: "mai" })).thenRejected("arbitrated-by-yourself");
    when(decide("accepted", { accountId: "kiem" })).thenRejected("checked-by-yourself");
  });

  it("is decided by nobody who set the limits it was formed by, or has a hand in them", () => {
    const formedBy = (limitsSetBy: string[]): LotEvent => ({
      type: "LotFormed",
      data: { ...formedData, limitsSetBy },
    });
    for (const verdict of ["accepted", "returned"] as const) {
      const command = decide(verdict, { reason: "sai nhiều" });
      given(lotDecider, [formedBy(["duyet"])])
        .when(command)
        .thenRejected("limits-set-by-yourself");
      given(lotDecider, [formedBy(["lan", "duyet"])])
        .when(command)
        .thenRejected("reset-by-yourself");
      const ofLan = { account: "duyet", passwordSetBy: { account: "lan", at: "2026-03-01T00:00:00.000Z" } };
      given(lotDecider, [formedBy(["lan"])])
        .when(command, ofLan)
        .thenRejected("reset-by-yourself");
    }
    given(lotDecider, [formedBy(["lan"])])
      .when(decide("accepted"))
      .then([decided("accepted")]);
  });

  it("is not accepted by who closed findings of its books, and can be returned by them", () => {
    const duyet = { accounts: ["duyet"], setters: [], openers: undefined };
    for (const verdict of ["accepted", "accepted-after-fixes"] as const)
      when(decide(verdict, { closers: duyet })).thenRejected("closed-by-yourself");
    const set = { accounts: [], setters: ["duyet"], openers: undefined };
    for (const hands of [{ closers: set }, { checkers: set }])
      when(decide("accepted", hands)).thenRejected("reset-by-yourself");
    when(decide("returned", { closers: duyet, reason: "sai nhiều" })).then([
      decided("returned", clean, "sai nhiều"),
    ]);
  });

  it("is decided when the whole sample was checked and every finding of its books closed", () => {
    when(decide("accepted", { figures: { ...clean, checked: 1 } })).thenRejected("sample-not-checked");
    when(decide("accepted", { bookCounts: withOpen(1) })).thenRejected("reconciliation-open");
  });

  it("is accepted within its plan, after what was found wrong is mended", () => {
    const some = wrong({ key: 1, other: 3 }, 4);
    when(decide("accepted", { figures: some })).thenRejected("fixes-required");
    when(decide("accepted-after-fixes", { figures: some })).then([decided("accepted-after-fixes", some)]);
    when(decide("accepted-after-fixes")).thenRejected("marks-required");
  });

  it("is not accepted over a mark or a critical error beside its sample, which the plan does not count", () => {
    const beside = { ...countsOf(clean), toCheck: 3, checked: 3, wrongFields: 1 };
    when(decide("accepted", { checkCounts: beside })).thenRejected("fixes-required");
    when(decide("accepted-after-fixes", { checkCounts: { ...beside, criticalCases: 1 } })).thenRejected(
      "critical-errors",
    );
    when(decide("accepted", { checkCounts: { ...beside, checked: 2 } })).thenRejected("sample-not-checked");
  });

  it.each([{ critical: 1 }, { key: 2 }, { other: 4 }])("goes back whole with %o wrong", (cases) => {
    const many = wrong(cases);
    when(decide("accepted-after-fixes", { figures: many })).thenRejected("lot-limit-exceeded");
    when(decide("returned", { figures: many })).thenRejected("reason-required");
    when(decide("returned", { figures: many, reason: "quá giới hạn", bookCounts: withOpen(2) })).then([
      decided("returned", many, "quá giới hạn", withOpen(2)),
    ]);
  });
});

describe("the figures of a lot", () => {
  it("count a case once in each class in which something in it is wrong", () => {
    const mark = (field: string, severity: "critical" | "major" | "minor" = "minor") => ({
      field,
      severity,
      reason: "sai",
    });
    const rules = { errors: 1, warnings: 2 };
    const figures = lotFigures("KS", [
      {
        sampled: 2,
        rules,
        checks: [
          { fieldsChecked: 40, marks: [mark("nksHoTen"), mark("meHoTen"), mark("nksNoiSinh")] },
          { fieldsChecked: 41, marks: [mark("nksHoTen", "critical")] },
        ],
      },
      { sampled: 2, rules, checks: [{ fieldsChecked: 39, marks: [] }] },
    ]);
    expect(figures).toEqual({
      sampled: 4,
      checked: 3,
      fieldsChecked: 120,
      wrongFields: 4,
      ruleErrors: 2,
      ruleWarnings: 4,
      wrongCases: { critical: 1, key: 1, other: 1 },
    });
  });
});

describe("acceptance limits", () => {
  const change = (from: string, key: number): DataOf<"AcceptanceLimitsChanged"> => ({
    unitId: "u-1",
    from,
    level: "II",
    key,
    other: 4,
    reason: "kế hoạch",
    changedBy: "lan",
  });
  const set = (from: string, key: number) =>
    ({ type: "AcceptanceLimitsChanged", data: change(from, key) }) as const;

  it("hold from their day on; the last word on a day counts, and none of them is forgotten", () => {
    const { state } = given(limitsDecider, [
      set("2026-05-01", 1),
      set("2026-03-01", 0.65),
      set("2026-05-01", 2.5),
    ]);
    expect(limitsOn(state.changes, "2026-02-28")).toBeUndefined();
    expect(limitsOn(state.changes, "2026-03-01")).toEqual({
      level: "II",
      key: 0.65,
      other: 4,
      from: "2026-03-01",
      setBy: { accounts: ["lan"], setters: [], openers: undefined },
    });
    expect(limitsOn(state.changes, "2026-06-01")).toMatchObject({ key: 2.5 });
    expect(state.changes.map(({ from, key }) => [from, key])).toEqual([
      ["2026-03-01", 0.65],
      ["2026-05-01", 1],
      ["2026-05-01", 2.5],
    ]);
  });

  it("are not set once more where they hold on that day already", () => {
    const today = "2026-03-01";
    const before = [set("2026-03-01", 1), set("2026-05-01", 2.5)];
    for (const [from, key] of [
      ["2026-03-01", 1],
      ["2026-04-01", 1],
      ["2026-05-01", 2.5],
    ] as const)
      given(limitsDecider, before)
        .when({ data: { ...change(from, key), changedBy: "hoa" }, today })
        .then([]);
    given(limitsDecider, before)
      .when({ data: change("2026-06-01", 1), today })
      .then([set("2026-06-01", 1)]);
    given(limitsDecider, before)
      .when({ data: { ...change("2026-03-01", 1), level: "III" }, today })
      .then([{ type: "AcceptanceLimitsChanged", data: { ...change("2026-03-01", 1), level: "III" } }]);
  });

  it("are not set for a day that is past", () => {
    given(limitsDecider)
      .when({ data: change("2026-03-01", 1), today: "2026-03-02" })
      .thenRejected("limits-for-the-past");
    given(limitsDecider)
      .when({ data: change("2026-03-02", 1), today: "2026-03-02" })
      .then([set("2026-03-02", 1)]);
  });
});
