import type { Mark } from "@sogoc/events";
import type { ReviewEvent } from "../domain/review.ts";

export const reviewPlace = {
  reviewId: "r-1",
  batchId: "x-1",
  bookId: "b-1",
  unitId: "u-1",
  recordType: "KS",
};
export const reviewData = {
  ...reviewPlace,
  round: 1,
  keyers: ["nam"],
  population: 20,
  seed: "seed",
  digest: "d1",
  sample: ["c-1", "c-2"],
  errorLimit: 0.05,
  rules: { errors: 0, warnings: 3, infos: 1 },
};
export const wrongMother: Mark = { field: "meHoTen", severity: "major", reason: "Sổ ghi khác" };
export const opened: ReviewEvent = { type: "ReviewOpened", data: reviewData };

/** A check of ten fields. */
export const checked = (recordId: string, marks: Mark[] = [], checkedBy = "hoa"): ReviewEvent => ({
  type: "RecordChecked",
  data: { ...reviewPlace, recordId, recordRevision: 0, fieldsChecked: 10, marks, checkedBy },
});
