import { noHands } from "@sogoc/core";
import type { Mark } from "@sogoc/events";
import { expect, it } from "vitest";
import { reviewIdOf } from "../domain/identity.ts";
import { figuresOf, gateFiguresOf } from "../domain/review.ts";
import { listCasesAdded } from "../steps/list-cases-added.ts";
import { loadReview } from "../steps/load-review.ts";
import { wrongMother } from "../testing/review-events.ts";
import {
  contextOf,
  createReviewWorld,
  keyedBatch,
  put,
  reviewView,
  submissionOf,
  submittedRecord,
} from "../testing/review-world.ts";
import { checkRecord } from "./check-record.ts";
import { openReviewOfSubmission } from "./open-review.ts";

const context = contextOf("system", "c-1");
const bookCounts = {
  bookId: "b-1",
  expected: null,
  records: 20,
  lastNumber: 20,
  pages: null,
  scannedPages: 0,
  files: 0,
  openFindings: 0,
};
const twenty = Array.from({ length: 20 }, (_, place) => submittedRecord(`c-${place + 1}`));

/** Twenty records in batch `x-1`, and what was known of its reviews before. */
const furnish = async (...known: Parameters<typeof reviewView>) => {
  const world = await createReviewWorld();
  await put(world.records, ...twenty);
  await put(world.keyedBatches, keyedBatch("x-1", "single"));
  if (known.length > 0) await put(world.reviews, reviewView(...known));
  const opened = (round: number) => loadReview(world.commands, reviewIdOf("x-1", round));
  return { world, opened };
};

it("a sample is the share that the policy says, but never fewer than its minimum", async () => {
  const { world, opened } = await furnish();
  await openReviewOfSubmission(world, submissionOf(twenty, { sampleShare: 0.25 }), context);
  expect((await opened(1)).opened).toMatchObject({ population: 20, seed: "id-1", errorLimit: 0.05 });
  expect(new Set((await opened(1)).opened.sample).size).toBe(5);
  const small = await furnish();
  const few = submissionOf(twenty, { sampleShare: 0.05, sampleMinimum: 8 });
  await openReviewOfSubmission(small.world, few, context);
  expect(new Set((await small.opened(1)).opened.sample).size).toBe(8);
});

it("a batch that goes into a lot waits for the lot", async () => {
  const { world, opened } = await furnish();
  await openReviewOfSubmission(world, submissionOf(twenty, { acceptance: "lot" }), context);
  await expect(opened(1)).rejects.toMatchObject({ code: "review-unknown" });
});

const check = (...marks: readonly Mark[]) => ({
  marks,
  fieldsChecked: 40,
  recordRevision: 0,
  position: 1,
  by: "hoa",
  at: "2026-03-01T09:00:00.000Z",
});
const accepted = {
  status: "returned",
  fixesOnly: true,
  sample: ["c-3", "c-7"],
  checks: { "c-3": check(), "c-7": check(wrongMother) },
  openedAt: "2026-03-01T08:00:00.000Z",
} satisfies Parameters<typeof reviewView>[0];

it("after a return for limits laxer than the unit's a round is drawn by these, with all that was drawn", async () => {
  const unit = { sampleShare: 0.25, sampleMinimum: 5, errorLimit: 0.02 };
  const drawn = ["c-3", "c-7"];
  const checks = { "c-3": check() };
  const { world, opened } = await furnish({
    status: "returned",
    sample: drawn,
    checks,
    nextLimits: unit,
    openedAt: "2026-03-01T08:00:00.000Z",
  });
  const own = { sampleShare: 0.01, sampleMinimum: 2, errorLimit: 0.1 };
  await openReviewOfSubmission(world, submissionOf(twenty, own, 2), context);
  const { sample, errorLimit } = (await opened(2)).opened;
  expect([sample.length, errorLimit]).toEqual([5, 0.02]);
  expect(sample).toEqual(expect.arrayContaining(drawn));
});

it.each(["lot", "share"] as const)(
  "what was accepted but for its marks is looked at again, and nothing else: %s",
  async (acceptance) => {
    const { world, opened } = await furnish(accepted);
    await openReviewOfSubmission(world, submissionOf(twenty, { acceptance }, 2), context);
    expect((await opened(2)).opened).toMatchObject({ sample: ["c-7"], errorLimit: 0, fixesOnly: true });
  },
);

it("what was changed beside the marks meanwhile is looked at too", async () => {
  const { world, opened } = await furnish(accepted);
  const [, second] = twenty;
  if (!second) throw new Error("no second record");
  const changed = { ...second, contentRevision: 1, saidRevision: 1, saidAt: "2026-03-01T10:00:00.000Z" };
  await put(world.records, changed);
  await openReviewOfSubmission(world, submissionOf(withOne(changed), {}, 2), context);
  expect(new Set((await opened(2)).opened.sample)).toEqual(new Set(["c-2", "c-7"]));
});

const withOne = (changed: (typeof twenty)[number]) =>
  twenty.map((record) => (record.id === changed.id ? changed : record));

it("what a check found right and its keyer changed after the return is looked at, in no sample or in it", async () => {
  const { world, opened } = await furnish({ status: "returned", checks: accepted.checks });
  const third = twenty.find(({ id }) => id === "c-3");
  const second = twenty.find(({ id }) => id === "c-2");
  if (!third || !second) throw new Error("no records");
  const change = { contentRevision: 1, saidRevision: 1, saidAt: "2026-03-01T10:00:00.000Z" };
  const [rewritten, unchecked] = [
    { ...third, ...change },
    { ...second, ...change },
  ];
  await put(world.records, rewritten, unchecked);
  const now = withOne(rewritten).map((record) => (record.id === "c-2" ? unchecked : record));
  const policy = { sampleShare: 0.01, sampleMinimum: 1 };
  await openReviewOfSubmission(world, submissionOf(now, policy, 2), context);
  const { sample, again = [] } = (await opened(2)).opened;
  // What nobody had looked at is the sample's to find, as before.
  expect([...sample, ...again]).toEqual(expect.arrayContaining(["c-3", "c-7"]));
  expect(again).not.toContain("c-2");
});

it("a voided case stays with the round that marked it, and what is keyed in its place is looked at too", async () => {
  const { world, opened } = await furnish({ status: "returned", checks: accepted.checks });
  const voided = submittedRecord("c-7", {
    status: "voided",
    sortNumber: 7,
    revision: 1,
    voided: { reason: "nhập nhầm", by: "nam", at: "2026-03-01T10:00:00.000Z", revision: 1 },
  });
  const inPlace = submittedRecord("c-7b", { number: "7b", sortNumber: 7 });
  await put(world.records, voided, inPlace);
  const now = [...twenty.filter(({ id }) => id !== "c-7"), inPlace];
  const policy = { sampleShare: 0.01, sampleMinimum: 1 };
  await openReviewOfSubmission(world, submissionOf(now, policy, 2), context);
  const { sample, again = [] } = (await opened(2)).opened;
  expect([...sample, ...again]).toEqual(expect.arrayContaining(["c-7", "c-7b"]));
  expect(sample).not.toContain("c-7");

  // A person has looked at both and found them right: the mark is settled.
  const right = { "c-7": { ...check(), recordRevision: 1 }, "c-7b": check() };
  await put(world.reviews, reviewView({ id: "r-2", round: 2, status: "returned", checks: right }));
  await openReviewOfSubmission(world, submissionOf(now, policy, 3), contextOf("system", "r-3"));
  expect((await opened(3)).opened.again).toBeUndefined();
});

it("what came into a batch that is keyed twice after its second keying is looked at whole, until it was found right", async () => {
  const { world, opened } = await furnish({ status: "returned", checks: accepted.checks });
  const twice = twenty.map((record) => ({ ...record, agreedIn: { nksHoTen: 0 } }));
  const late = ["c-21", "c-22"].map((id) => submittedRecord(id));
  await put(world.records, ...twice, ...late);
  const policy = { sampleShare: 0.01, sampleMinimum: 1, keying: "double-identity" } as const;
  await openReviewOfSubmission(world, submissionOf([...twice, ...late], policy, 2), context);
  const { sample, again = [] } = (await opened(2)).opened;
  expect([...sample, ...again]).toEqual(expect.arrayContaining(["c-21", "c-22"]));
  const right = { "c-7": check(), "c-21": check(), "c-22": check() };
  await put(world.reviews, reviewView({ id: "r-2", round: 2, status: "returned", checks: right }));
  await openReviewOfSubmission(
    world,
    submissionOf([...twice, ...late], policy, 3),
    contextOf("system", "r-3"),
  );
  const third = (await opened(3)).opened;
  expect(third.again ?? []).not.toContain("c-21");
});

it("what two people agreed on and one of them changed alone is looked at, unless they put it back", async () => {
  const { world, opened } = await furnish({ status: "returned", checks: accepted.checks });
  const twice = twenty.map((record) => ({ ...record, agreedIn: { nksHoTen: 0 } }));
  const keyedFirst = { raw: "Nguyễn Văn An" };
  const changedTo = (id: string, raw: string) =>
    submittedRecord(id, {
      agreedIn: { nksHoTen: 0 },
      fields: { nksHoTen: { raw } },
      earlierValues: { nksHoTen: [{ until: 1, value: keyedFirst }] },
      saidRevision: 1,
    });
  const changed = [changedTo("c-19", "Trần Văn Sai"), changedTo("c-20", keyedFirst.raw)];
  const now = [...twice.filter(({ id }) => id !== "c-19" && id !== "c-20"), ...changed];
  await put(world.records, ...now);
  const policy = { sampleShare: 0.01, sampleMinimum: 1, keying: "double-all" } as const;
  await openReviewOfSubmission(world, submissionOf(now, policy, 2), context);
  const { sample, again = [] } = (await opened(2)).opened;
  expect([...again, ...sample.filter((id) => id === "c-19")]).toContain("c-19");
  expect(again).not.toContain("c-20");
});

it("looks at all of a batch keyed twice where one person voided and keyed it all anew", async () => {
  const { world, opened } = await furnish({ status: "returned", checks: accepted.checks });
  const policy = { sampleShare: 0.01, sampleMinimum: 1, keying: "double-identity" } as const;
  await openReviewOfSubmission(world, submissionOf(twenty, policy, 2), context);
  const { sample, again = [] } = (await opened(2)).opened;
  // One was found right in the first round, and stands as it was.
  const unseen = twenty.map(({ id }) => id).filter((id) => id !== "c-3");
  expect([...sample, ...again]).toEqual(expect.arrayContaining(unseen));
});

it("what a sample had and nobody looked at stays in the next one, whatever comes back before it", async () => {
  const policy = { sampleShare: 0.2, sampleMinimum: 1 };
  const { world, opened } = await furnish({
    status: "returned",
    sample: ["c-3", "c-7", "c-9", "c-12"],
    again: ["c-15"],
    checks: { "c-7": check(wrongMother) },
  });
  await openReviewOfSubmission(world, submissionOf(twenty, policy, 2), context);
  const { sample, again } = (await opened(2)).opened;
  expect(sample).toHaveLength(4);
  expect(sample.slice(0, 3)).toEqual(["c-12", "c-3", "c-9"]);
  expect([...sample, ...(again ?? [])]).toEqual(expect.arrayContaining(["c-7", "c-15"]));

  // Two rounds later it is there still, also where it has another number: what stands for it.
  const voided = submittedRecord("c-9", {
    status: "voided",
    sortNumber: 9,
    revision: 1,
    voided: { reason: "nhập nhầm", by: "nam", at: "2026-03-01T10:00:00.000Z", revision: 1 },
  });
  const inPlace = submittedRecord("c-9b", { number: "9b", sortNumber: 9 });
  await put(world.records, voided, inPlace);
  await put(world.reviews, reviewView({ id: "r-2", round: 2, status: "returned", sample, again }));
  const now = [...twenty.filter(({ id }) => id !== "c-9"), inPlace];
  await openReviewOfSubmission(world, submissionOf(now, policy, 3), contextOf("system", "r-3"));
  const third = (await opened(3)).opened;
  expect(third.sample.slice(0, 3)).toEqual(expect.arrayContaining(["c-3", "c-12"]));
  expect([...third.sample, ...(third.again ?? [])]).toEqual(
    expect.arrayContaining(["c-3", "c-12", "c-7", "c-9", "c-9b", "c-15"]),
  );
});

it("what another batch was to look at is looked at where it is keyed again", async () => {
  const { world, opened } = await furnish({
    id: "r-9",
    batchId: "x-9",
    status: "returned",
    sample: ["c-3", "c-50"],
    checks: {},
  });
  const gone = submittedRecord("c-50", {
    batchId: "x-9",
    status: "voided",
    sortNumber: 11,
    revision: 1,
    voided: { reason: "nhập nhầm", by: "nam", at: "2026-03-01T10:00:00.000Z", revision: 1 },
  });
  await put(
    world.records,
    gone,
    ...twenty.map((one) => (one.id === "c-11" ? { ...one, sortNumber: 11 } : one)),
  );
  const policy = { sampleShare: 0.01, sampleMinimum: 1 };
  await openReviewOfSubmission(world, submissionOf(twenty, policy), context);
  const { sample, again = [] } = (await opened(1)).opened;
  expect([...sample, ...again]).toEqual(expect.arrayContaining(["c-3", "c-11"]));
});

it("what is voided while marks are mended is looked at, marked or not", async () => {
  const { world, opened } = await furnish(accepted);
  const voided = { reason: "nhập nhầm", by: "nam", at: "2026-03-01T10:00:00.000Z", revision: 1 };
  await put(world.records, submittedRecord("c-2", { status: "voided", revision: 1, voided }));
  const now = twenty.filter(({ id }) => id !== "c-2");
  await openReviewOfSubmission(world, submissionOf(now, {}, 2), context);
  expect((await opened(2)).opened).toMatchObject({ sample: ["c-7"], again: ["c-2"], fixesOnly: true });
});

it("what is voided before the first round is looked at beside its sample, and whose hand it was is kept", async () => {
  const { world, opened } = await furnish();
  const voided = { reason: "nhập nhầm", by: "hai-vai", at: "2026-03-01T10:00:00.000Z", revision: 1 };
  const resets = [{ of: "hai-vai", by: "chinh", at: "2026-03-01T01:00:00.000Z" }];
  const keyers = ["nam", "hai-vai"];
  await put(world.records, submittedRecord("c-2", { status: "voided", revision: 1, voided, keyers, resets }));
  const now = twenty.filter(({ id }) => id !== "c-2");
  await openReviewOfSubmission(world, submissionOf(now), context);
  const first = (await opened(1)).opened;
  expect(first).toMatchObject({ population: 19, again: ["c-2"], keyers, resetBy: ["chinh"] });
  expect(first.sample).not.toContain("c-2");
  // Found right, it is not asked about again, and it was still theirs.
  const seen = { ...check(), recordRevision: 1 };
  await put(world.reviews, reviewView({ id: "r-1", status: "returned", checks: { "c-2": seen } }));
  await openReviewOfSubmission(world, submissionOf(now, {}, 2), contextOf("system", "r-2"));
  const second = (await opened(2)).opened;
  expect([second.again, second.keyers, second.resetBy]).toEqual([undefined, keyers, ["chinh"]]);
});

it("what a mending round changed stays to be looked at where it came back before all was seen", async () => {
  const { world, opened } = await furnish(accepted);
  const second = submittedRecord("c-2", { contentRevision: 1, saidAt: "2026-03-01T10:00:00.000Z" });
  await put(world.records, second);
  const halfSeen = reviewView({
    id: "r-2",
    round: 2,
    status: "returned",
    fixesOnly: true,
    checks: { "c-7": check(wrongMother) },
    openedAt: "2026-03-01T11:00:00.000Z",
  });
  await put(world.reviews, halfSeen);
  await openReviewOfSubmission(world, submissionOf(withOne(second), {}, 3), context);
  expect(new Set((await opened(3)).opened.sample)).toEqual(new Set(["c-2", "c-7"]));
});

it("what an earlier round marked is looked at beside a fresh sample, until it was found right", async () => {
  const { world, opened } = await furnish({ status: "returned", checks: accepted.checks });
  const policy = { sampleShare: 0.01, sampleMinimum: 1 };
  for (let round = 2; round < 12; round++) {
    await openReviewOfSubmission(
      world,
      submissionOf(twenty, policy, round),
      contextOf("system", `r-${round}`),
    );
    const { sample, again = [] } = (await opened(round)).opened;
    expect([...sample, ...again]).toContain("c-7");
    expect(again.filter((recordId) => sample.includes(recordId))).toEqual([]);
    await put(world.reviews, reviewView({ id: `r-${round}`, round, status: "returned", checks: {} }));
  }
  // Found right without a word while it is as it was: that settles nothing.
  await put(
    world.reviews,
    reviewView({ id: "r-12", round: 12, status: "returned", checks: { "c-7": check() } }),
  );
  await openReviewOfSubmission(world, submissionOf(twenty, policy, 13), contextOf("system", "r-13"));
  const thirteenth = (await opened(13)).opened;
  expect([...thirteenth.sample, ...(thirteenth.again ?? [])]).toContain("c-7");
  const takenBack = [{ field: "meHoTen", by: "hoa", because: "Sổ ghi như vậy" }];
  const checks = { "c-7": { ...check(), takenBack } };
  await put(world.reviews, reviewView({ id: "r-13", round: 13, status: "returned", checks }));
  await openReviewOfSubmission(world, submissionOf(twenty, policy, 14), contextOf("system", "r-14"));
  expect((await opened(14)).opened.again).toBeUndefined();
});

it("is not opened before the round before has its verdict at hand", async () => {
  const { world } = await furnish({ status: "open" });
  await expect(openReviewOfSubmission(world, submissionOf(twenty, {}, 2), context)).rejects.toMatchObject({
    code: "read-model-behind",
  });
});

it("nothing is opened on other records than those submitted; a later review makes it needless", async () => {
  const submitted = submissionOf([...twenty, submittedRecord("c-21")]);
  const early = await furnish();
  await expect(openReviewOfSubmission(early.world, submitted, context)).rejects.toThrow("records at hand");
  const late = await furnish({ round: 2 });
  await openReviewOfSubmission(late.world, submitted, context);
  await expect(late.opened(1)).rejects.toMatchObject({ code: "review-unknown" });
});

const inSecondBatch = (id: string, other: Parameters<typeof submittedRecord>[1]) =>
  submittedRecord(id, { batchId: "x-2", ...other });
const submissionOfSecond = (records: readonly ReturnType<typeof submittedRecord>[]) => ({
  ...submissionOf(records, { sampleShare: 0.01, sampleMinimum: 1 }),
  batchId: "x-2",
});
const others = Array.from({ length: 30 }, (_, place) =>
  inSecondBatch(`d-${place + 1}`, { sortNumber: place + 31, number: String(place + 31) }),
);
const openSecond = async (known: readonly ReturnType<typeof submittedRecord>[]) => {
  const { world } = await furnish({ status: "accepted", checks: accepted.checks });
  await put(world.records, ...known, ...others);
  const here = [...known.filter(({ batchId }) => batchId === "x-2"), ...others];
  await openReviewOfSubmission(world, submissionOfSecond(here), context);
  const { sample, again = [] } = (await loadReview(world.commands, reviewIdOf("x-2", 1))).opened;
  return new Set([...sample, ...again]);
};
const gone = {
  status: "voided",
  sortNumber: 7,
  voided: { reason: "nhập nhầm", by: "nam", at: "2026-03-01T10:00:00.000Z", revision: 1 },
} as const;

it("a case that another batch marked and that was voided there is looked at where it is keyed again", async () => {
  const again = { number: "7", sortNumber: 7, contentRevision: 2, revision: 2 };
  expect([...(await openSecond([inSecondBatch("c-7", again)]))]).toContain("c-7");
});

it("what is keyed in another batch under the number of a marked case that is gone is looked at", async () => {
  const inPlace = inSecondBatch("c-7b", { number: "7b", sortNumber: 7 });
  expect([...(await openSecond([submittedRecord("c-7", gone), inPlace]))]).toContain("c-7b");
});

it("what was answered while marks are mended is looked at, though no value has changed", async () => {
  const { world, opened } = await furnish(accepted);
  const answered = submittedRecord("c-2", {
    revision: 1,
    saidAt: "2026-03-01T10:00:00.000Z",
    saidRevision: 1,
  });
  await put(world.records, answered);
  await openReviewOfSubmission(world, submissionOf(withOne(answered), {}, 2), context);
  expect(new Set((await opened(2)).opened.sample)).toEqual(new Set(["c-2", "c-7"]));
});

it("knows the rounds of its batch apart, also where they and those of others began in one moment", async () => {
  const { world, opened } = await furnish();
  const returned = { status: "returned", checks: accepted.checks } as const;
  await put(
    world.reviews,
    reviewView({ id: "a", round: 2, ...returned }),
    reviewView({ id: "b", batchId: "x-2", ...returned }),
    reviewView({ id: "c", round: 1, ...returned }),
  );
  await openReviewOfSubmission(world, submissionOf(twenty, {}, 3), context);
  expect((await opened(3)).opened.round).toBe(3);
});

it("what was found right beside another scan is looked at in the mending round, before it and during it", async () => {
  const kept = (scanVersion: number, ...marks: readonly Mark[]) => ({ ...check(...marks), scanVersion });
  const { world, opened } = await furnish({
    ...accepted,
    sample: ["c-3", "c-4", "c-5", "c-7"],
    checks: { "c-3": kept(0), "c-4": kept(3), "c-5": kept(3), "c-7": kept(0, wrongMother) },
  });
  const scan = (number: string, version: number) => ({
    id: `s-${number}`,
    bookId: "b-1",
    kind: "case" as const,
    number,
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    sha256: "0".repeat(64),
    pages: 1,
    version,
    position: 30,
    attachedBy: noHands,
    isByTwo: false,
    attachedAt: "2026-03-01T02:00:00.000Z",
  });
  await put(world.scans, scan("c-4", 4), scan("c-5", 3));
  await openReviewOfSubmission(world, submissionOf(twenty, {}, 2), context);
  const review = (await opened(2)).opened;
  expect([...review.sample].sort()).toEqual(["c-4", "c-7"]);
  const added = () => listCasesAdded(world, { ...review, status: "open" });
  expect((await added()).recordIds).toEqual([]);
  // Nobody had asked for this one, and it is asked for now.
  await put(world.scans, scan("c-5", 5));
  expect(await added()).toEqual({ recordIds: ["c-5"], overtaken: new Set(["c-5"]) });
  const checkCounts = async () =>
    gateFiguresOf((await opened(2)).state, bookCounts, {
      unansweredCount: 0,
      notMendedCount: 0,
      overtakenCount: 0,
      casesAdded: await added(),
    }).checkCounts;
  expect(await checkCounts()).toMatchObject({ toCheck: 3, checked: 0 });
  const recordCheck = (recordId: string, seen: number) =>
    opened(2).then((one) =>
      checkRecord(
        world,
        one,
        recordId,
        { recordRevision: 0, marks: [] },
        { ...contextOf("kiem", recordId), expectedRevision: seen },
      ),
    );
  await expect(recordCheck("c-3", 0)).rejects.toMatchObject({ code: "record-not-in-sample" });
  await recordCheck("c-5", 5);
  expect(await checkCounts()).toMatchObject({ toCheck: 3, checked: 1 });
  expect(figuresOf((await opened(2)).state)).toMatchObject({ sampled: 2, checked: 0 });
});
