import type { RecordedEvent } from "@sogoc/core";
import {
  anyOrderContract,
  everyModelListedContract,
  interleave,
  project,
  recorded,
} from "@sogoc/core/testing";
import type { DataOf, DomainEvent, FieldChange } from "@sogoc/events";
import { sampleEvent } from "@sogoc/events/testing";
import { expect, it } from "vitest";
import { checked, opened, reviewData, reviewPlace, wrongMother } from "../testing/review-events.ts";
import { readModels } from "./index.ts";

const stream = (name: string, events: readonly DomainEvent[]): readonly RecordedEvent[] =>
  events.map((event, revision) => recorded(event, { stream: name, revision }));

const place = { bookId: "b-1", batchId: "x-1", unitId: "u-1", recordType: "KS" };
const change: FieldChange = { field: "meHoTen", before: { raw: "Hoa" }, after: { raw: "Hoà" } };
const entered = (recordId: string): DomainEvent => ({
  type: "RecordEntered",
  data: {
    ...place,
    recordId,
    bookNumber: "01/2008",
    openingYear: 2008,
    number: "12",
    source: "keyed",
    keyedBy: "nam",
    fields: { so: { raw: "12" }, meHoTen: { raw: "Hoa" } },
  },
});
const corrected = (recordId: string, correctionId?: string): DomainEvent => ({
  type: "RecordCorrected",
  data: {
    ...place,
    recordId,
    changes: [change],
    reason: "đối chiếu",
    correctedBy: "nam",
    ...(correctionId === undefined ? {} : { correctionId }),
  },
});
const notApplied = (recordId: string, correctionId: string): DomainEvent => ({
  type: "CorrectionNotApplied",
  data: { ...place, recordId, correctionId, reason: "value-changed-meanwhile" },
});
const request = (correctionId: string, recordId: string) => ({
  ...place,
  correctionId,
  recordId,
  changes: [change],
  reason: "sót",
  requestedBy: "nam",
});
const figures = {
  records: 20,
  sampled: 2,
  checked: 2,
  wrongRecords: 1,
  fieldsChecked: 20,
  wrongFields: 1,
  ruleErrors: 0,
  ruleWarnings: 3,
};
const batch = { batchId: "x-1", bookId: "b-1", bookNumber: "01/2008", reviewId: "r-2", records: 20 };
const lot: Omit<DataOf<"LotFormed">, "seed" | "sample" | "keyers" | "arbiters" | "formedBy"> = {
  lotId: "l-1",
  unitId: "u-1",
  recordType: "KS",
  digitiserId: "u-9",
  batches: [{ ...batch, round: 2, digest: "d2" }],
  size: 20,
  plan: {
    level: "II",
    key: 0.65,
    other: 4,
    inspection: "normal",
    letter: "F",
    sampleSize: 20,
    acceptance: { critical: 0, key: 0, other: 2 },
  },
};
const submitted = (round: number): DomainEvent => ({
  type: "BatchSubmitted",
  data: {
    ...place,
    bookNumber: "01/2008",
    round,
    recordCount: 20,
    digest: `d${round}`,
    policy: {
      keying: "single",
      sampleShare: 0.1,
      sampleMinimum: 5,
      errorLimit: 0.02,
      leaseHours: 24,
      acceptance: "lot",
    },
  },
});

const streams = [
  stream("record-c-1", [entered("c-1"), corrected("c-1"), corrected("c-1", "k-1")]),
  stream("record-c-2", [entered("c-2"), notApplied("c-2", "k-2")]),
  stream("correction-k-1", [
    { type: "CorrectionRequested", data: request("k-1", "c-1") },
    { type: "CorrectionApproved", data: { ...request("k-1", "c-1"), decidedBy: "binh" } },
  ]),
  stream("correction-k-2", [
    { type: "CorrectionRequested", data: request("k-2", "c-2") },
    { type: "CorrectionApproved", data: { ...request("k-2", "c-2"), decidedBy: "binh" } },
  ]),
  stream("correction-k-3", [
    { type: "CorrectionRequested", data: request("k-3", "c-2") },
    {
      type: "CorrectionDeclined",
      data: { correctionId: "k-3", recordId: "c-2", unitId: "u-1", reason: "không đúng", decidedBy: "binh" },
    },
  ]),
  stream("review-r-1", [
    ...[opened, checked("c-1", [wrongMother]), checked("c-2")],
    {
      type: "BatchReturned",
      data: {
        ...reviewPlace,
        round: 1,
        figures,
        decidedBy: "binh",
        reason: "sai",
        fixesOnly: true,
        marks: [{ recordId: "c-1", ...wrongMother }],
      },
    },
  ]),
  stream("batch-x-1", [
    sampleEvent("BatchOpened", { batchId: "x-1", bookId: "b-1" }),
    sampleEvent("BatchAssigned", { batchId: "x-1", stage: "second" }),
    sampleEvent("SecondKeyingFinished", { batchId: "x-1" }),
    submitted(1),
    submitted(2),
  ]),
  stream("batch-x-2", [
    sampleEvent("BatchOpened", { batchId: "x-2", bookId: "b-1" }),
    sampleEvent("BatchTakenBack", { batchId: "x-2" }),
    sampleEvent("BatchWithdrawn", { batchId: "x-2", bookId: "b-1" }),
  ]),
  stream("lot-l-1", [
    {
      type: "LotFormed",
      data: {
        ...lot,
        digitiserIds: ["u-1", "u-2"],
        seed: "s",
        sample: [],
        keyers: ["nam"],
        arbiters: [],
        formedBy: "binh",
      },
    },
    sampleEvent("LotDecided", { ...lot, digitiserIds: ["u-1", "u-2"] }),
  ]),
  stream("lot-l-2", [
    {
      type: "LotFormed",
      data: { ...lot, lotId: "l-2", seed: "s", sample: [], keyers: [], arbiters: [], formedBy: "binh" },
    },
    sampleEvent("LotDissolved", { lotId: "l-2", batchIds: lot.batches.map(({ batchId }) => batchId) }),
  ]),
  stream("book-b-1", [
    {
      type: "BookRegistered",
      data: {
        bookId: "b-1",
        unitId: "u-1",
        recordType: "KS",
        bookNumber: "01/2008",
        openingYear: 2008,
        office: "UBND xã Mai Lâm",
      },
    },
    { type: "BookDetailsChanged", data: { bookId: "b-1", pages: 200, reason: "đếm lại" } },
    sampleEvent("ScanAttached", { bookId: "b-1", scanId: "s-1" }),
    sampleEvent("ScanAttached", { bookId: "b-1", scanId: "s-2", replaces: "s-1" }),
    sampleEvent("ScanExchangeRequested", { bookId: "b-1", exchangeId: "x-1" }),
    sampleEvent("OfficeExchangeRequested", { bookId: "b-1", exchangeId: "x-2" }),
    sampleEvent("ExchangeDeclined", { bookId: "b-1", exchangeId: "x-1" }),
    sampleEvent("BookReconciled", { bookId: "b-1" }),
  ]),
  stream("record-c-3", [
    entered("c-3"),
    sampleEvent("RecordKeyedAgain", { ...place, recordId: "c-3" }),
    sampleEvent("DiscrepancyResolved", { ...place, recordId: "c-3" }),
    sampleEvent("WarningsAnswered", { ...place, recordId: "c-3" }),
    sampleEvent("RecordAnnotated", { ...place, recordId: "c-3" }),
    sampleEvent("RecordVoided", { ...place, recordId: "c-3" }),
  ]),
  stream("review-r-2", [
    { type: "ReviewOpened", data: { ...reviewData, reviewId: "r-2", round: 2 } },
    sampleEvent("BatchAccepted", { ...reviewPlace, reviewId: "r-2", round: 2 }),
  ]),
  stream("access-a-1", [
    {
      type: "BookExported",
      data: { exportId: "e-1", bookId: "b-1", unitId: "u-1", records: 20, manifestSha256: "aa" },
    },
  ]),
];

everyModelListedContract(readModels, import.meta.url);
anyOrderContract(readModels, streams);

it("knows what became of each request", () => {
  const found = project(readModels.corrections, interleave(streams, [0, 9, 4]));
  const statusOf = (id: string) => found.get(id)?.status;
  expect([statusOf("k-1"), statusOf("k-2"), statusOf("k-3")]).toEqual(["applied", "not-applied", "declined"]);
});

it("knows which numbers of a book are being keyed, in whatever order it hears of batch and verdict", () => {
  for (const order of [[0, 9, 4], [3, 1, 7], []]) {
    const found = project(readModels.keyedBatches, interleave(streams, order));
    // Submitted twice, returned once: it is with the checkers.
    expect(found.get("x-1")).toMatchObject({
      bookId: "b-1",
      submittedRound: 2,
      returnedRound: 1,
      underWay: 0,
    });
  }
});
