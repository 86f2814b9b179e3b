import { project, recorded } from "@sogoc/core/testing";
import type { DataOf } from "@sogoc/events";
import { expect, it } from "vitest";
import { reviewDecider } from "../domain/review.ts";
import { lots } from "../read-models/lots.ts";
import { toLotShape } from "../routes/lot-shapes.ts";
import { type checked, reviewData, wrongMother } from "../testing/review-events.ts";
import { contextOf, createReviewWorld, lotView, put, submittedRecord } from "../testing/review-world.ts";
import { applyLotVerdict } from "./apply-lot-verdict.ts";

/** A mother of three years, as a workbook may have it, and nobody was asked about it. */
const doubtful = submittedRecord("c-1", {
  fields: {
    so: { raw: "1" },
    quyenSo: { raw: "01/2008" },
    nksNgaySinh: { raw: "01.03.2008", value: "2008-03-01" },
    meNgaySinh: { raw: "2005" },
  },
});
const verdictOf = (verdict: DataOf<"LotDecided">["verdict"], unanswered?: number): DataOf<"LotDecided"> => {
  const { lotId, unitId, recordType, digitiserId, size, plan } = { ...lotView(1, "open"), lotId: "lot-1" };
  const [batch] = lotView(1, "open").batches;
  const batches = batch ? [{ ...batch, batchId: "x-1", reviewId: "r-1" }] : [];
  const figures = {
    sampled: 2,
    checked: 2,
    fieldsChecked: 20,
    wrongFields: 0,
    wrongCases: { critical: 0, key: 0, other: 0 },
    ruleErrors: 0,
    ruleWarnings: 1,
  };
  const place = { lotId, unitId, recordType, digitiserId };
  const digest = "0".repeat(64);
  return { ...place, verdict, batches, size, plan, figures, digest, unanswered, decidedBy: "duyet" };
};

/** What becomes of the batch, whose checks said this. */
const apply = async (lot: DataOf<"LotDecided">, marks: Parameters<typeof checked>[1] = []) => {
  const world = await createReviewWorld();
  await put(world.records, doubtful);
  const data = { ...reviewData, lotId: "lot-1" };
  await world.commands.handle(
    reviewDecider,
    "r-1",
    { type: "OpenReview", data },
    contextOf("system", "open"),
  );
  const check = { recordRevision: 0, timesSeen: 0, fieldsChecked: 10, marks, accountId: "hoa" };
  const command = { type: "CheckRecord", recordId: "c-1", ...check } as const;
  await world.commands.handle(reviewDecider, "r-1", command, contextOf("hoa", "check"));
  await applyLotVerdict(world, lot, (reviewId) => contextOf("duyet", `apply ${reviewId}`));
  return (await world.commands.load(reviewDecider, "r-1")).state.status;
};

it("a lot accepted by an earlier version stays accepted as a whole, whatever nobody has answered in it", async () => {
  expect(await apply(verdictOf("accepted"))).toBe("accepted");
  expect(await apply(verdictOf("accepted-after-fixes"))).toBe("accepted");
  expect(await apply(verdictOf("accepted-after-fixes"), [wrongMother])).toBe("returned");
});

it("a lot accepted after fixes brings back what nobody has answered", async () => {
  expect(await apply(verdictOf("accepted-after-fixes", 1))).toBe("returned");
  expect(await apply(verdictOf("accepted", 0))).toBe("accepted");
  // Marked after the decision was made, and before it arrived.
  expect(await apply(verdictOf("accepted", 0), [wrongMother])).toBe("returned");
});

it("a lot says by which rules it was decided", () => {
  const { id: lotId, status: _, revision: _r, formedAt: _f, decidedAt: _d, ...formed } = lotView(1, "open");
  const told = (...decided: readonly DataOf<"LotDecided">[]) => {
    const events = [
      { type: "LotFormed" as const, data: { lotId, ...formed } },
      ...decided.map((data) => ({ type: "LotDecided" as const, data })),
    ];
    const lot = project(
      lots,
      events.map((event, revision) => recorded(event, { revision })),
    ).get(lotId);
    if (!lot) throw new Error("no lot");
    return toLotShape(lot).byEarlierRules;
  };
  expect(told()).toBeUndefined();
  expect(told(verdictOf("accepted"))).toBe(true);
  expect(told(verdictOf("accepted", 0))).toBeUndefined();
});
