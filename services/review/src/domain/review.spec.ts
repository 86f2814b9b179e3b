import { given } from "@sogoc/core/testing";
import { describe, it } from "vitest";
import { checked, opened, reviewData, reviewPlace, wrongMother } from "../testing/review-events.ts";
import { type ReviewCommand, type ReviewEvent, reviewDecider } from "./review.ts";

const check = (recordId: string, accountId = "hoa"): ReviewCommand => ({
  type: "CheckRecord",
  recordId,
  recordRevision: 0,
  fieldsChecked: 10,
  marks: [],
  accountId,
});
const giveBack = (accountId = "binh"): ReviewCommand => ({
  type: "ReturnBatch",
  reason: "sai nhiều",
  accountId,
});
const accept = (accountId = "binh", note?: string): ReviewCommand => ({
  type: "AcceptBatch",
  note,
  accountId,
});

const figures = { records: 20, sampled: 2, ruleErrors: 0, ruleWarnings: 3 };
const right = { ...figures, checked: 2, wrongRecords: 0, fieldsChecked: 20, wrongFields: 0 };
const accepted: ReviewEvent = {
  type: "BatchAccepted",
  data: { ...reviewPlace, round: 1, figures: right, decidedBy: "binh", note: undefined },
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

  it("who checked does not decide, also where a later check took the place of his", () => {
    const events = [
      opened,
      checked("c-1", [wrongMother], "hoa"),
      checked("c-1", [wrongMother], "lan"),
      checked("c-2"),
    ];
    for (const account of ["hoa", "lan"]) {
      given(reviewDecider, events).when(giveBack(account)).thenRejected("checked-by-yourself");
      given(reviewDecider, events).when(accept(account)).thenRejected("checked-by-yourself");
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

  it("accepts only when the whole sample was checked", () => {
    given(reviewDecider, [opened]).when(accept()).thenRejected("sample-not-checked");
    given(reviewDecider, [opened, checked("c-1")])
      .when(accept())
      .thenRejected("sample-not-checked");
    given(reviewDecider, [opened, checked("c-1"), checked("c-2")])
      .when(accept())
      .then([accepted]);
  });

  it("accepts up to the limit and not above it", () => {
    const minor = { ...wrongMother, severity: "minor" as const };
    // One wrong field of twenty is exactly the limit of 5 %.
    given(reviewDecider, [opened, checked("c-1", [minor]), checked("c-2")])
      .when(accept("binh", "được"))
      .then([
        {
          type: "BatchAccepted",
          data: {
            ...reviewPlace,
            round: 1,
            decidedBy: "binh",
            note: "được",
            figures: { ...right, wrongRecords: 1, wrongFields: 1 },
          },
        },
      ]);
    given(reviewDecider, [opened, checked("c-1", [minor]), checked("c-2", [minor])])
      .when(accept())
      .thenRejected("error-limit-exceeded");
  });
});
