import { project } from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { batches } from "./batches.ts";

const told = (
  batch: readonly DomainEvent[],
  review: readonly DomainEvent[] = [],
  records: readonly DomainEvent[] = [],
) =>
  project(batches, [
    ...stream("batch-batch-a", batch),
    ...stream("record-record-a", records, "2026-03-02T02:00:00.000Z"),
    ...stream("review-review-a", review, "2026-03-05T02:00:00.000Z"),
  ]).get("batch-a");

const keying = [make.batchOpened({ from: 1, to: 50 }), make.batchAssigned()];
const submitted = [...keying, make.batchSubmitted()];

describe("reporting-batches", () => {
  it("tells where a batch stands and since when", () => {
    expect(told(keying.slice(0, 1))).toMatchObject({
      state: "open",
      since: "2026-03-01T02:00:00.000Z",
      clerk: null,
    });
    expect(told(keying)).toMatchObject({
      state: "assigned",
      since: "2026-03-01T03:00:00.000Z",
      clerk: "clerk-1",
    });
    expect(told([...keying, make.batchTakenBack()])).toMatchObject({ state: "open", clerk: null });
    expect(told(submitted)).toMatchObject({
      state: "submitted",
      since: "2026-03-01T04:00:00.000Z",
      round: 1,
    });
    expect(told(submitted, [make.reviewOpened()])).toMatchObject({
      state: "submitted",
      since: "2026-03-01T04:00:00.000Z",
    });
    expect(told(submitted, [make.reviewOpened(), make.recordChecked()])).toMatchObject({
      state: "in-review",
      since: "2026-03-05T03:00:00.000Z",
    });
  });

  it("is returned until it is submitted again, and accepted for good", () => {
    const returned = [make.reviewOpened(), make.recordChecked(), make.batchReturned()];
    expect(told(submitted, returned)).toMatchObject({ state: "returned", since: "2026-03-05T04:00:00.000Z" });
    expect(told([...submitted, make.batchReopened()], returned)?.state).toBe("returned");
    expect(
      told([...submitted, make.batchReopened(), make.batchSubmitted({ round: 2 })], returned),
    ).toMatchObject({ state: "submitted", round: 2 });
    const accepted = [make.reviewOpened(), make.recordChecked(), make.batchAccepted()];
    expect(told(submitted, accepted)).toMatchObject({ state: "accepted", since: "2026-03-05T04:00:00.000Z" });
    expect(told([...submitted, make.batchLocked()])?.state).toBe("accepted");
  });

  it("counts records, checks and the figures of verdicts, and remembers the last thing that happened", () => {
    const records = [make.recordEntered(), make.recordCorrected(), make.recordVoided(), make.recordEntered()];
    const checks = [make.reviewOpened(), make.recordChecked(), make.recordChecked(), make.batchAccepted()];
    const row = told(submitted, checks, records);
    expect(row).toMatchObject({
      keyed: 2,
      voided: 1,
      records: 1,
      lastActivityAt: "2026-03-05T05:00:00.000Z",
    });
    expect(row?.reviews["review-a"]).toMatchObject({
      sampled: 1,
      checked: ["record-a"],
      figures: make.figures,
    });
  });

  it("is to be mended, and not returned, where all but what was marked was accepted", () => {
    const back = (fixesOnly?: true) => [make.reviewOpened(), make.batchReturned({ fixesOnly })];
    expect(told(submitted, back())).toMatchObject({ state: "returned" });
    expect(told(submitted, back(true))).toMatchObject({ state: "to-mend" });
  });

  it("is withdrawn for good", () => {
    expect(told([...keying, make.batchTakenBack(), make.batchWithdrawn()])).toMatchObject({
      state: "withdrawn",
      clerk: null,
    });
  });

  it("stays out of every list until its opening is known", () => {
    expect(told([], [make.reviewOpened()])).toMatchObject({ unitId: null, state: null, bookId: null });
  });

  it("changes nothing of its own when an event of its streams comes again", () => {
    const own = stream("batch-batch-a", submitted);
    const checks = stream("review-review-a", [
      make.reviewOpened(),
      make.recordChecked(),
      make.batchReturned(),
    ]);
    expect(project(batches, [...own, ...own, ...checks, ...checks])).toEqual(
      project(batches, [...own, ...checks]),
    );
  });
});
