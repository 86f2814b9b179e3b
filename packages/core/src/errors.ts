/**
 * Everything that can go wrong in a way a caller may act on. These are the codes of requests, of
 * who asks, and of event sourcing.
 */
export interface CoreRefusalCodes {
  "invalid-request": true;
  "malformed-body": true;
  "body-too-large": true;
  "headers-too-large": true;
  "request-too-slow": true;
  "unsupported-media-type": true;
  "not-found": true;
  "rate-limited": true;
  internal: true;
  unavailable: true;
  "storage-full": true;
  "storage-read-only": true;
  "storage-failing": true;
  "storage-damaged": true;
  "too-many-files": true;
  "clock-behind": true;
  "reading-busy": true;
  "read-model-behind": true;
  "not-signed-in": true;
  "token-expired": true;
  "session-refused": true;
  "password-change-required": true;
  "second-factor-required": true;
  "forbidden-role": true;
  "outside-area": true;
  "account-suspended": true;
  "account-ended": true;
  "reset-by-yourself": true;
  "precondition-required": true;
  "revision-conflict": true;
  "concurrent-change": true;
  "append-too-large": true;
  "blob-missing": true;
  "blob-damaged": true;
  "command-id-reused": true;
}

/**
 * Each service adds its own codes to this interface where it gives their words; no other code
 * compiles.
 */
export interface RefusalCodes extends CoreRefusalCodes {}

export type ErrorCode = keyof RefusalCodes;

/** One thing wrong with a request, at a JSON pointer (RFC 6901). */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
  readonly detailEn?: string | undefined;
  readonly rule?: string | undefined;
  readonly severity?: "error" | "warning" | "info" | undefined;
  /** Every field that the finding is about: who answers it names them all. */
  readonly fields?: readonly string[] | undefined;
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

/**
 * What a rule would refuse with, asked beforehand: what it throws, undefined where it refuses
 * nothing. Throws whatever is no refusal.
 */
export const refusalOf = (rule: () => void): CommandRejected | undefined => {
  try {
    rule();
    return undefined;
  } catch (error) {
    if (error instanceof CommandRejected) return error;
    throw error;
  }
};

/**
 * Thrown by adapters when an engine cannot be reached: worth another try, and never the fault of
 * what was sent.
 */
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

/** The disk can be read and takes nothing any more, as one that has found itself damaged does. */
export class StorageReadOnly extends EngineUnavailable {
  constructor(cause?: unknown) {
    super("storage", cause);
    this.name = "StorageReadOnly";
    this.message = "The storage is read-only.";
  }
}

/** The disk reports errors, is not there any more, or may not be used any more. */
export class StorageFailing extends EngineUnavailable {
  constructor(cause?: unknown) {
    super("storage", cause);
    this.name = "StorageFailing";
    this.message = "The storage fails.";
  }
}

/**
 * What is stored is not what was written: trying again does not help, another copy does. No event
 * is at fault, so none is parked for it.
 */
export class StorageDamaged extends EngineUnavailable {
  constructor(cause?: unknown) {
    super("storage", cause);
    this.name = "StorageDamaged";
    this.message = "The storage is damaged.";
  }
}

/** As many files are open as the machine, or the process, may have: it passes by itself. */
export class TooManyFiles extends EngineUnavailable {
  constructor(cause?: unknown) {
    super("storage", cause);
    this.name = "TooManyFiles";
    this.message = "Too many files are open.";
  }
}

/** Codes of the operating system for a disk, or a user's share of it, that has no room. */
const NO_ROOM: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT"]);

/** Codes for a disk that reports an error, or has gone. */
const FAILING: ReadonlySet<unknown> = new Set(["EIO", "ENXIO", "ENODEV", "ESTALE"]);

/** Codes for a machine, or a process, that has as many files open as it may. */
const TOO_MANY_FILES: ReadonlySet<unknown> = new Set(["EMFILE", "ENFILE"]);

/**
 * The same error, or where it says that a disk has no room, takes nothing, or fails, or that too
 * many files are open, one that says so by its class.
 */
export const storageFaultFrom = (error: unknown): unknown => {
  if (!(error instanceof Error) || !("code" in error)) return error;
  if (NO_ROOM.has(error.code)) return new StorageFull(error);
  if (error.code === "EROFS") return new StorageReadOnly(error);
  if (FAILING.has(error.code)) return new StorageFailing(error);
  return TOO_MANY_FILES.has(error.code) ? new TooManyFiles(error) : error;
};

/** A refusal for what a machine cannot do at the moment, undefined for every other error. */
export const engineRejectionOf = (error: unknown): CommandRejected | undefined => {
  const fault = storageFaultFrom(error);
  if (fault instanceof StorageFull) return new CommandRejected("storage-full");
  if (fault instanceof StorageReadOnly) return new CommandRejected("storage-read-only");
  if (fault instanceof StorageFailing) return new CommandRejected("storage-failing");
  if (fault instanceof StorageDamaged) return new CommandRejected("storage-damaged");
  if (fault instanceof TooManyFiles) return new CommandRejected("too-many-files");
  return fault instanceof EngineUnavailable ? new CommandRejected("unavailable") : undefined;
};

/** What an error says, whatever was thrown. Of a parser it may quote what it could not read. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** For the default branch of a switch over a closed union. */
export const assertNever = (value: never): never => {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
};
