import { CommandRejected, noHands } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { expect, it } from "vitest";
import { reviewIdOf } from "../domain/identity.ts";
import { lotDecider } from "../domain/lot.ts";
import { reviewDecider } from "../domain/review.ts";
import { wrongMother } from "../testing/review-events.ts";
import {
  contextOf,
  createReviewWorld,
  keyedBatch,
  lotView,
  put,
  submittedRecord,
} from "../testing/review-world.ts";
import { dissolveLot } from "./dissolve-lot.ts";
import { openLotReviews } from "./open-lot-reviews.ts";

/** A lot of these batches, of each of which it looks at the first case. */
const lotOf = (lotId: string, ...batchIds: readonly string[]): DataOf<"LotFormed"> => {
  const { unitId, recordType, digitiserId, size, plan, batches, seed } = lotView(1, "open");
  const [shape] = batches;
  if (!shape) throw new Error("no batch");
  return {
    lotId,
    unitId,
    recordType,
    digitiserId,
    size,
    plan,
    seed,
    keyers: ["nam"],
    arbiters: [],
    formedBy: "duyet",
    sample: batchIds.map((batchId) => ({ batchId, recordId: `${batchId}-1` })),
    batches: batchIds.map((batchId) => ({ ...shape, batchId, reviewId: reviewIdOf(batchId, 1) })),
  };
};

/** Of cases that two people keyed: they agree on the name as it was keyed first. */
const agreedIn = { nksHoTen: 0 };

/** Three batches of two cases each (`a` was keyed twice), and lots that were formed already. */
const startWith = async (...lots: readonly DataOf<"LotFormed">[]) => {
  const world = await createReviewWorld();
  const cases = ["a", "b", "c"].flatMap((batchId) =>
    [1, 2].map((place) =>
      submittedRecord(`${batchId}-${place}`, { batchId, agreedIn: batchId === "a" ? agreedIn : undefined }),
    ),
  );
  await put(world.records, ...cases);
  await put(
    world.keyedBatches,
    keyedBatch("a", "double-identity"),
    keyedBatch("b", "single"),
    keyedBatch("c", "single"),
  );
  for (const data of lots)
    await world.commands.handle(
      lotDecider,
      data.lotId,
      { type: "FormLot", data },
      contextOf("duyet", data.lotId),
    );
  const open = (lot: DataOf<"LotFormed">) =>
    openLotReviews(world, lot, (about) => contextOf("system", `${lot.lotId} ${about}`));
  const reviewOf = async (batchId: string) =>
    (await world.commands.load(reviewDecider, reviewIdOf(batchId, 1))).state;
  const isDissolved = async ({ lotId }: DataOf<"LotFormed">) =>
    (await world.commands.load(lotDecider, lotId)).state.dissolved ?? false;
  return { ...world, open, reviewOf, isDissolved };
};

it("gives a batch to the lot that opens its review first, and dissolves the other, whose others are free", async () => {
  const first = lotOf("l-1", "b", "c");
  const second = lotOf("l-2", "c", "a");
  const third = lotOf("l-3", "a");
  const { open, reviewOf, isDissolved, store } = await startWith(first, second, third);
  expect(await open(first)).toBe(true);
  expect(await open(second)).toBe(false);
  expect([await isDissolved(first), await isDissolved(second)]).toEqual([false, true]);
  const told = (await store.readStream("lot-l-2")).at(-1);
  expect(told).toMatchObject({
    type: "LotDissolved",
    data: { batchIds: ["c", "a"], takenBatchIds: ["c"] },
  });
  // The reaction comes after the person who formed it: nothing is written twice.
  expect(await open(second)).toBe(false);
  expect(await store.readStream("lot-l-2")).toHaveLength(2);

  expect(await open(third)).toBe(true);
  expect((await reviewOf("a")).opened?.lotId).toBe("l-3");
  expect((await reviewOf("c")).opened?.lotId).toBe("l-1");
});

it("lets one of three lots through that want each other's batches", async () => {
  const lots = [lotOf("l-1", "a", "b"), lotOf("l-2", "b", "c"), lotOf("l-3", "c", "a")];
  const { open } = await startWith(...lots);
  const through = await Promise.all(lots.map(open));
  expect(through.filter(Boolean)).toHaveLength(1);
});

it("frees the batch of a lot from before, and what was marked in it is looked at in the next lot", async () => {
  const first = lotOf("l-1", "a", "b");
  const second = lotOf("l-2", "a", "c");
  const { commands, open, reviewOf, isDissolved } = await startWith(first, second);
  await open(first);
  // As it was before: the reviews of the second lot were opened as far as there were none.
  await open(lotOf("l-2", "c"));
  const [reviewId, recordId] = [reviewIdOf("c", 1), "c-1"];
  const check = (record: string, marks: readonly (typeof wrongMother)[]) =>
    commands.handle(
      reviewDecider,
      reviewId,
      {
        type: "CheckRecord",
        recordId: record,
        recordRevision: 0,
        timesCheckedBefore: 0,
        fieldsChecked: 10,
        marks,
        accountId: "kiem",
      },
      contextOf("kiem", `check ${record}`),
    );
  await check(recordId, [wrongMother]);
  await dissolveLot({ commands }, first, contextOf("system", "d-1"));
  await dissolveLot({ commands }, second, contextOf("system", "d-2"));
  expect([await isDissolved(first), await isDissolved(second)]).toEqual([false, true]);

  const third: DataOf<"LotFormed"> = { ...lotOf("l-3", "c"), sample: [{ batchId: "c", recordId: "c-2" }] };
  await commands.handle(lotDecider, "l-3", { type: "FormLot", data: third }, contextOf("duyet", "l-3"));
  expect(await open(third)).toBe(true);
  const review = await reviewOf("c");
  expect(review).toMatchObject({ status: "open", opened: { lotId: "l-3", sample: ["c-2"], again: ["c-1"] } });
  expect(review.checks.get(recordId)?.marks).toMatchObject([{ field: wrongMother.field }]);
  expect(review.checkers.accounts).toEqual(["kiem"]);
  // What goes on is not opened anew.
  expect(await open(third)).toBe(true);
  expect((await reviewOf("c")).opened?.again).toEqual(["c-1"]);
});

it("looks at what one person alone keyed or changed in a batch that was keyed twice", async () => {
  const { open, records, reviewOf } = await startWith();
  const changed = submittedRecord("a-2", {
    batchId: "a",
    agreedIn,
    fields: { nksHoTen: { raw: "Trần Văn Sai" } },
    earlierValues: { nksHoTen: [{ until: 1, value: { raw: "Nguyễn Văn An" } }] },
    saidRevision: 1,
  });
  // The same name in capitals is what the two agreed on.
  const inCapitals = submittedRecord("a-3", {
    ...changed,
    id: "a-3",
    fields: { nksHoTen: { raw: "NGUYỄN  VĂN AN" } },
  });
  await put(records, changed, inCapitals, submittedRecord("a-4", { batchId: "a" }));
  expect(await open(lotOf("l-1", "a", "b"))).toBe(true);
  expect((await reviewOf("a")).opened?.again?.toSorted()).toEqual(["a-2", "a-4"]);
  expect((await reviewOf("b")).opened?.again).toBeUndefined();
});

it("what was drawn for a lot that was dissolved, and not looked at, is looked at in the next one", async () => {
  const first = lotOf("l-1", "b", "c");
  const second = lotOf("l-2", "a", "c");
  const { commands, open, reviewOf } = await startWith(first, second);
  expect(await open(first)).toBe(true);
  expect(await open(second)).toBe(false);
  expect((await reviewOf("a")).opened?.sample).toEqual(["a-1"]);
  const third: DataOf<"LotFormed"> = { ...lotOf("l-3", "a"), sample: [{ batchId: "a", recordId: "a-2" }] };
  await commands.handle(lotDecider, "l-3", { type: "FormLot", data: third }, contextOf("duyet", "l-3"));
  expect(await open(third)).toBe(true);
  expect((await reviewOf("a")).opened).toMatchObject({ lotId: "l-3", sample: ["a-2"], again: ["a-1"] });
});

it("decides nothing of a lot that was dissolved", () => {
  const formed = { type: "LotFormed", data: lotOf("l-2", "a", "c") } as const;
  const state = lotDecider.evolve(lotDecider.evolve({}, formed), {
    type: "LotDissolved",
    data: { lotId: "l-2", unitId: "u-1", batchIds: ["a", "c"], takenBatchIds: ["a"] },
  });
  const [batch] = formed.data.batches;
  expect(batch).toBeDefined();
  const wish = {
    type: "DecideLot",
    verdict: "returned",
    reason: "sai",
    figures: {
      sampled: 2,
      checked: 2,
      fieldsChecked: 20,
      wrongFields: 0,
      ruleErrors: 0,
      ruleWarnings: 0,
      wrongCases: { critical: 0, key: 0, other: 0 },
    },
    checkCounts: { toCheck: 2, checked: 2, criticalCases: 0, wrongFields: 0 },
    checkers: noHands,
    makers: [],
    bookCounts: [],
    closers: noHands,
    statedValues: [],
    unansweredCount: 0,
    notMendedCount: 0,
    digest: "0".repeat(64),
    accountId: "duyet",
  } as const;
  expect(() => lotDecider.decide(wish, state)).toThrow(new CommandRejected("lot-dissolved"));
});
