import { expect, it } from "vitest";
import { obstaclesTo } from "../domain/gate.ts";
import { gateFiguresOf, noCasesAdded, reviewDecider } from "../domain/review.ts";
import { reviewData } from "../testing/review-events.ts";
import { contextOf, createReviewWorld, put, submittedRecord } from "../testing/review-world.ts";
import { countUnansweredFindings } from "./count-unanswered-findings.ts";

/** A mother of three years, and nobody was asked about it when an earlier version stored it. */
const doubtful = submittedRecord("c-1", {
  fields: {
    so: { raw: "1" },
    nksNgaySinh: { raw: "01.03.2008", value: "2008-03-01" },
    meNgaySinh: { raw: "2005" },
  },
});
const bookCounts = {
  bookId: "b-1",
  expected: null,
  records: 1,
  lastNumber: 1,
  pages: null,
  scannedPages: 0,
  files: 0,
  openFindings: 0,
};

it("what an earlier version stored stands in the way of acceptance as what is stored today", async () => {
  const world = await createReviewWorld();
  await put(world.records, doubtful);
  const opening = { type: "OpenReview", data: reviewData } as const;
  await world.commands.handle(reviewDecider, "r-1", opening, contextOf("system", "open"));
  const { state } = await world.commands.load(reviewDecider, "r-1");
  expect(state.opened?.rules.open).toBeUndefined();
  const unansweredCount = await countUnansweredFindings(world, state.opened);
  expect(unansweredCount).toBeGreaterThan(0);
  const obstacles = obstaclesTo(
    "accepted",
    gateFiguresOf(state, bookCounts, {
      unansweredCount,
      notMendedCount: 0,
      overtakenCount: 0,
      casesAdded: noCasesAdded,
    }),
  );
  expect(obstacles).toContainEqual({ code: "findings-open", figures: { findings: unansweredCount } });
});
