/**
 * Everything that can go wrong in a way a caller may act on. Closed on purpose: the HTTP package maps each code to a
 * problem document and does not compile when one is missing.
 */
export const errorCodes = [
  // requests
  "invalid-request",
  "malformed-body",
  "body-too-large",
  "headers-too-large",
  "request-too-slow",
  "unsupported-media-type",
  "not-found",
  "rate-limited",
  "internal",
  "unavailable",
  "storage-full",
  "reading-busy",
  "quota-exceeded",
  "read-model-behind",
  // who and where
  "not-signed-in",
  "token-expired",
  "password-change-required",
  "forbidden-role",
  "outside-area",
  "sign-in-refused",
  "session-refused",
  "password-too-weak",
  "password-wrong",
  // event sourcing
  "revision-conflict",
  "concurrent-change",
  "append-too-large",
  "blob-missing",
  "blob-damaged",
  "command-id-reused",
  // accounts
  "unit-exists",
  "unit-unknown",
  "unit-closed",
  "unit-parent-invalid",
  "account-exists",
  "account-unknown",
  "account-suspended",
  "account-not-suspended",
  "role-already-granted",
  "role-not-granted",
  "contract-required",
  "own-account",
  "last-administrator",
  // entry
  "book-exists",
  "book-unknown",
  "scan-refused",
  "scan-unknown",
  "batch-unknown",
  "batch-overlaps",
  "batch-not-open",
  "batch-not-assigned",
  "batch-assigned-to-another",
  "batch-lease-expired",
  "batch-already-submitted",
  "batch-empty",
  "batch-not-submitted",
  "batch-locked",
  "first-keying-finished",
  "first-keying-not-finished",
  "not-keyed-again",
  "no-arbitration",
  "differences-open",
  "no-difference",
  "value-required",
  "blind-keying",
  "work-of-another",
  "reads-records",
  "record-exists",
  "record-unknown",
  "record-voided",
  "record-not-in-batch",
  "record-locked",
  "field-unknown",
  "field-not-correctable",
  "nothing-changed",
  "value-not-storable",
  "warning-not-accepted",
  "import-unknown",
  "import-not-ready",
  "import-refused",
  "workbook-refused",
  // review
  "review-unknown",
  "review-closed",
  "record-not-in-sample",
  "sample-not-checked",
  "keyed-by-yourself",
  "checked-by-yourself",
  "arbitrated-by-yourself",
  "marks-required",
  "error-limit-exceeded",
  "lot-unknown",
  "lot-decided",
  "lot-not-decided",
  "lot-limit-exceeded",
  "lot-mixed",
  "decided-by-lot",
  "batch-not-waiting",
  "reason-required",
  "fixes-required",
  "reconciliation-open",
  "inspection-stopped",
  "limits-for-the-past",
  "record-not-accepted",
  "book-not-accepted",
  "package-incomplete",
  "nothing-to-hand-over",
  "record-not-outstanding",
  "refusal-not-answered",
  "answer-outstanding",
  "answer-not-awaited",
  "answer-unreadable",
  "answer-too-large",
  "not-handed-over",
  "handover-incomplete",
  "handover-accepted",
  "handed-over-by-yourself",
  "correction-unknown",
  "correction-decided",
  "requested-by-yourself",
  "value-changed-meanwhile",
  // reporting
  "export-unknown",
  "export-not-ready",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One thing wrong with a request, at a JSON pointer (RFC 6901). */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
  readonly detailEn?: string | undefined;
  readonly rule?: string | undefined;
  readonly severity?: "error" | "warning" | "info" | undefined;
}

/** Thrown by deciders, handlers and routes; never carries personal data in its message. */
export class CommandRejected extends Error {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly problems: readonly FieldProblem[];
  constructor(
    code: ErrorCode,
    params: Readonly<Record<string, string | number>> = {},
    problems: readonly FieldProblem[] = [],
  ) {
    super(code);
    this.name = "CommandRejected";
    this.code = code;
    this.params = params;
    this.problems = problems;
  }
}

/** Thrown by adapters when an engine cannot be reached: worth another try, and never the fault of what was sent. */
export class EngineUnavailable extends Error {
  constructor(engine: string, cause?: unknown) {
    super(`${engine} is unavailable`, { cause });
    this.name = "EngineUnavailable";
  }
}

/** The disk has no room: nothing was stored, and the same works again once there is room. */
export class StorageFull extends EngineUnavailable {
  constructor(cause?: unknown) {
    super("storage", cause);
    this.name = "StorageFull";
    this.message = "The storage is full.";
  }
}

/** Codes of the operating system for a disk, or a user's share of it, that has no room. */
const NO_ROOM: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT"]);

/** The same error, or `StorageFull` where it says that there is no room on the disk. */
export const storageFaultFrom = (error: unknown): unknown =>
  error instanceof Error && "code" in error && NO_ROOM.has(error.code) ? new StorageFull(error) : error;

/** For the default branch of a switch over a closed union. */
export const assertNever = (value: never): never => {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
};
