import type { RecordedEvent } from "@sogoc/core";
import {
  anyOrderContract,
  everyModelListedContract,
  interleave,
  project,
  recorded,
} from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";
import { sampleEvent } from "@sogoc/events/testing";
import { expect, it } from "vitest";
import type { BatchEvent } from "../domain/batch.ts";
import { batchData, batchEvents, batchId } from "../testing/batch-events.ts";
import { birthFields } from "../testing/birth.ts";
import { keyedTwice } from "../testing/keyed-twice.ts";
import { readModels } from "./index.ts";

const place = { bookId: "b-1", unitId: "u-1", recordType: "KS" };
const start = Date.parse("2026-03-01T00:00:00Z");

/** Events of one stream, an hour apart. */
const stream = (name: string, events: readonly DomainEvent[], fromHour = 0): readonly RecordedEvent[] =>
  events.map((event, revision) => {
    const at = new Date(start + (fromHour + revision) * 3_600_000).toISOString();
    return recorded(event, { stream: name, revision, metadata: { at } });
  });

const entered = (recordId: string, round?: number): DomainEvent => ({
  type: "RecordEntered",
  data: {
    ...place,
    recordId,
    batchId,
    bookNumber: "01/2008",
    openingYear: 2008,
    number: "7",
    fields: birthFields(),
    source: "imported",
    keyedBy: "nam",
    ...(round === undefined ? {} : { round }),
  },
});
const voided = (recordId: string): DomainEvent => ({
  type: "RecordVoided",
  data: { ...place, recordId, batchId, reason: "nhầm", voidedBy: "nam" },
});
const corrected = (recordId: string, field: string, round?: number): DomainEvent => ({
  type: "RecordCorrected",
  data: {
    ...place,
    recordId,
    batchId,
    reason: "đối chiếu",
    correctedBy: "nam",
    changes: [{ field, after: { raw: "Trần Thị Hòa" } }],
    ...(round === undefined ? {} : { round }),
  },
});
const returned = (round: number, marks: readonly (readonly [string, string])[]): DomainEvent => ({
  type: "BatchReturned",
  data: {
    ...place,
    batchId,
    reviewId: `r-${round}`,
    round,
    reason: "sai",
    decidedBy: "binh",
    marks: marks.map(([recordId, field]) => ({ recordId, field, severity: "major", reason: "Sổ ghi khác" })),
    figures: {
      records: 3,
      sampled: 3,
      checked: 3,
      wrongRecords: 2,
      fieldsChecked: 20,
      wrongFields: 3,
      ruleErrors: 0,
      ruleWarnings: 0,
    },
  },
});

const recordOf = (recordId: string) => ({ ...place, recordId, batchId: "x-3" });
const ofBatch =
  (id: string) =>
  (event: BatchEvent): DomainEvent =>
    ({ type: event.type, data: { ...event.data, batchId: id } }) as DomainEvent;

const streams = [
  stream("book-b-1", [
    {
      type: "BookRegistered",
      data: { ...place, bookNumber: "01/2008", openingYear: 2008, office: "UBND xã Mai Lâm" },
    },
    { type: "NumbersAllotted", data: { bookId: "b-1", batchId } },
    sampleEvent("BookDetailsChanged", { bookId: "b-1" }),
    sampleEvent("ScanAttached", { bookId: "b-1", scanId: "s-1" }),
    sampleEvent("ScanAttached", { bookId: "b-1", scanId: "s-2", replaces: "s-1" }),
    sampleEvent("ScanRefused", { bookId: "b-1" }),
    sampleEvent("AcceptanceNoted", { bookId: "b-1", batchId }),
    sampleEvent("ScanExchangeRequested", { bookId: "b-1", exchangeId: "e-1" }),
    sampleEvent("ScanAttached", { bookId: "b-1", scanId: "s-9", exchangeId: "e-1" }),
    sampleEvent("OfficeExchangeRequested", { bookId: "b-1", exchangeId: "e-2" }),
    sampleEvent("ExchangeDeclined", { bookId: "b-1", exchangeId: "e-2" }),
  ]),
  stream(
    "batch-x-3",
    [
      keyedTwice.opened,
      keyedTwice.assigned,
      batchEvents.takenBack,
      keyedTwice.assigned,
      keyedTwice.firstFinished,
      keyedTwice.assignedAgain,
      keyedTwice.secondFinished,
      batchEvents.submitted,
      batchEvents.locked,
    ].map(ofBatch("x-3")),
  ),
  stream("batch-x-4", [
    sampleEvent("BatchOpened", { batchId: "x-4", bookId: "b-1" }),
    sampleEvent("BatchWithdrawn", { batchId: "x-4", bookId: "b-1" }),
  ]),
  stream("record-c-5", [
    entered("c-5"),
    sampleEvent("RecordKeyedAgain", recordOf("c-5")),
    sampleEvent("DiscrepancyResolved", recordOf("c-5")),
    sampleEvent("WarningsAnswered", recordOf("c-5")),
    sampleEvent("RecordAnnotated", recordOf("c-5")),
    sampleEvent("CorrectionNotApplied", recordOf("c-5")),
  ]),
  stream("import-i-1", [
    sampleEvent("ImportPrepared", {
      importId: "i-1",
      unitId: "u-1",
      batches: ["x-1"],
      books: ["b-1"],
      preparedBy: "lan",
    }),
    sampleEvent("ImportFinished", { importId: "i-1" }),
  ]),
  stream("record-c-6", [
    sampleEvent("RecordEntered", { ...recordOf("c-6"), importId: "i-1", scanId: "s-1" }),
  ]),
  stream("review-r-3", [sampleEvent("BatchAccepted", { reviewId: "r-3", batchId: "x-3", bookId: "b-1" })]),
  stream(`batch-${batchId}`, [
    ...[batchEvents.opened, batchEvents.assigned, batchEvents.submitted],
    ...[
      batchEvents.reopened,
      { ...batchEvents.submitted, data: { ...batchEvents.submitted.data, round: 2 } },
    ],
  ]),
  stream("batch-x-2", [{ type: "BatchOpened", data: { ...batchData, batchId: "x-2", from: 51, to: 90 } }]),
  stream("record-c-1", [entered("c-1"), corrected("c-1", "meHoTen"), corrected("c-1", "meHoTen", 1)]),
  stream("record-c-2", [entered("c-2"), voided("c-2"), entered("c-2", 1)]),
  stream("record-c-3", [entered("c-3"), voided("c-3")]),
  // As before rounds were kept: the clock tells what came after the return.
  [...stream("record-c-4", [entered("c-4")]), ...stream("record-c-4", [corrected("c-4", "meHoTen")], 50)].map(
    (event, revision) => ({ ...event, revision }),
  ),
  stream(
    "review-r-1",
    [
      returned(1, [
        ["c-1", "meHoTen"],
        ["c-1", "chaHoTen"],
        ["c-2", "meHoTen"],
        ["c-4", "meHoTen"],
        ["c-4", "chaHoTen"],
      ]),
    ],
    20,
  ),
  stream(
    "review-r-2",
    [
      sampleEvent("RecordChecked", {
        recordId: "c-4",
        takenBack: [
          { field: "chaHoTen", severity: "major", reason: "Sổ ghi khác", because: "Sổ ghi như vậy" },
        ],
      }),
      returned(2, [["c-1", "meHoTen"]]),
    ],
    30,
  ),
];

everyModelListedContract(readModels, import.meta.url);
anyOrderContract(readModels, streams);

it("leaves the marks that nobody has mended", () => {
  const found = project(readModels.records, interleave(streams, [7, 3, 5]));
  const marksOf = (id: string) => found.get(id)?.marks;
  expect(marksOf("c-1")?.map(({ field }) => field)).toEqual(["meHoTen"]);
  expect(marksOf("c-2")).toEqual([]);
  expect(marksOf("c-4")).toEqual([]);
});
