import type { DataOf, EventType } from "./catalogue.ts";

const place = {
  recordId: "record-1",
  bookId: "book-1",
  batchId: "batch-1",
  unitId: "unit-1",
  recordType: "KS",
} as const;

const review = {
  reviewId: "review-1",
  batchId: "batch-1",
  bookId: "book-1",
  unitId: "unit-1",
  recordType: "KS",
} as const;

const policy = {
  keying: "single",
  sampleShare: 0.1,
  sampleMinimum: 5,
  errorLimit: 0.02,
  leaseHours: 336,
} as const;

const figures = {
  records: 98,
  sampled: 10,
  checked: 10,
  wrongRecords: 1,
  fieldsChecked: 410,
  wrongFields: 1,
  ruleErrors: 0,
  ruleWarnings: 3,
} as const;

const digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const counts = { errors: 0, warnings: 1, infos: 2 } as const;
const change = { field: "meHoTen", before: { raw: "Trần Thị Hoà" }, after: { raw: "Trần Thị Hòa" } };
const correction = { ...place, correctionId: "correction-1" };

/**
 * One event of each type as written today, everything optional included. Written to `samples/<Type>.v<schema>.json`
 * once, and read back for ever after.
 */
const lot: Omit<DataOf<"LotDecided">, "verdict" | "figures" | "digest" | "decidedBy"> = {
  ...{ lotId: "lot-1", unitId: "unit-1", recordType: "KS", digitiserId: "unit-9", size: 98 },
  batches: [
    {
      ...{ batchId: "batch-1", bookId: "book-1", bookNumber: "01/2008", reviewId: "review-1" },
      ...{ round: 1, records: 98, digest },
    },
  ],
  plan: {
    ...{ level: "II", key: 0.65, other: 4, inspection: "normal", letter: "F", sampleSize: 20 },
    acceptance: { critical: 0, key: 0, other: 2 },
  },
};

const handedBook = { bookId: "book-1", unitId: "unit-1", recordType: "KS", bookNumber: "01/2008" };
const notLoaded = { recordId: "record-1", number: "7", revision: 2 };

export const samples: { readonly [Type in EventType]: DataOf<Type> } = {
  UnitRegistered: {
    unitId: "unit-1",
    kind: "commune",
    name: "Xã Bình An",
    code: "99101",
    parentId: "unit-0",
    from: "2006-01-01",
    aliases: ["UBND xã Bình An"],
  },
  UnitRenamed: { unitId: "unit-1", name: "Thị trấn Bình An", from: "2011-01-01" },
  UnitClosed: { unitId: "unit-1", on: "2025-07-01", successors: ["unit-2"] },
  LeadUnitDesignated: { unitId: "unit-2", areaId: "unit-2", from: "2025-07-01", until: "2027-12-31" },
  AccountOpened: {
    accountId: "account-1",
    signInName: "nam",
    displayName: "Phạm Văn Nam",
    unitId: "unit-1",
    until: "2026-12-31",
  },
  RoleGranted: {
    accountId: "account-1",
    role: "clerk",
    unitId: "unit-1",
    from: "2026-01-01",
    until: "2026-12-31",
  },
  RoleRevoked: { accountId: "account-1", role: "clerk", unitId: "unit-1", reason: "Hết hợp đồng" },
  AccountSuspended: { accountId: "account-1", reason: "Nghỉ việc" },
  AccountReinstated: { accountId: "account-1", reason: "Đi làm lại" },
  PasswordChanged: { accountId: "account-1", temporary: true },
  SignedIn: { accountId: "account-1", sessionId: "session-1" },
  SignInRefused: { accountId: "account-1", reason: "wrong-password" },
  SessionRevoked: { accountId: "account-1", sessionId: "session-1", reason: "token-reused" },

  BookRegistered: {
    bookId: "book-1",
    unitId: "unit-1",
    recordType: "KS",
    bookNumber: "01/2008",
    openingYear: 2008,
    office: "UBND xã Bình An",
    pages: 100,
    expectedCases: 98,
    note: "Bìa rách",
  },
  BookDetailsChanged: {
    bookId: "book-1",
    office: "UBND xã Bình An",
    pages: 101,
    expectedCases: 99,
    note: "Đã đếm lại",
    reason: "Kiểm kê lại",
  },
  ScanAttached: {
    bookId: "book-1",
    scanId: "scan-2",
    kind: "case",
    fileName: "KS.2008.01.2008-02-03.05.pdf",
    sha256: digest,
    size: 28_000,
    pages: 1,
    number: "5",
    registeredOn: "2008-02-03",
    replaces: "scan-1",
  },
  ScanRefused: { bookId: "book-1", fileName: "anh-1.pdf", reason: "name" },
  NumbersAllotted: { bookId: "book-1", batchId: "batch-1", from: 1, to: 50 },
  BookReconciled: {
    bookId: "book-1",
    closed: [{ rule: "number-gap", subject: "17", reason: "Trang 17 bị mất" }],
  },
  BatchOpened: {
    batchId: "batch-1",
    bookId: "book-1",
    unitId: "unit-1",
    recordType: "KS",
    bookNumber: "01/2008",
    from: 1,
    to: 50,
    policy,
  },
  BatchAssigned: {
    batchId: "batch-1",
    accountId: "account-1",
    displayName: "Phạm Văn Nam",
    leaseUntil: "2026-03-15T00:00:00.000Z",
  },
  BatchTakenBack: { batchId: "batch-1", accountId: "account-1", reason: "Nghỉ ốm" },
  FirstKeyingFinished: { batchId: "batch-1", accountId: "account-1", records: 50 },
  SecondKeyingFinished: { batchId: "batch-1", accountId: "account-2", records: 50, differences: 3 },
  BatchSubmitted: {
    ...{ batchId: "batch-1", bookId: "book-1", unitId: "unit-1", recordType: "KS", bookNumber: "01/2008" },
    ...{ round: 1, recordCount: 50, digest, policy },
  },
  BatchReopened: { batchId: "batch-1", reviewId: "review-1", round: 1, marks: 2 },
  BatchLocked: { batchId: "batch-1", reviewId: "review-2" },
  RecordEntered: {
    ...place,
    bookNumber: "01/2008",
    openingYear: 2008,
    number: "5b",
    fields: {
      so: { raw: "05/2008", value: "5/2008" },
      quyenSo: { raw: "01/2008" },
      ngayDangKy: { raw: "03.02.2008", value: "2008-02-03" },
      nksHoTen: { raw: "Nguyễn Văn An", doubtful: true },
      chaHoTen: { blank: true },
      meNgaySinh: { illegible: "faded", raw: "198" },
    },
    source: "imported",
    keyedBy: "account-1",
    importId: "import-1",
    row: 6,
    scanId: "scan-2",
    accepted: [{ rule: "parents-kind-differs", fields: ["nksLoaiKhaiSinh"], reason: "Đúng như sổ ghi" }],
    duplicateReason: "Sổ ghi trùng số",
    findings: counts,
  },
  RecordCorrected: {
    ...place,
    changes: [
      change,
      { field: "ghiChu", after: { raw: "Cấp lại" } },
      { field: "trangSo", before: { raw: "3" } },
    ],
    reason: "Đối chiếu lại sổ",
    correctedBy: "account-1",
    correctionId: "correction-1",
    requestedBy: "account-1",
    approvedBy: "account-2",
    accepted: [],
    findings: counts,
  },
  RecordKeyedAgain: {
    ...place,
    fields: { nksHoTen: { raw: "Nguyễn Văn Toán" }, meHoTen: { blank: true } },
    compared: ["nksHoTen", "meHoTen"],
    differing: ["nksHoTen"],
    keyedBy: "account-2",
    firstKeyedBy: "account-1",
  },
  DiscrepancyResolved: {
    ...place,
    field: "nksHoTen",
    choice: "second",
    before: { raw: "Nguyễn Văn Toàn" },
    after: { raw: "Nguyễn Văn Toán" },
    kind: "tones",
    group: "command-1",
    firstKeyedBy: "account-1",
    secondKeyedBy: "account-2",
    resolvedBy: "account-3",
    findings: counts,
  },
  RecordAnnotated: {
    ...place,
    text: "Thay đổi họ",
    decision: { number: "12/QĐ-UBND", day: "2014-05-06", issuedBy: "UBND huyện Thanh Lâm" },
  },
  RecordVoided: { ...place, reason: "Nhập nhầm số", voidedBy: "account-1" },
  CorrectionNotApplied: { ...correction, reason: "value-changed-meanwhile" },
  ImportPrepared: {
    importId: "import-1",
    unitId: "unit-1",
    recordType: "KS",
    fileName: "so.xlsx",
    sha256: digest,
    dialect: "legacy",
    rows: 98,
    good: 97,
    refused: 1,
    unchanged: 0,
    openBatches: false,
    preview: digest,
  },
  ImportConfirmed: { importId: "import-1", mode: "good-rows-only" },
  ImportFinished: { importId: "import-1", written: 97, unchanged: 0, refused: 1 },
  ImportDiscarded: { importId: "import-1" },

  AcceptanceLimitsChanged: {
    ...{ unitId: "unit-1", from: "2026-03-01", level: "II", key: 0.65, other: 4 },
    ...{ reason: "Theo kế hoạch của tỉnh", changedBy: "account-3" },
  },
  LotFormed: {
    ...lot,
    seed: "seed-1",
    sample: [{ batchId: "batch-1", recordId: "record-1" }],
    keyers: ["account-1"],
    arbiters: [],
    formedBy: "account-3",
  },
  LotDecided: {
    ...lot,
    verdict: "accepted-after-fixes",
    figures: {
      ...{ sampled: 20, checked: 20, fieldsChecked: 820, wrongFields: 1, ruleErrors: 0, ruleWarnings: 3 },
      wrongCases: { critical: 0, key: 0, other: 1 },
    },
    digest,
    decidedBy: "account-3",
  },
  ReviewOpened: {
    ...review,
    round: 1,
    keyers: ["account-1"],
    population: 98,
    seed: "seed-1",
    sample: ["record-1"],
    errorLimit: 0.02,
    rules: counts,
    digest,
  },
  RecordChecked: {
    ...review,
    recordId: "record-1",
    recordRevision: 0,
    fieldsChecked: 41,
    marks: [{ field: "meHoTen", severity: "major", reason: "Sai dấu" }],
    checkedBy: "account-3",
  },
  BatchReturned: {
    ...review,
    round: 1,
    marks: [{ recordId: "record-1", field: "meHoTen", severity: "major", reason: "Sai dấu" }],
    reason: "Quá giới hạn lỗi",
    figures,
    decidedBy: "account-4",
  },
  BatchAccepted: { ...review, round: 2, figures, decidedBy: "account-4", note: "Đạt" },
  BookHandedOver: {
    ...handedBook,
    ...{ sequence: 1, exportId: "export-1", records: 98, handedOverBy: "account-4" },
    ...{ manifestSha256: digest, workbookSha256: digest, scansSha256: digest },
  },
  NationalAnswerRecorded: {
    ...handedBook,
    ...{ sequence: 1, fileName: "ket-qua.xlsx", sha256: digest, loaded: 97, recordedBy: "account-4" },
    refused: [{ ...notLoaded, reason: "Thiếu ngày sinh" }],
    ...{ missing: [], unknown: ["99"] },
  },
  RefusalConfirmed: {
    ...handedBook,
    ...{ recordId: "record-1", number: "7", reason: "Sổ để trống ngày sinh", confirmedBy: "account-4" },
  },
  HandoverAccepted: {
    ...handedBook,
    figures: { packages: 2, records: 98, loaded: 98, refused: 0, unanswered: 0 },
    decidedBy: "account-3",
  },
  CorrectionRequested: { ...correction, changes: [change], reason: "Sót dấu", requestedBy: "account-1" },
  CorrectionApproved: {
    ...correction,
    changes: [change],
    reason: "Sót dấu",
    requestedBy: "account-1",
    decidedBy: "account-4",
  },
  CorrectionDeclined: {
    correctionId: "correction-1",
    recordId: "record-1",
    unitId: "unit-1",
    reason: "Sổ ghi như vậy",
    decidedBy: "account-4",
  },
  RecordsRead: { recordIds: ["record-1"], purpose: "look-up", readBy: "account-5" },
  FileRead: {
    ...{ file: "scan", fileId: "scan-9", bookId: "book-1", unitId: "unit-1" },
    ...{ purpose: "keying", readBy: "account-5" },
  },
  BookExported: {
    exportId: "export-1",
    bookId: "book-1",
    unitId: "unit-1",
    records: 98,
    manifestSha256: digest,
  },
};
