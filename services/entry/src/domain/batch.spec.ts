import { given } from "@sogoc/core/testing";
import { describe, expect, it } from "vitest";
import { batchData, batchEvents, batchId } from "../testing/batch-events.ts";
import { type BatchCommand, batchDecider, coversNumber, requireKeyer } from "./batch.ts";

const { opened, assigned, takenBack, submitted, reopened, locked, withdrawn } = batchEvents;
const now = "2026-03-01T00:00:00.000Z";
const tooLate = "2026-03-02T00:00:00.001Z";

const assign = (accountId: string, at = now) =>
  ({ type: "AssignBatch", batchId, accountId, displayName: accountId, now: at }) as const;
const submit = (accountId = "nam", recordCount = 3, at = now, open = { notKeyedAgain: 0, differences: 0 }) =>
  ({
    type: "EndStage",
    accountId,
    as: "keyer",
    now: at,
    recordCount,
    digest: "d1",
    senders: [],
    ...open,
  }) as const;
const takeBack = { type: "TakeBackBatch", batchId, reason: "nghỉ" } as const;
const reopen = { type: "ReopenBatch", batchId, reviewId: "r-1", round: 1, marks: 2, now } as const;
const lock = { type: "LockBatch", batchId, reviewId: "r-1", round: 1 } as const;

describe("opening a batch", () => {
  const open: BatchCommand = { type: "OpenBatch", data: batchData };

  it("is done once; again changes nothing, because a crash may have cut in", () => {
    given(batchDecider).when(open).then([opened]);
    given(batchDecider, [opened]).when(open).then([]);
  });

  it("comes before everything else", () => {
    for (const command of [assign("nam"), takeBack, submit(), reopen, lock]) {
      given(batchDecider).when(command).thenRejected("batch-unknown");
    }
  });

  it("covers its numbers and no other", () => {
    const { state } = given(batchDecider, [opened]);
    expect([0, 1, 50, 51].map((number) => coversNumber(state, number, String(number)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const { from: _, to: _to, ...whole } = batchData;
    const all = given(batchDecider, [{ type: "BatchOpened", data: whole }]).state;
    expect([1, 9_999].every((number) => coversNumber(all, number, String(number)))).toBe(true);
  });
});

describe("assigning a batch", () => {
  it("lasts as long as the policy says", () => {
    given(batchDecider, [opened])
      .when(assign("nam"))
      .then([{ type: "BatchAssigned", data: { ...assigned.data, displayName: "nam" } }]);
  });

  it("keeps it from others while the lease runs", () => {
    given(batchDecider, [opened, assigned]).when(assign("hoa")).thenRejected("batch-assigned-to-another");
    given(batchDecider, [opened, assigned])
      .when(assign("hoa", "2026-03-02T00:00:00.000Z"))
      .thenRejected("batch-assigned-to-another");
  });

  it("is renewed by the same person, and free for others once it has run out or was taken back", () => {
    const leaseOf = (at: string) => new Date(Date.parse(at) + 24 * 3_600_000).toISOString();
    const assignedTo = (accountId: string, at: string) => ({
      type: "BatchAssigned" as const,
      data: { batchId, accountId, displayName: accountId, leaseUntil: leaseOf(at) },
    });
    given(batchDecider, [opened, assigned])
      .when(assign("nam", "2026-03-01T12:00:00.000Z"))
      .then([assignedTo("nam", "2026-03-01T12:00:00.000Z")]);
    given(batchDecider, [opened, assigned])
      .when(assign("hoa", tooLate))
      .then([assignedTo("hoa", tooLate)]);
    given(batchDecider, [opened, assigned, takenBack])
      .when(assign("hoa"))
      .then([assignedTo("hoa", now)]);
  });

  it("is for open batches", () => {
    for (const after of [[submitted], [submitted, locked]]) {
      const events = [opened, assigned, ...after];
      given(batchDecider, events).when(assign("nam")).thenRejected("batch-not-open");
      given(batchDecider, events).when(takeBack).thenRejected("batch-not-open");
    }
  });

  it("is taken back from whoever has it", () => {
    given(batchDecider, [opened, assigned]).when(takeBack).then([takenBack]);
    given(batchDecider, [opened]).when(takeBack).thenRejected("batch-not-assigned");
    given(batchDecider, [opened, assigned, takenBack]).when(takeBack).thenRejected("batch-not-assigned");
  });
});

describe("submitting a batch", () => {
  it("counts the rounds", () => {
    given(batchDecider, [opened, assigned]).when(submit()).then([submitted]);
    given(batchDecider, [opened, assigned, submitted, reopened])
      .when(submit())
      .then([{ type: "BatchSubmitted", data: { ...submitted.data, round: 2 } }]);
  });

  it("is refused to everybody but the one who keys, while they may", () => {
    given(batchDecider, [opened]).when(submit()).thenRejected("batch-not-assigned");
    given(batchDecider, [opened, assigned]).when(submit("hoa")).thenRejected("batch-assigned-to-another");
    given(batchDecider, [opened, assigned]).when(submit("nam", 0)).thenRejected("batch-empty");
    given(batchDecider, [opened, assigned, submitted]).when(submit()).thenRejected("batch-already-submitted");
    given(batchDecider, [opened, assigned, submitted, locked]).when(submit()).thenRejected("batch-locked");
  });
});

describe("a lease that has run out", () => {
  it("does not keep back what is finished, unless somebody else has it by then", () => {
    given(batchDecider, [opened, assigned])
      .when(submit("nam", 3, tooLate))
      .then([submitted]);
    const toHoa = { ...assigned, data: { ...assigned.data, accountId: "hoa" } };
    given(batchDecider, [opened, assigned, toHoa])
      .when(submit("nam", 3, tooLate))
      .thenRejected("batch-assigned-to-another");
  });

  it("begins anew when the review returns the batch, however long it took", () => {
    const inMarch = { ...reopen, now: "2026-03-20T00:00:00.000Z" };
    const again = {
      type: "BatchReopened" as const,
      data: { ...reopened.data, leaseUntil: "2026-03-21T00:00:00.000Z" },
    };
    given(batchDecider, [opened, assigned, submitted]).when(inMarch).then([again]);
    const { state } = given(batchDecider, [opened, assigned, submitted, again]);
    expect(state.assigned).toEqual({ accountId: "nam", leaseUntil: "2026-03-21T00:00:00.000Z" });
    // As it was returned before leases were renewed.
    expect(given(batchDecider, [opened, assigned, submitted, reopened]).state.assigned).toEqual({
      accountId: "nam",
      leaseUntil: assigned.data.leaseUntil,
    });
  });
});

describe("verdicts", () => {
  it("reopen or lock what was submitted", () => {
    const lease = { ...reopened, data: { ...reopened.data, leaseUntil: "2026-03-02T00:00:00.000Z" } };
    given(batchDecider, [opened, assigned, submitted]).when(reopen).then([lease]);
    given(batchDecider, [opened, assigned, submitted]).when(lock).then([locked]);
  });

  it("change nothing when they come for another round or a second time", () => {
    const second = { ...submitted, data: { ...submitted.data, round: 2 } };
    for (const verdict of [reopen, lock]) {
      given(batchDecider, [opened, assigned]).when(verdict).then([]);
      given(batchDecider, [opened, assigned, submitted, reopened]).when(verdict).then([]);
      given(batchDecider, [opened, assigned, submitted, reopened, second]).when(verdict).then([]);
      given(batchDecider, [opened, assigned, submitted, locked]).when(verdict).then([]);
    }
  });
});

describe("withdrawing a batch", () => {
  const withdraw = (accountId = "thu", recordCount = 0, at = now) =>
    ({ type: "WithdrawBatch", batchId, accountId, reason: "Mở nhầm", recordCount, now: at }) as const;

  it("needs that no case stands in it, and that it was never submitted", () => {
    given(batchDecider).when(withdraw()).thenRejected("batch-unknown");
    given(batchDecider, [opened]).when(withdraw()).then([withdrawn]);
    given(batchDecider, [opened]).when(withdraw("thu", 1)).thenRejected("batch-not-empty");
    const returned = [opened, assigned, submitted, reopened];
    given(batchDecider, returned).when(withdraw()).thenRejected("batch-not-empty");
    given(batchDecider, [opened, assigned, submitted]).when(withdraw()).thenRejected("batch-not-empty");
    given(batchDecider, [opened, assigned, submitted, locked]).when(withdraw()).thenRejected("batch-locked");
  });

  it("waits until it is taken back from who may have begun a case, or their time is over", () => {
    given(batchDecider, [opened, assigned]).when(withdraw()).thenRejected("batch-with-somebody");
    given(batchDecider, [opened, assigned, takenBack]).when(withdraw()).then([withdrawn]);
    given(batchDecider, [opened, assigned])
      .when(withdraw("thu", 0, tooLate))
      .then([withdrawn]);
    const byHolder = { ...withdrawn, data: { ...withdrawn.data, withdrawnBy: "nam" } };
    given(batchDecider, [opened, assigned]).when(withdraw("nam")).then([byHolder]);
  });

  it("is its end: it is assigned to nobody, and takes nothing", () => {
    const history = [opened, withdrawn];
    for (const command of [assign("nam"), takeBack, submit(), withdraw()])
      given(batchDecider, history).when(command).thenRejected("batch-withdrawn");
    expect(() => requireKeyer(given(batchDecider, history).state, "nam", now)).toThrow("batch-withdrawn");
  });
});
