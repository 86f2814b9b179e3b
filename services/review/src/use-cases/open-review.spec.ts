import { expect, it } from "vitest";
import { reviewIdOf } from "../domain/identity.ts";
import { wrongMother } from "../testing/review-events.ts";
import {
  contextOf,
  createReviewWorld,
  put,
  reviewView,
  submissionOf,
  submittedRecord,
} from "../testing/review-world.ts";
import { loadReview } from "./load-review.ts";
import { openReviewOfSubmission } from "./open-review.ts";

const context = contextOf("system", "c-1");
const twenty = Array.from({ length: 20 }, (_, place) => submittedRecord(`c-${place + 1}`));

/** Twenty records in batch `x-1`, and what was known of its reviews before. */
const furnish = async (...known: Parameters<typeof reviewView>) => {
  const world = await createReviewWorld();
  await put(world.records, ...twenty);
  if (known.length > 0) await put(world.reviews, reviewView(...known));
  const opened = (round: number) => loadReview(world.commands, reviewIdOf("x-1", round));
  return { world, opened };
};

it("a sample is the share that the policy says, but never fewer than its minimum", async () => {
  const { world, opened } = await furnish();
  await openReviewOfSubmission(world, submissionOf(twenty, { sampleShare: 0.25 }), context);
  expect((await opened(1)).opened).toMatchObject({ population: 20, seed: "id-1", errorLimit: 0.05 });
  expect(new Set((await opened(1)).opened.sample).size).toBe(5);
  const few = submissionOf(twenty, { sampleShare: 0.05, sampleMinimum: 8 }, 2);
  await openReviewOfSubmission(world, few, contextOf("system", "c-2"));
  expect(new Set((await opened(2)).opened.sample).size).toBe(8);
});

it("a batch that goes into a lot waits for the lot", async () => {
  const { world, opened } = await furnish();
  await openReviewOfSubmission(world, submissionOf(twenty, { acceptance: "lot" }), context);
  await expect(opened(1)).rejects.toMatchObject({ code: "review-unknown" });
});

it("what an accepted lot left to be mended is looked at again, and nothing else", async () => {
  const { world, opened } = await furnish({
    status: "returned",
    lotId: "l-1",
    fixesOnly: true,
    marks: [{ recordId: "c-7", ...wrongMother }],
  });
  await openReviewOfSubmission(world, submissionOf(twenty, { acceptance: "lot" }, 2), context);
  expect((await opened(2)).opened).toMatchObject({ sample: ["c-7"], errorLimit: 0, fixesOnly: true });
});

it("nothing is opened on other records than those submitted; a later review makes it needless", async () => {
  const submitted = submissionOf([...twenty, submittedRecord("c-21")]);
  const early = await furnish();
  await expect(openReviewOfSubmission(early.world, submitted, context)).rejects.toThrow("records at hand");
  const late = await furnish({ round: 2 });
  await openReviewOfSubmission(late.world, submitted, context);
  await expect(late.opened(1)).rejects.toMatchObject({ code: "review-unknown" });
});
