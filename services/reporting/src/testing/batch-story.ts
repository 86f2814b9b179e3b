import * as make from "./events.ts";
import type { startWorld } from "./world.ts";

type World = Awaited<ReturnType<typeof startWorld>>;

/** One book, two records; returned once, corrected, accepted, then corrected by request. */
export const tellBatchStory = async ({ happen }: World) => {
  const on = (day: number, account = "clerk-1") => ({ at: `2026-03-0${day}T03:00:00.000Z`, account });
  const second = { recordId: "record-b", number: "8", fields: make.fieldsOf("8", "Trần Văn Bình") };
  await happen("book-book-a", [make.bookRegistered()], on(1, "keeper-1"));
  await happen("batch-batch-a", [make.batchOpened(), make.batchAssigned()], on(1, "keeper-1"));
  await happen("record-record-a", [make.recordEntered()], on(2));
  await happen("record-record-b", [make.recordEntered({ ...second, keyedBy: "clerk-2" })], on(2, "clerk-2"));
  await happen("batch-batch-a", [make.batchSubmitted()], on(3));
  await happen("review-review-a", [make.reviewOpened()], on(3));
  const mark = { field: "nksHoTen", severity: "critical", reason: "sổ ghi Hoa" } as const;
  await happen("review-review-a", [make.recordChecked({ marks: [mark] })], on(4, "checker-1"));
  await happen("review-review-a", [make.batchReturned()], on(4, "acceptor-1"));
  await happen("batch-batch-a", [make.batchReopened()], on(4, "acceptor-1"));
  await happen("record-record-a", [make.recordCorrected()], on(5));
  await happen("batch-batch-a", [make.batchSubmitted({ round: 2 })], on(5));
  const again = { reviewId: "review-b" };
  const opened = make.reviewOpened({ ...again, round: 2 });
  await happen("review-review-b", [opened, make.recordChecked(again)], on(6, "checker-1"));
  await happen("review-review-b", [make.batchAccepted({ ...again, round: 2 })], on(6, "acceptor-1"));
  await happen("batch-batch-a", [make.batchLocked({ reviewId: "review-b" })], on(6, "acceptor-1"));
  const changes = [{ field: "meHoTen", after: { raw: "Lê Thị Mai" } }];
  await happen("correction-correction-a", [make.correctionRequested({ changes })], on(7, "keeper-1"));
  await happen("correction-correction-a", [make.correctionApproved({ changes })], on(8, "acceptor-1"));
  const applied = {
    changes,
    correctionId: "correction-a",
    reason: "trích lục khác sổ",
    correctedBy: "keeper-1",
  };
  await happen("record-record-a", [make.recordCorrected(applied)], on(8, "acceptor-1"));
};
