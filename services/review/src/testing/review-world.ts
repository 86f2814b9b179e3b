import { emptyUnitTree } from "@sogoc/access";
import {
  type CommandContext,
  createCommandHandler,
  createInMemoryPorts,
  type Document,
  digestOfRevisions,
  noHands,
  type ReadModel,
} from "@sogoc/core";
import { type BatchPolicy, type DataOf, schemaOfWritten } from "@sogoc/events";
import { type BatchKeyingView, keyedBatches } from "../read-models/batch-keying.ts";
import { type BookView, books } from "../read-models/books.ts";
import { type CorrectionView, corrections } from "../read-models/corrections.ts";
import { type ExportView, exports } from "../read-models/exports.ts";
import { type LotView, lots } from "../read-models/lots.ts";
import { inspectedLots, type LotOfDigitiserView } from "../read-models/lots-of-digitisers.ts";
import { type RecordView, records } from "../read-models/records.ts";
import { type ReviewView, reviews } from "../read-models/reviews.ts";
import { type ScanView, scans } from "../read-models/scans.ts";
import { type WaitingBatchView, waitingBatches } from "../read-models/waiting-batches.ts";
import { reviewData } from "./review-events.ts";

/** What use cases of this service need, in memory; new ids are `id-1`, `id-2` and so on. */
export const createReviewWorld = async () => {
  let ids = 0;
  const ports = createInMemoryPorts({ newId: () => `id-${++ids}` });
  const { readModels, store, blobs, newId } = ports;
  return {
    commands: createCommandHandler({ store, schemaOf: schemaOfWritten }),
    store,
    blobs,
    newId,
    directory: { tree: () => emptyUnitTree },
    records: await readModels.open<RecordView>(records.definition),
    reviews: await readModels.open<ReviewView>(reviews.definition),
    books: await readModels.open<BookView>(books.definition),
    corrections: await readModels.open<CorrectionView>(corrections.definition),
    exports: await readModels.open<ExportView>(exports.definition),
    waiting: await readModels.open<WaitingBatchView>(waitingBatches.definition),
    lots: await readModels.open<LotView>(lots.definition),
    inspectedLots: await readModels.open<LotOfDigitiserView>(inspectedLots.definition),
    scans: await readModels.open<ScanView>(scans.definition),
    keyedBatches: await readModels.open<BatchKeyingView>(keyedBatches.definition),
  };
};

let position = 0;

/** Puts documents into a read model, as its projection would. */
export const put = <Doc extends Document>(model: ReadModel<Doc>, ...puts: readonly Doc[]): Promise<void> =>
  model.commit({ lane: "l", position: ++position, puts, deletes: [] });

/** The same name twice is the same command. */
export const contextOf = (account: string, commandId: string): CommandContext => ({
  actor: { account, name: account, roles: [], unit: "u-1" },
  at: new Date("2026-03-02T03:00:00.000Z"),
  commandId,
  correlationId: "q-1",
});

/** A record of batch `x-1`, keyed by `nam`. */
export const submittedRecord = (id: string, other: Partial<RecordView> = {}): RecordView => ({
  id,
  batchId: "x-1",
  bookId: "b-1",
  unitId: "u-1",
  recordType: "KS",
  bookNumber: "01/2008",
  openingYear: 2008,
  number: id,
  sortNumber: 1,
  fields: { so: { raw: "1" }, quyenSo: { raw: "01/2008" }, nksHoTen: { raw: "Nguyễn Văn An" } },
  duplicate: false,
  status: "entered",
  keyers: ["nam"],
  keyerUnits: {},
  arbiters: [],
  resets: [],
  revision: 0,
  contentRevision: 0,
  writtenRevision: other.contentRevision ?? 0,
  contentAt: "2026-03-01T00:00:00.000Z",
  saidAt: "2026-03-01T00:00:00.000Z",
  saidRevision: other.contentRevision ?? 0,
  notes: [],
  earlierValues: {},
  accepted: [],
  ...other,
});

/** A batch as it was opened. */
export const keyedBatch = (id: string, keying: BatchPolicy["keying"]): BatchKeyingView => ({
  id,
  bookId: "b-1",
  underWay: 0,
  submittedRound: 1,
  returnedRound: 0,
  opened: { bookId: "b-1", keying, openedBy: noHands },
});

/** The submission of these records as batch `x-1`. */
export const submissionOf = (
  records: readonly RecordView[],
  policy: Partial<DataOf<"BatchSubmitted">["policy"]> = {},
  round = 1,
): DataOf<"BatchSubmitted"> => ({
  batchId: "x-1",
  bookId: "b-1",
  unitId: "u-1",
  recordType: "KS",
  bookNumber: "01/2008",
  round,
  recordCount: records.length,
  digest: digestOfRevisions(records.map(({ id, contentRevision: revision }) => ({ id, revision }))),
  policy: {
    keying: "single",
    sampleShare: 0.1,
    sampleMinimum: 3,
    errorLimit: 0.05,
    leaseHours: 48,
    acceptance: "share",
    ...policy,
  },
});

/** A review of batch `x-1` as its read model has it. */
export const reviewView = (other: Partial<ReviewView> = {}): ReviewView => {
  const { reviewId: id, ...data } = reviewData;
  return {
    ...data,
    id,
    arbiters: [],
    status: "open",
    checks: {},
    steps: [],
    marks: [],
    openedAt: "2026-03-01T00:00:00.000Z",
    revision: 0,
    ...other,
  };
};

/** A lot of `c-1` under normal inspection, one formed each minute, and decided a day later. */
export const lotView = (ordinal: number, status: LotView["status"]): LotView => ({
  id: `lot-${ordinal}`,
  unitId: "u-1",
  recordType: "KS",
  digitiserId: "c-1",
  size: 1_000,
  status,
  batches: [
    {
      batchId: `x-${ordinal}`,
      bookId: "b-1",
      bookNumber: "01/2008",
      reviewId: `r-${ordinal}`,
      round: 1,
      records: 1_000,
      digest: "0".repeat(64),
    },
  ],
  plan: {
    level: "II",
    key: 1,
    other: 4,
    inspection: "normal",
    letter: "J",
    sampleSize: 80,
    acceptance: { critical: 0, key: 2, other: 7 },
  },
  seed: "s",
  sample: [],
  keyers: [],
  arbiters: [],
  formedBy: "duyet",
  revision: 1,
  formedAt: new Date(Date.UTC(2026, 2, 1, 0, ordinal)).toISOString(),
  decidedAt: new Date(Date.UTC(2026, 2, 2, 0, ordinal)).toISOString(),
});

/** The same lot as its digitising unit's record of inspections has it. */
export const inspectedLot = (
  lot: LotView,
  { shared = false, digitiserId = lot.digitiserId }: Partial<LotOfDigitiserView> = {},
): LotOfDigitiserView => {
  const { id: lotId, size, plan, status, figures, formedAt, batches } = lot;
  const first = batches.some(({ round }) => round === 1);
  const verdict = status === "open" || status === "dissolved" ? null : status;
  const id = `${lotId} ${digitiserId}`;
  return { id, lotId, digitiserId, size, plan, shared, first, verdict, figures, formedAt };
};
