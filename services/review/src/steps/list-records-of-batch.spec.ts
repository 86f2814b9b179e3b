import { expect, it } from "vitest";
import { createReviewWorld, put, submittedRecord } from "../testing/review-world.ts";
import { listRecordsOfBatch } from "./list-records-of-batch.ts";

it("the records of a batch are in the order of the book, second cases after their number", async () => {
  const { records } = await createReviewWorld();
  const inOrder = ["2", "2a", "2b", "3", "10", "10b"];
  const all = inOrder.map((number, index) =>
    submittedRecord(`c-${9 - index}`, { number, sortNumber: Number.parseInt(number, 10) }),
  );
  await put(records, ...all);
  expect((await listRecordsOfBatch(records, "x-1")).map(({ number }) => number)).toEqual(inOrder);
});
