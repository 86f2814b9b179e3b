import type { AcceptanceFigures, DataOf, DomainEvent, FieldValues } from "@sogoc/events";

/** Small valid events of one commune, one book, one batch; every part may be overridden. */
const keys = { bookId: "book-a", batchId: "batch-a", unitId: "xa-1", recordType: "KS" };

const policy: DataOf<"BatchOpened">["policy"] = {
  keying: "single",
  sampleShare: 0.1,
  sampleMinimum: 1,
  errorLimit: 0.05,
  leaseHours: 72,
};

export const figures: AcceptanceFigures = {
  records: 2,
  sampled: 1,
  checked: 1,
  wrongRecords: 0,
  fieldsChecked: 40,
  wrongFields: 0,
  ruleErrors: 0,
  ruleWarnings: 1,
};

const make =
  <Type extends DomainEvent["type"]>(type: Type, defaults: DataOf<Type>) =>
  (more: Partial<DataOf<Type>> = {}): { readonly type: Type; readonly data: DataOf<Type> } => ({
    type,
    data: { ...defaults, ...more },
  });

export const fieldsOf = (number: string, name: string, more: FieldValues = {}): FieldValues => ({
  so: { raw: number },
  quyenSo: { raw: "01/2008" },
  ngayDangKy: { raw: "02/3/2008", value: "2008-03-02" },
  nksHoTen: { raw: name },
  ...more,
});

export const bookRegistered = make("BookRegistered", {
  bookId: "book-a",
  unitId: "xa-1",
  recordType: "KS",
  bookNumber: "01/2008",
  openingYear: 2008,
  office: "UBND xã Sơn Hạ",
  pages: 100,
  expectedCases: 10,
});
export const batchOpened = make("BatchOpened", { ...keys, bookNumber: "01/2008", policy });
export const batchAssigned = make("BatchAssigned", {
  batchId: "batch-a",
  accountId: "clerk-1",
  displayName: "Trần Văn Nhập",
  leaseUntil: "2026-04-01T00:00:00.000Z",
});
export const batchTakenBack = make("BatchTakenBack", {
  batchId: "batch-a",
  accountId: "clerk-1",
  reason: "nghỉ ốm",
});
export const batchWithdrawn = make("BatchWithdrawn", {
  batchId: "batch-a",
  bookId: "book-a",
  unitId: "unit-a",
  reason: "mở nhầm",
  withdrawnBy: "keeper-1",
});
export const batchSubmitted = make("BatchSubmitted", {
  ...keys,
  bookNumber: "01/2008",
  round: 1,
  recordCount: 2,
  digest: "0".repeat(64),
  policy,
});
export const batchReopened = make("BatchReopened", {
  batchId: "batch-a",
  reviewId: "review-a",
  round: 1,
  marks: 1,
});
export const batchLocked = make("BatchLocked", { batchId: "batch-a", reviewId: "review-a" });
export const recordEntered = make("RecordEntered", {
  ...keys,
  recordId: "record-a",
  bookNumber: "01/2008",
  openingYear: 2008,
  number: "7",
  fields: fieldsOf("7", "Nguyễn Thị Hòa"),
  source: "keyed",
  keyedBy: "clerk-1",
});
export const recordCorrected = make("RecordCorrected", {
  ...keys,
  recordId: "record-a",
  changes: [{ field: "nksHoTen", before: { raw: "Nguyễn Thị Hòa" }, after: { raw: "Nguyễn Thị Hoa" } }],
  reason: "đọc lại sổ",
  correctedBy: "clerk-1",
});
export const firstKeyingFinished = make("FirstKeyingFinished", {
  batchId: "batch-a",
  accountId: "clerk-1",
  records: 2,
});
export const secondKeyingFinished = make("SecondKeyingFinished", {
  batchId: "batch-a",
  accountId: "clerk-2",
  records: 2,
  differences: 1,
});
export const recordKeyedAgain = make("RecordKeyedAgain", {
  ...keys,
  recordId: "record-a",
  keyedBy: "clerk-2",
  firstKeyedBy: "clerk-1",
  fields: { nksHoTen: { raw: "Nguyễn Thị Hoa" } },
  compared: ["nksHoTen", "nksNgaySinh"],
  differing: ["nksHoTen"],
});
export const discrepancyResolved = make("DiscrepancyResolved", {
  ...keys,
  recordId: "record-a",
  field: "nksHoTen",
  choice: "second",
  kind: "tones",
  before: { raw: "Nguyễn Thị Hòa" },
  after: { raw: "Nguyễn Thị Hoa" },
  firstKeyedBy: "clerk-1",
  secondKeyedBy: "clerk-2",
  resolvedBy: "arbiter-1",
});
export const warningsAnswered = make("WarningsAnswered", {
  ...keys,
  recordId: "record-a",
  accepted: [{ rule: "holiday", fields: ["ngayDangKy"], reason: "sổ ghi như vậy" }],
  answeredBy: "clerk-1",
  findings: { errors: 0, warnings: 1, infos: 0 },
});
export const recordVoided = make("RecordVoided", {
  ...keys,
  recordId: "record-a",
  reason: "nhập nhầm",
  voidedBy: "clerk-1",
});
export const recordAnnotated = make("RecordAnnotated", {
  ...keys,
  recordId: "record-a",
  text: "Cải chính họ tên.",
  decision: { number: "12/QĐ", day: "2020-01-02", issuedBy: "UBND huyện" },
});
export const scanAttached = make("ScanAttached", {
  bookId: "book-a",
  scanId: "scan-a",
  kind: "case",
  fileName: "KS.2008.01.2008-03-02.07.pdf",
  sha256: "a".repeat(64),
  size: 10,
  pages: 2,
  number: "7",
  registeredOn: "2008-03-02",
});
const review = { ...keys, reviewId: "review-a" };
export const reviewOpened = make("ReviewOpened", {
  ...review,
  round: 1,
  keyers: ["clerk-1"],
  population: 2,
  seed: "s",
  sample: ["record-a"],
  errorLimit: 0.05,
  rules: { errors: 0, warnings: 1, infos: 0 },
  digest: "0".repeat(64),
});
export const recordChecked = make("RecordChecked", {
  ...review,
  recordId: "record-a",
  recordRevision: 0,
  fieldsChecked: 40,
  marks: [],
  checkedBy: "checker-1",
});
export const batchReturned = make("BatchReturned", {
  ...review,
  round: 1,
  reason: "sai họ tên",
  figures: { ...figures, wrongFields: 1 },
  decidedBy: "acceptor-1",
  marks: [{ recordId: "record-a", field: "nksHoTen", severity: "critical", reason: "sổ ghi Hoa" }],
});
export const batchAccepted = make("BatchAccepted", { ...review, round: 1, figures, decidedBy: "acceptor-1" });
const correction = {
  ...keys,
  correctionId: "correction-a",
  recordId: "record-a",
  reason: "trích lục khác sổ",
  requestedBy: "keeper-1",
  changes: [{ field: "nksHoTen", before: { raw: "Nguyễn Thị Hòa" }, after: { raw: "Nguyễn Thị Hoa" } }],
};
export const correctionRequested = make("CorrectionRequested", correction);
export const correctionApproved = make("CorrectionApproved", { ...correction, decidedBy: "acceptor-1" });
export const correctionDeclined = make("CorrectionDeclined", {
  correctionId: "correction-a",
  recordId: "record-a",
  unitId: "xa-1",
  reason: "không có căn cứ",
  decidedBy: "acceptor-1",
});
export const recordsRead = make("RecordsRead", {
  recordIds: ["record-a"],
  purpose: "look-up",
  readBy: "keeper-1",
});
export const fileRead = make("FileRead", {
  file: "scan",
  fileId: "scan-9",
  bookId: "book-a",
  unitId: "xa-1",
  purpose: "keying",
  readBy: "keeper-1",
});
export const bookExported = make("BookExported", {
  exportId: "export-a",
  bookId: "book-a",
  unitId: "xa-1",
  records: 2,
  manifestSha256: "b".repeat(64),
});
