import type { BatchPolicy, DataOf } from "@sogoc/events";
import { expect, it } from "vitest";
import { reviewIdOf } from "../domain/identity.ts";
import { lotDecider } from "../domain/lot.ts";
import { everyCaseToCheck, gateFiguresOf, reviewDecider } from "../domain/review.ts";
import { reviewData, wrongMother } from "../testing/review-events.ts";
import {
  contextOf,
  createReviewWorld,
  keyedBatch,
  lotView,
  put,
  reviewView,
  submittedRecord,
} from "../testing/review-world.ts";
import { checkRecord } from "../use-cases/check-record.ts";
import { getReview } from "../use-cases/get-review.ts";
import { listCasesAdded } from "./list-cases-added.ts";
import { loadLotReviews } from "./load-lot-reviews.ts";
import { loadReview } from "./load-review.ts";

const agreed = (id: string) => submittedRecord(id, { agreedIn: { nksHoTen: 0 } });

/** Two people agreed on `c-1` and `c-2`; `c-3` was keyed by one alone. */
const cases = [agreed("c-1"), agreed("c-2"), submittedRecord("c-3")];

/** A round that an earlier version has opened, which asks for the first case only. */
const furnish = async (keying: BatchPolicy["keying"], old: Partial<DataOf<"ReviewOpened">> = {}) => {
  const world = await createReviewWorld();
  await put(world.records, ...cases);
  await put(world.keyedBatches, keyedBatch("x-1", keying));
  const reviewId = reviewIdOf("x-1", old.round ?? 1);
  const data = { ...reviewData, reviewId, sample: ["c-1"], ...old };
  await world.commands.handle(
    reviewDecider,
    reviewId,
    { type: "OpenReview", data },
    contextOf("system", "open"),
  );
  await put(world.reviews, reviewView({ ...data, id: reviewId }));
  const load = () => loadReview(world.commands, reviewId);
  const added = async () => {
    const { opened, state } = await load();
    return listCasesAdded(world, { ...opened, status: state.status });
  };
  const toCheck = async () => {
    const { opened, state } = await load();
    return everyCaseToCheck(opened, state.checks.keys(), await added());
  };
  const obstacle = async () => {
    const { state } = await load();
    const { checkCounts } = gateFiguresOf(
      state,
      {
        bookId: "b-1",
        expected: null,
        records: 3,
        lastNumber: 3,
        pages: null,
        scannedPages: 0,
        files: 0,
        openFindings: 0,
      },
      { unansweredCount: 0, notMendedCount: 0, overtakenCount: 0, casesAdded: await added() },
    );
    return [checkCounts.checked, checkCounts.toCheck];
  };
  const check = async (recordId: string) =>
    checkRecord(
      world,
      await load(),
      recordId,
      { recordRevision: 0, marks: [] },
      { ...contextOf("kiem", recordId), expectedRevision: 0 },
    );
  return { world, reviewId, load, added, toCheck, obstacle, check };
};

const earlierRound = (checks: Parameters<typeof reviewView>[0] = {}) =>
  reviewView({ id: "r-0", status: "returned", sample: ["c-2"], ...checks });
const found = (...marks: (typeof wrongMother)[]) => ({
  marks,
  fieldsChecked: 40,
  recordRevision: 0,
  position: 1,
  by: "hoa",
  at: "2026-03-01T09:00:00.000Z",
});

it("a round of before looks at what one person alone stands for, though it had not asked for that", async () => {
  const { world, reviewId, added, obstacle, check } = await furnish("double-identity");
  expect((await added()).recordIds).toEqual(["c-3"]);
  await check("c-1");
  expect(await obstacle()).toEqual([1, 2]);
  // Whoever checks is shown the case; nothing says that a scan was replaced.
  const { casesAdded } = await getReview(world, reviewId);
  expect(casesAdded).toEqual({ recordIds: ["c-3"], overtaken: new Set() });
  await expect(check("c-2")).rejects.toMatchObject({ code: "record-not-in-sample" });
  await check("c-3");
  expect(await obstacle()).toEqual([2, 2]);
});

it("a round that asked for all that the rules want has nothing added, and neither has one that is closed", async () => {
  const { world, reviewId, load, added } = await furnish("double-identity", { again: ["c-3"] });
  expect((await added()).recordIds).toEqual([]);
  expect((await (await furnish("single")).added()).recordIds).toEqual([]);
  await put(world.records, submittedRecord("c-4"));
  expect((await added()).recordIds).toEqual(["c-4"]);
  const closed = reviewView({ ...(await load()).opened, id: reviewId, status: "returned" });
  expect((await listCasesAdded(world, closed)).recordIds).toEqual([]);
});

it("a round of before looks at what was voided, marked or drawn and not seen in an earlier one", async () => {
  const { world, toCheck } = await furnish("single", { round: 2 });
  const voided = { reason: "nhập nhầm", by: "nam", at: "2026-03-01T10:00:00.000Z", revision: 1 };
  await put(world.records, submittedRecord("c-4", { status: "voided", revision: 1, voided }));
  await put(world.reviews, earlierRound({ checks: { "c-3": found(wrongMother) } }));
  expect([...(await toCheck())].sort()).toEqual(["c-1", "c-2", "c-3", "c-4"]);
});

it("a mending round of before looks at what was changed beside its marks", async () => {
  const { world, toCheck } = await furnish("single", { round: 2, fixesOnly: true });
  await put(
    world.reviews,
    earlierRound({
      fixesOnly: true,
      checks: { "c-1": found(wrongMother), "c-2": found() },
      openedAt: "2026-03-01T08:00:00.000Z",
    }),
  );
  expect(await toCheck()).toEqual(["c-1"]);
  await put(
    world.records,
    submittedRecord("c-3", { contentRevision: 1, saidRevision: 1, saidAt: "2026-03-01T10:00:00.000Z" }),
  );
  expect(await toCheck()).toEqual(["c-1", "c-3"]);
});

it("a lot of before is not accepted until what its rounds had not asked for was seen", async () => {
  const { world, reviewId, check } = await furnish("double-identity", { lotId: "l-1" });
  const { unitId, recordType, digitiserId, size, plan, batches, seed } = lotView(1, "open");
  const formed: DataOf<"LotFormed"> = {
    lotId: "l-1",
    unitId,
    recordType,
    digitiserId,
    size,
    plan,
    seed,
    keyers: ["nam"],
    arbiters: [],
    formedBy: "duyet",
    sample: [{ batchId: "x-1", recordId: "c-1" }],
    batches: batches.map((batch) => ({ ...batch, batchId: "x-1", reviewId, round: 1 })),
  };
  await world.commands.handle(
    lotDecider,
    "l-1",
    { type: "FormLot", data: formed },
    contextOf("duyet", "l-1"),
  );
  await put(world.books, {
    id: "b-1",
    unitId,
    recordType,
    bookNumber: "01/2008",
    openingYear: 2008,
    office: "UBND xã Mai Lâm",
    closed: [],
    counted: {},
    said: {},
    formerOffices: [],
    waiting: [],
  });
  await check("c-1");
  const before = await loadLotReviews(world, formed);
  expect(before).toMatchObject({ addedCount: 1, checkCounts: { checked: 1, toCheck: 2 } });
  expect(before.progress).toMatchObject([{ checked: 1, toCheck: 2 }]);
  await check("c-3");
  expect((await loadLotReviews(world, formed)).checkCounts).toMatchObject({ checked: 2, toCheck: 2 });
});
