import { createInMemoryPorts } from "@sogoc/core";
import { project } from "@sogoc/core/testing";
import type { DomainEvent, LotBookCounts } from "@sogoc/events";
import { expect, it } from "vitest";
import type { BatchView } from "../read-models/batch-view.ts";
import { batches } from "../read-models/batches.ts";
import type { BookView } from "../read-models/book-view.ts";
import { books } from "../read-models/books.ts";
import { type CheckView, checks } from "../read-models/checks.ts";
import { lots } from "../read-models/lots.ts";
import { type RecordView, records } from "../read-models/records.ts";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { lotEvidence } from "./lot-evidence.ts";

/** More than a page of a read model. */
const CASES = 1_100;
const sha = "0".repeat(64);
const sample = Array.from({ length: CASES }, (_, index) => ({
  batchId: "batch-a",
  recordId: `r-${String(index).padStart(4, "0")}`,
}));
const lot = {
  lotId: "lot-a",
  unitId: "xa-1",
  recordType: "KS",
  digitiserId: "xa-1",
  size: CASES,
  batches: [
    {
      batchId: "batch-a",
      bookId: "book-a",
      bookNumber: "01/2008",
      reviewId: "review-a",
      round: 1,
      records: CASES,
      digest: sha,
    },
  ],
  plan: {
    level: "II" as const,
    key: 1,
    other: 4,
    inspection: "normal" as const,
    letter: "Q",
    sampleSize: CASES,
    acceptance: { critical: 0, key: 1, other: 3 },
  },
};
const counts: LotBookCounts = {
  bookId: "book-a",
  expected: CASES,
  records: CASES,
  lastNumber: CASES,
  pages: null,
  scannedPages: 0,
  files: 0,
  openFindings: 0,
};
const lotEvents: DomainEvent[] = [
  { type: "LotFormed", data: { ...lot, seed: "s", sample, keyers: [], arbiters: [], formedBy: "duyet" } },
  {
    type: "LotDecided",
    data: {
      ...lot,
      verdict: "accepted",
      bookCounts: [counts],
      digest: sha,
      decidedBy: "duyet",
      figures: {
        sampled: CASES,
        checked: CASES,
        fieldsChecked: CASES,
        wrongFields: 0,
        wrongCases: { critical: 0, key: 0, other: 0 },
        ruleErrors: 0,
        ruleWarnings: 0,
      },
    },
  },
];
const closing = (subject: string): DomainEvent => ({
  type: "BookReconciled",
  data: { bookId: "book-a", closed: [{ rule: "number-gap", subject, reason: "trang bị xé" }] },
});

const rowsOf = {
  checks: () => [
    ...project(
      checks,
      stream(
        "review-review-a",
        sample.map(({ recordId }, index) =>
          make.recordChecked({ recordId, checkedBy: index === CASES - 1 ? "kiem-sau" : "kiem" }),
        ),
      ),
    ).values(),
  ],
  records: () => [
    ...project(
      records,
      sample.flatMap(({ recordId }, index) =>
        stream(`record-${recordId}`, [make.recordEntered({ recordId, number: String(CASES - index) })]),
      ),
    ).values(),
  ],
  books: () => [
    ...project(books, [
      ...stream(
        "book-book-a",
        [make.bookRegistered(), closing("9"), closing("12")],
        "2026-03-01T01:30:00.000Z",
      ),
    ]).values(),
  ],
};

it("names every checker of a large sample, its cases in the order of the book, and what was closed by then", async () => {
  const { readModels, store } = createInMemoryPorts();
  const dependencies = {
    checks: await readModels.open<CheckView>(checks.definition),
    records: await readModels.open<RecordView>(records.definition),
    books: await readModels.open<BookView>(books.definition),
    batches: await readModels.open<BatchView>(batches.definition),
    store,
  };
  await dependencies.checks.commit({ lane: "l", position: 1, puts: rowsOf.checks(), deletes: [] });
  await dependencies.records.commit({ lane: "l", position: 1, puts: rowsOf.records(), deletes: [] });
  await dependencies.books.commit({ lane: "l", position: 1, puts: rowsOf.books(), deletes: [] });
  const kept = [
    make.reviewOpened(),
    make.batchReturned({ lotId: "lot-a", fixesOnly: true, afterVerdict: true }),
  ];
  const rows = [...project(batches, stream("review-review-a", kept)).values()];
  await dependencies.batches.commit({ lane: "l", position: 1, puts: rows, deletes: [] });
  const [row] = [...project(lots, stream("lot-lot-a", lotEvents)).values()];
  if (!row) throw new Error("no lot");
  expect(row.bookCounts).toEqual([counts]);

  const evidence = await lotEvidence(dependencies, row);
  expect(evidence.checks).toHaveLength(CASES);
  expect(new Set(evidence.checks.map(({ checkedBy }) => checkedBy))).toEqual(new Set(["kiem", "kiem-sau"]));
  // The first of the sample has the greatest number.
  expect(evidence.sample[0]).toEqual({ recordId: "r-1099", bookNumber: "01/2008", number: "1" });
  expect(evidence.sample.at(-1)).toMatchObject({ recordId: "r-0000", number: String(CASES) });
  // Something was marked in it after the verdict.
  expect(evidence.keptBack).toEqual(["01/2008"]);
  expect(evidence.closed).toMatchObject([{ bookNumber: "01/2008", subject: "9", reason: "trang bị xé" }]);
});
