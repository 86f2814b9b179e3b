import { type Acting, type ErrorCode, fold, type Hands, noHands } from "@sogoc/core";
import { given } from "@sogoc/core/testing";
import type { DataOf, Mark } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { checked, opened, reviewData, reviewPlace, wrongMother } from "../testing/review-events.ts";
import { figuresOf, noCasesAdded, type ReviewCommand, type ReviewEvent, reviewDecider } from "./review.ts";

const check = (recordId: string, accountId = "hoa"): ReviewCommand => ({
  type: "CheckRecord",
  recordId,
  recordRevision: 0,
  timesCheckedBefore: 0,
  fieldsChecked: 10,
  marks: [],
  accountId,
});
const giveBack = (accountId = "binh"): ReviewCommand => ({
  type: "ReturnBatch",
  unansweredCount: 0,
  notMended: [],
  limitSetters: noHands,
  reason: "sai nhiều",
  accountId,
});
const bookCounts = {
  bookId: "b-1",
  expected: 20,
  records: 20,
  lastNumber: 20,
  pages: 10,
  scannedPages: 10,
  files: 20,
  openFindings: 0,
};
type Accept = Extract<ReviewCommand, { type: "AcceptBatch" }>;
const accept = (accountId = "binh", other: Partial<Accept> = {}): ReviewCommand => ({
  type: "AcceptBatch",
  verdict: "accepted",
  bookCounts,
  closers: noHands,
  statedValues: [],
  unansweredCount: 0,
  notMendedCount: 0,
  overtakenCount: 0,
  casesAdded: noCasesAdded,
  earlierCheckers: noHands,
  limitSetters: noHands,
  accountId,
  ...other,
});
const afterFixes = (note = "sửa một ô"): ReviewCommand =>
  accept("binh", { verdict: "accepted-after-fixes", note });

const figures = { records: 20, sampled: 2, ruleErrors: 0, ruleWarnings: 3 };
const right = { ...figures, checked: 2, wrongRecords: 0, fieldsChecked: 20, wrongFields: 0 };
const accepted: ReviewEvent = {
  type: "BatchAccepted",
  data: { ...reviewPlace, round: 1, figures: right, decidedBy: "binh", note: undefined, bookCounts },
};
const returned: ReviewEvent = {
  type: "BatchReturned",
  data: {
    ...reviewPlace,
    round: 1,
    reason: "sai nhiều",
    decidedBy: "binh",
    marks: [{ recordId: "c-1", ...wrongMother }],
    figures: { ...figures, checked: 1, wrongRecords: 1, fieldsChecked: 10, wrongFields: 1 },
  },
};

describe("opening a review", () => {
  it("is done once, and again changes nothing", () => {
    given(reviewDecider).when({ type: "OpenReview", data: reviewData }).then([opened]);
    given(reviewDecider, [opened]).when({ type: "OpenReview", data: reviewData }).then([]);
  });

  it("comes before everything else, and a verdict ends it", () => {
    for (const command of [check("c-1"), giveBack(), accept()]) {
      given(reviewDecider).when(command).thenRejected("review-unknown");
      given(reviewDecider, [opened, checked("c-1"), checked("c-2"), accepted])
        .when(command)
        .thenRejected("review-closed");
      given(reviewDecider, [opened, checked("c-1", [wrongMother]), returned])
        .when(command)
        .thenRejected("review-closed");
    }
  });
});

describe("checking", () => {
  it("records what was seen and found", () => {
    given(reviewDecider, [opened])
      .when(check("c-1"))
      .then([checked("c-1")]);
  });

  it("stays with the sample", () => {
    given(reviewDecider, [opened]).when(check("c-3")).thenRejected("record-not-in-sample");
  });

  it("is not done over a check that was not seen: a colleague's marks stay", () => {
    const events = [opened, checked("c-1", [wrongMother], "lan")];
    given(reviewDecider, events).when(check("c-1")).thenRejected("revision-conflict");
    const seen = { ...check("c-1", "lan"), timesCheckedBefore: 1 } as ReviewCommand;
    given(reviewDecider, events)
      .when(seen)
      .then([checked("c-1", [], "lan")]);
  });

  it("leaves what somebody else has marked, also where the same field is marked otherwise or found right", () => {
    const events = [opened, checked("c-1", [wrongMother], "lan")];
    const milder = { ...wrongMother, severity: "minor" as const, reason: "Thiếu dấu" };
    const worse = { ...wrongMother, severity: "critical" as const };
    for (const marks of [[], [milder], [worse]]) {
      const again = { ...check("c-1"), timesCheckedBefore: 1, marks } as ReviewCommand;
      const data = { ...checked("c-1", [...marks, wrongMother]).data, left: [wrongMother] };
      given(reviewDecider, events)
        .when(again)
        .then([{ type: "RecordChecked", data } as ReviewEvent]);
      const after = fold(reviewDecider, [...events, { type: "RecordChecked", data } as ReviewEvent]);
      expect(after.checks.get("c-1")?.marks).toEqual([
        ...marks.map((mark) => ({ ...mark, by: ["hoa"] })),
        { ...wrongMother, by: ["lan"] },
      ]);
      // One field is wrong, whoever says so and how.
      expect(figuresOf(after)).toMatchObject({ wrongFields: 1, wrongRecords: 1 });
    }
  });

  it("joins who says the same, and each takes back their own word alone", () => {
    const both = [opened, checked("c-1", [wrongMother], "lan"), checked("c-1", [wrongMother])];
    expect(fold(reviewDecider, both).checks.get("c-1")?.marks).toEqual([
      { ...wrongMother, by: ["lan", "hoa"] },
    ]);
    const back = { ...check("c-1", "lan"), timesCheckedBefore: 2, marks: [] } as ReviewCommand;
    const data = { ...checked("c-1", [wrongMother], "lan").data, left: [wrongMother] };
    const taken = { type: "RecordChecked", data } as ReviewEvent;
    given(reviewDecider, both).when(back).then([taken]);
    expect(fold(reviewDecider, [...both, taken]).checks.get("c-1")?.marks).toEqual([
      { ...wrongMother, by: ["hoa"] },
    ]);
  });

  it("takes a mark of somebody else away only with a reason", () => {
    const events = [opened, checked("c-1", [wrongMother], "lan")];
    const milder = { ...wrongMother, severity: "minor" as const };
    for (const marks of [[], [milder]]) {
      const withdrawals = [{ field: "meHoTen", reason: "Sổ ghi đúng" }];
      given(reviewDecider, events)
        .when({ ...check("c-1"), timesCheckedBefore: 1, marks, withdrawals } as ReviewCommand)
        .then([
          {
            type: "RecordChecked",
            data: {
              ...checked("c-1", marks).data,
              withdrawn: [{ ...wrongMother, markedBy: ["lan"], because: "Sổ ghi đúng" }],
            } as DataOf<"RecordChecked">,
          },
        ]);
    }
  });

  const critical = { ...wrongMother, severity: "critical" as const };
  const setBy = (account: string) => ({ account: "hoa", passwordSetBy: { account, at: "" } });
  const recheck = (marks: readonly Mark[], reason?: string): ReviewCommand => ({
    ...(check("c-1") as Extract<ReviewCommand, { type: "CheckRecord" }>),
    timesCheckedBefore: 1,
    marks,
    withdrawals: reason === undefined ? undefined : [{ field: "meHoTen", reason }],
  });
  /** What the check of one who has marked `before` says in the end, and the marks after it. */
  const after = (before: Mark, command: ReviewCommand, first?: Acting, now?: Acting) => {
    const state = [opened, checked("c-1", [before])].reduce(
      (all, event) => reviewDecider.evolve(all, event, first),
      reviewDecider.initialState(),
    );
    const [event] = reviewDecider.decide(command, state, now);
    if (event?.type !== "RecordChecked") throw new Error("not checked");
    return { ...event.data, stated: reviewDecider.evolve(state, event, now) };
  };

  it("takes a critical error away only with a reason, also by who marked it", () => {
    const milder = { ...critical, severity: "minor" as const };
    for (const marks of [[], [milder]]) {
      const silent = after(critical, recheck(marks));
      expect(silent).toMatchObject({ marks: [...marks, critical], left: [{ ...critical, own: true }] });
      expect(silent.stated.checks.get("c-1")?.marks.at(-1)).toMatchObject({ ...critical, by: ["hoa"] });
      const because = "Xem lại sổ: ghi đúng";
      const said = after(critical, recheck(marks, because));
      expect(said.marks).toEqual(marks);
      expect(said.withdrawn).toEqual([{ ...critical, markedBy: ["hoa"], because }]);
      expect(said.stated.withdrawnOfColleagues).toMatchObject([{ withdrawnBy: "hoa", because }]);
    }
    // In other words it stays one, and what is not critical is its checker's to take away.
    const otherwise = { ...critical, reason: "Sai cả họ" };
    expect(after(critical, recheck([otherwise]))).toMatchObject({ marks: [otherwise], left: undefined });
    expect(after(wrongMother, recheck([]))).toMatchObject({ marks: [], left: undefined });
  });

  it("takes no mark away without a reason while somebody else has a hand in the account, then or now", () => {
    for (const [first, now] of [
      [undefined, setBy("chinh")],
      [setBy("chinh"), undefined],
      [setBy("chinh"), setBy("chinh")],
    ]) {
      expect(after(wrongMother, recheck([]), first, now)).toMatchObject({
        marks: [wrongMother],
        left: [{ ...wrongMother, own: true }],
      });
      const said = after(wrongMother, recheck([], "Sổ ghi đúng"), first, now);
      expect(said).toMatchObject({ marks: [], left: undefined });
      expect(said.stated.withdrawnOfColleagues).toMatchObject([
        { withdrawnBy: "hoa", withdrawnHands: now ? { setters: ["chinh"], openers: undefined } : undefined },
      ]);
    }
  });

  it("takes no mark away without a reason while somebody has just opened the account, then or now", () => {
    const { account, passwordSetBy } = setBy("chinh");
    const openedBy = { account, passwordSetBy: { ...passwordSetBy, opened: true as const } };
    for (const [first, now] of [
      [undefined, openedBy],
      [openedBy, undefined],
    ]) {
      expect(after(wrongMother, recheck([]), first, now)).toMatchObject({ marks: [wrongMother] });
      const said = after(wrongMother, recheck([], "Sổ ghi đúng"), first, now);
      expect(said.stated.withdrawnOfColleagues).toMatchObject([
        { withdrawnBy: "hoa", withdrawnHands: now ? { setters: [], openers: ["chinh"] } : undefined },
      ]);
    }
  });

  it("reads checks of an earlier version: a mark made worse was the word of both", () => {
    const worse = { ...wrongMother, severity: "critical" as const };
    const events = [opened, checked("c-1", [wrongMother], "lan"), checked("c-1", [worse])];
    expect(fold(reviewDecider, events).checks.get("c-1")?.marks).toEqual([{ ...worse, by: ["lan", "hoa"] }]);
  });

  it("may be done again: the last check counts", () => {
    const events = [opened, checked("c-1", [wrongMother]), checked("c-1"), checked("c-2")];
    given(reviewDecider, events).when(accept()).then([accepted]);
  });
});

describe("three people", () => {
  it("who keyed neither checks nor decides", () => {
    for (const command of [check("c-1", "nam"), giveBack("nam"), accept("nam")]) {
      given(reviewDecider, [opened, checked("c-1", [wrongMother]), checked("c-2")])
        .when(command)
        .thenRejected("keyed-by-yourself");
    }
  });

  it("who closed findings of the book does not accept on that", () => {
    const events = [opened, checked("c-1"), checked("c-2")];
    given(reviewDecider, events)
      .when(accept("binh", { closers: { accounts: ["binh"], setters: [], openers: undefined } }))
      .thenRejected("closed-by-yourself");
    given(reviewDecider, events)
      .when(accept("binh", { closers: { accounts: ["thu"], setters: [], openers: undefined } }))
      .then([accepted]);
  });

  it("who set its limits does not decide, nor whoever has a hand in that, by either verdict", () => {
    const events = [opened, checked("c-1"), checked("c-2")];
    const verdicts = [accept("binh"), giveBack("binh")] as const;
    const settersOf: readonly (readonly [Hands, ErrorCode])[] = [
      [{ accounts: ["binh"], setters: [], openers: undefined }, "limits-set-by-yourself"],
      [{ accounts: ["thu"], setters: ["binh"], openers: undefined }, "reset-by-yourself"],
    ];
    for (const verdict of verdicts)
      for (const [limitSetters, code] of settersOf)
        given(reviewDecider, events)
          .when({ ...verdict, limitSetters } as ReviewCommand)
          .thenRejected(code);
    const others = accept("binh", { limitSetters: { accounts: ["thu"], setters: [], openers: undefined } });
    given(reviewDecider, events).when(others).then([accepted]);
  });

  it("who checked does not decide, also where a later check took the place of theirs", () => {
    const events = [
      opened,
      checked("c-1", [wrongMother], "hoa"),
      checked("c-1", [wrongMother], "lan"),
      checked("c-2"),
    ];
    for (const account of ["hoa", "lan"]) {
      given(reviewDecider, events).when(giveBack(account)).thenRejected("checked-by-yourself");
      given(reviewDecider, events).when(accept(account)).thenRejected("checked-by-yourself");
      const set = { accounts: ["hoa"], setters: ["binh"], openers: undefined };
      for (const hands of [{ earlierCheckers: set }, { closers: set }])
        given(reviewDecider, [opened, checked("r-1"), checked("r-2")])
          .when(accept("binh", hands))
          .thenRejected("reset-by-yourself");
      const later = accept("binh", {
        earlierCheckers: { accounts: ["binh"], setters: [], openers: undefined },
      });
      given(reviewDecider, events).when(later).thenRejected("checked-by-yourself");
    }
  });
});

describe("the verdict", () => {
  it("returns with the marks, at any time", () => {
    given(reviewDecider, [opened, checked("c-1", [wrongMother])])
      .when(giveBack())
      .then([returned]);
  });

  it("does not return what nobody found fault with", () => {
    given(reviewDecider, [opened, checked("c-1")])
      .when(giveBack())
      .thenRejected("marks-required");
    given(reviewDecider, [opened]).when(giveBack()).thenRejected("marks-required");
  });

  it("returns what is judged by limits laxer than the unit's, to be judged by the unit's", () => {
    const unit = { sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02 };
    const laxerLimits = { ...unit, errorLimit: 0.1, setAt: "2026-03-01T08:00:00.000Z", unit };
    const command = { ...giveBack(), laxerLimits } as ReviewCommand;
    const { data } = returned as Extract<ReviewEvent, { type: "BatchReturned" }>;
    const checks = [checked("c-1"), checked("c-2")];
    given(reviewDecider, [opened, ...checks])
      .when(command)
      .then([{ type: "BatchReturned", data: { ...data, marks: [], figures: right, nextLimits: unit } }]);
    // What is to be mended comes back for that.
    given(reviewDecider, [opened, checked("c-1", [wrongMother])])
      .when(command)
      .then([returned]);
  });

  it("accepts only when the whole sample was checked", () => {
    given(reviewDecider, [opened]).when(accept()).thenRejected("sample-not-checked");
    given(reviewDecider, [opened, checked("c-1")])
      .when(accept())
      .thenRejected("sample-not-checked");
    given(reviewDecider, [opened, checked("c-1"), checked("c-2")])
      .when(accept())
      .then([accepted]);
  });

  const minor = { ...wrongMother, severity: "minor" as const };
  const oneWrong = { ...right, wrongRecords: 1, wrongFields: 1 };

  it("says what was found right with a note", () => {
    given(reviewDecider, [opened, checked("c-1"), checked("c-2")])
      .when(accept("binh", { note: "được" }))
      .then([{ ...accepted, data: { ...accepted.data, note: "được" } } as ReviewEvent]);
  });

  it("never leaves what was marked as it is: within the limit it is accepted after fixes", () => {
    // One wrong field of twenty is exactly the limit of 5 %.
    const events = [opened, checked("c-1", [minor]), checked("c-2")];
    given(reviewDecider, events).when(accept()).thenRejected("fixes-required");
    given(reviewDecider, events)
      .when(afterFixes())
      .then([
        {
          type: "BatchReturned",
          data: {
            ...reviewPlace,
            round: 1,
            decidedBy: "binh",
            reason: "sửa một ô",
            marks: [{ recordId: "c-1", ...minor }],
            figures: oneWrong,
            fixesOnly: true,
          },
        },
      ]);
    given(reviewDecider, [opened, checked("c-1"), checked("c-2")])
      .when(afterFixes())
      .thenRejected("marks-required");
  });

  it("accepts nothing above the limit", () => {
    const events = [opened, checked("c-1", [minor]), checked("c-2", [minor])];
    for (const command of [accept(), afterFixes()])
      given(reviewDecider, events).when(command).thenRejected("error-limit-exceeded");
  });

  it("accepts nothing with a critical error, however few there are", () => {
    const events = [opened, checked("c-1", [{ ...minor, severity: "critical" }]), checked("c-2")];
    for (const command of [accept(), afterFixes()])
      given(reviewDecider, events).when(command).thenRejected("critical-errors");
  });

  it("accepts nothing while a finding of the book is due and open", () => {
    given(reviewDecider, [opened, checked("c-1"), checked("c-2")])
      .when(accept("binh", { bookCounts: { ...bookCounts, openFindings: 1 } }))
      .thenRejected("reconciliation-open");
  });
});

describe("what an earlier round marked", () => {
  const again: ReviewEvent = {
    type: "ReviewOpened",
    data: { ...reviewData, round: 2, again: ["c-7"] },
  };

  it("is looked at beside the sample, before anything is accepted", () => {
    given(reviewDecider, [again])
      .when(check("c-7"))
      .then([checked("c-7")]);
    given(reviewDecider, [again, checked("c-1"), checked("c-2")])
      .when(accept())
      .thenRejected("sample-not-checked");
  });

  it("counts in no figure of the sample, but is not accepted as it is", () => {
    const events = [again, checked("c-1"), checked("c-2"), checked("c-7")];
    given(reviewDecider, events)
      .when(accept())
      .then([{ ...accepted, data: { ...accepted.data, round: 2 } } as ReviewEvent]);
    given(reviewDecider, [...events, checked("c-7", [wrongMother])])
      .when(accept())
      .thenRejected("fixes-required");
  });
});

it("accepts nothing while another scan shows a case than the one that was looked at", () => {
  const events = [opened, checked("c-1"), checked("c-2")];
  given(reviewDecider, events)
    .when(accept("binh", { overtakenCount: 1 }))
    .thenRejected("sample-not-checked");
});
