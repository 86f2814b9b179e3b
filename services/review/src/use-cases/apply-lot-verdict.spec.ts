import { project, recorded } from "@sogoc/core/testing";
import type { DataOf } from "@sogoc/events";
import { expect, it } from "vitest";
import { reviewDecider } from "../domain/review.ts";
import { lots } from "../read-models/lots.ts";
import { toLotShape } from "../routes/lot-shapes.ts";
import { type checked, reviewData, wrongMother } from "../testing/review-events.ts";
import {
  contextOf,
  createReviewWorld,
  lotView,
  put,
  reviewView,
  submittedRecord,
} from "../testing/review-world.ts";
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
const carryOut = async (
  lot: DataOf<"LotDecided">,
  marks: Parameters<typeof checked>[1] = [],
  earlier?: Parameters<typeof reviewView>[0],
) => {
  const world = await createReviewWorld();
  await put(world.records, doubtful);
  if (earlier) await put(world.reviews, reviewView({ id: "r-0", ...earlier }));
  const data = { ...reviewData, sample: ["c-1"], round: earlier ? 2 : 1, lotId: "lot-1" };
  await world.commands.handle(
    reviewDecider,
    "r-1",
    { type: "OpenReview", data },
    contextOf("system", "open"),
  );
  const check = { recordRevision: 0, timesCheckedBefore: 0, fieldsChecked: 10, marks, accountId: "hoa" };
  const command = { type: "CheckRecord", recordId: "c-1", ...check } as const;
  await world.commands.handle(reviewDecider, "r-1", command, contextOf("hoa", "check"));
  await applyLotVerdict(world, lot, (reviewId) => contextOf("duyet", `apply ${reviewId}`));
  const { state } = await world.commands.load(reviewDecider, "r-1");
  const [last] = (await world.store.readStream("review-r-1")).slice(-1);
  return { status: state.status, verdict: last?.data as Partial<DataOf<"BatchReturned">> };
};
const apply = async (...how: Parameters<typeof carryOut>) => (await carryOut(...how)).status;

it("a lot accepted by an earlier version stays accepted as a whole, whatever nobody has answered in it", async () => {
  expect(await apply(verdictOf("accepted"))).toBe("accepted");
  expect(await apply(verdictOf("accepted-after-fixes"))).toBe("accepted");
  expect(await apply(verdictOf("accepted-after-fixes"), [wrongMother])).toBe("returned");
});

it("a lot accepted after fixes brings back what nobody has answered", async () => {
  expect(await apply(verdictOf("accepted-after-fixes", 1))).toBe("returned");
  expect(await apply(verdictOf("accepted", 0))).toBe("accepted");
});

it("what came up after the verdict and before it was carried out keeps its batch back, and says so", async () => {
  const marked = await carryOut(verdictOf("accepted", 0), [wrongMother]);
  expect(marked).toMatchObject({
    status: "returned",
    verdict: { fixesOnly: true, afterVerdict: true, marks: [{ recordId: "c-1", field: "meHoTen" }] },
  });
  expect(marked.verdict.reason).toContain("Sau khi lô nghiệm thu có kết luận");
  // What was decided to be mended is no news.
  const asDecided = await carryOut(verdictOf("accepted-after-fixes", 1), [wrongMother]);
  expect(asDecided).toMatchObject({ status: "returned", verdict: { fixesOnly: true } });
  expect(asDecided.verdict.afterVerdict).toBeUndefined();
  // A critical error brings all of the batch back, by whatever verdict.
  const critical = { ...wrongMother, severity: "critical" as const };
  for (const verdict of ["accepted", "accepted-after-fixes"] as const) {
    const found = await carryOut(verdictOf(verdict, 0), [critical]);
    expect(found).toMatchObject({ status: "returned", verdict: { afterVerdict: true } });
    expect(found.verdict.fixesOnly).toBeUndefined();
  }
});

it("what stands as an earlier round marked it is not accepted with its lot, whatever the verdict says", async () => {
  const check = {
    fieldsChecked: 10,
    recordRevision: 0,
    position: 1,
    by: "hoa",
    at: "2026-03-01T01:00:00.000Z",
  };
  const checks = { "c-1": { ...check, marks: [wrongMother] } };
  const earlier = { status: "returned", checks } as const;
  expect(await carryOut(verdictOf("accepted", 0), [], earlier)).toMatchObject({
    status: "returned",
    verdict: { afterVerdict: true, marks: [{ recordId: "c-1", field: "meHoTen" }] },
  });
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
    return toLotShape(lot, () => undefined).byEarlierRules;
  };
  expect(told()).toBeUndefined();
  expect(told(verdictOf("accepted"))).toBe(true);
  expect(told(verdictOf("accepted", 0))).toBeUndefined();
});
