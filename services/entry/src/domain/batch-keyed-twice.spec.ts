import { given } from "@sogoc/core/testing";
import { describe, expect, it } from "vitest";
import { batchEvents, batchId } from "../testing/batch-events.ts";
import { keyedTwice } from "../testing/keyed-twice.ts";
import { type BatchCommand, type BatchEvent, batchDecider } from "./batch.ts";

const { opened, assigned, firstFinished, assignedAgain, secondFinished } = keyedTwice;
const now = "2026-03-01T00:00:00.000Z";
const assign = (accountId: string) =>
  ({ type: "AssignBatch", batchId, accountId, displayName: accountId, now }) as const;
const submit = (accountId: string, left = {}): BatchCommand => ({
  type: "EndStage",
  senders: [],
  accountId,
  as: "keyer",
  recordCount: 3,
  digest: "d1",
  notKeyedAgain: 0,
  differences: 0,
  ...left,
});
const submitted: BatchEvent = {
  type: "BatchSubmitted",
  data: { ...batchEvents.submitted.data, policy: opened.data.policy },
};
const first = [opened, assigned] as const;
const second = [...first, firstFinished, assignedAgain] as const;

describe("a batch that is keyed twice", () => {
  it("waits for a second person when the first is done", () => {
    given(batchDecider, first)
      .when(submit("nam", { notKeyedAgain: 3 }))
      .then([firstFinished]);
    expect(given(batchDecider, [...first, firstFinished]).state.assigned).toBeUndefined();
  });

  it("is assigned to nobody who sent a workbook that rows of it came from", () => {
    const finished: BatchEvent = {
      type: "FirstKeyingFinished",
      data: { ...firstFinished.data, preparedBy: ["hoa"] },
    };
    given(batchDecider, first)
      .when(submit("nam", { notKeyedAgain: 3, senders: ["hoa"] }))
      .then([finished]);
    given(batchDecider, [...first, finished])
      .when(assign("hoa"))
      .thenRejected("keyed-by-yourself");
  });

  it("is assigned to somebody else, and taken back like any other", () => {
    given(batchDecider, [...first, firstFinished])
      .when(assign("nam"))
      .thenRejected("keyed-by-yourself");
    given(batchDecider, [...first, firstFinished])
      .when(assign("hoa"))
      .then([assignedAgain]);
    given(batchDecider, second)
      .when({ type: "TakeBackBatch", batchId, reason: "nghỉ" })
      .then([{ type: "BatchTakenBack", data: { batchId, accountId: "hoa", reason: "nghỉ" } }]);
  });

  it("is assigned to nobody who ever had the first keying, also not for a day", () => {
    const twoHands = [opened, assigned, batchEvents.takenBack] as const;
    const lan = { type: "BatchAssigned", data: { ...assigned.data, accountId: "lan" } } as const;
    given(batchDecider, [...twoHands, lan, firstFinished])
      .when(assign("nam"))
      .thenRejected("keyed-by-yourself");
  });

  it("is finished by the second keyer alone, when nothing is left out", () => {
    given(batchDecider, second).when(submit("nam")).thenRejected("batch-assigned-to-another");
    given(batchDecider, second)
      .when(submit("hoa", { notKeyedAgain: 1 }))
      .thenRejected("not-keyed-again");
    given(batchDecider, second)
      .when(submit("hoa", { differences: 1 }))
      .then([secondFinished]);
  });

  it("goes straight to the review when both agree everywhere", () => {
    const agreed = { ...secondFinished, data: { ...secondFinished.data, differences: 0 } };
    given(batchDecider, second).when(submit("hoa")).then([agreed, submitted]);
  });

  it("goes there after every difference was decided, by somebody who keyed none of it", () => {
    const waiting = [...second, secondFinished] as const;
    const as = "arbiter";
    for (const keyer of ["nam", "hoa"])
      given(batchDecider, waiting).when(submit(keyer, { as })).thenRejected("keyed-by-yourself");
    // Who keyed it and sends it once more, and somebody who decided nothing either.
    for (const who of ["hoa", "nam", "mai"])
      given(batchDecider, waiting).when(submit(who)).thenRejected("second-keying-finished");
    given(batchDecider, waiting)
      .when(submit("lan", { as, differences: 1 }))
      .thenRejected("differences-open");
    given(batchDecider, waiting).when(submit("lan", { as })).then([submitted]);
    given(batchDecider, waiting).when(assign("binh")).thenRejected("batch-not-open");
  });

  it("comes back to the first keyer, and is not keyed twice again", () => {
    const back = [...second, secondFinished, submitted, batchEvents.reopened] as const;
    expect(given(batchDecider, back).state.assigned?.accountId).toBe("nam");
    given(batchDecider, back)
      .when(submit("nam", { differences: 0, notKeyedAgain: 1 }))
      .then([{ ...submitted, data: { ...submitted.data, round: 2 } }]);
  });
});
