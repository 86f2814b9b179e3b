import { type Acting, assertNever, CommandRejected, type Decider } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";
import { LAST_NUMBER, type NumberRange, rangesMeet } from "@sogoc/registers";
import { withDetails } from "./book-details.ts";
import {
  approvalOf,
  getUndecided,
  type ReplacementRequest,
  type Replacements,
  requireNoneWaiting,
  withDecision,
  withRequest,
} from "./replacement.ts";

export type BookEvent = EventOf<
  | "BookRegistered"
  | "BookDetailsChanged"
  | "ScanAttached"
  | "ScanExchangeRequested"
  | "OfficeExchangeRequested"
  | "ExchangeDeclined"
  | "ScanRefused"
  | "NumbersAllotted"
  | "BookReconciled"
>;

export interface Allotment {
  readonly batchId: string;
  readonly from: number;
  readonly to: number;
  /** Only second cases of these numbers: the first ones stay where they are. */
  readonly secondCases?: true | undefined;
}

export interface ScanInForce {
  readonly scan: EventOf<"ScanAttached">["data"];
  /** Revision of the book at which it was attached. */
  readonly attachedAtRevision: number;
}

export interface BookState {
  readonly registered?: EventOf<"BookRegistered">["data"] | undefined;
  /** Scan in force by what it shows: `case/<number>`, `cover` or `whole-book`. */
  readonly scans: ReadonlyMap<string, ScanInForce>;
  /** Events so far; the revision of the next one. */
  readonly events: number;
  /** Where two hold a number, the later one does: the earlier batch was locked without it. */
  readonly allotments: readonly Allotment[];
  /** How often findings of its reconciliation were closed. */
  readonly timesReconciled: number;
  /** Requests to replace something of what is accepted, by id (ADR 28). */
  readonly replacements: Replacements;
}

export type BookCommand =
  | { readonly type: "RegisterBook"; readonly data: EventOf<"BookRegistered">["data"] }
  | { readonly type: "ChangeBookDetails"; readonly data: EventOf<"BookDetailsChanged">["data"] }
  | {
      readonly type: "AttachScan";
      readonly data: Omit<EventOf<"ScanAttached">["data"], "replaces">;
      /**
       * A scan of the same case in force is replaced instead of refusing the new one: the one that
       * was there at this revision of the book, and no later one.
       */
      readonly replacesRevision?: number | undefined;
    }
  | {
      readonly type: "RequestScanReplacement";
      readonly data: Omit<EventOf<"ScanExchangeRequested">["data"], "replaces">;
    }
  | {
      readonly type: "RequestOfficeReplacement";
      readonly data: Omit<EventOf<"OfficeExchangeRequested">["data"], "before">;
    }
  | { readonly type: "ApproveReplacement"; readonly exchangeId: string; readonly by: string }
  | {
      readonly type: "DeclineReplacement";
      readonly exchangeId: string;
      readonly by: string;
      readonly reason: string;
    }
  | { readonly type: "RefuseScan"; readonly data: EventOf<"ScanRefused">["data"] }
  | {
      readonly type: "AllotNumbers";
      readonly bookId: string;
      readonly batchId: string;
      readonly from?: number | undefined;
      readonly to?: number | undefined;
      /**
       * Locked batches in which none of these numbers was keyed: they give them up. Of second cases
       * every locked batch that holds the numbers.
       */
      readonly givenUpBy?: readonly string[] | undefined;
      readonly secondCases?: true | undefined;
    }
  | {
      readonly type: "ReconcileBook";
      readonly data: EventOf<"BookReconciled">["data"];
      /** How often findings had been closed in what the person has before them. */
      readonly timesReconciledBefore: number;
    };

type Scan = Pick<EventOf<"ScanAttached">["data"], "kind" | "number">;

export const scanKey = (scan: Scan): string =>
  scan.kind === "case" ? `case/${scan.number ?? ""}` : scan.kind;

/** The scan that shows the same now; a case that has none is shown by that of the whole book. */
export const findScanShown = (
  { scans }: Pick<BookState, "scans">,
  scan: Scan,
): ScanInForce["scan"] | undefined => {
  const own = scans.get(scanKey(scan)) ?? (scan.kind === "case" ? scans.get("whole-book") : undefined);
  return own?.scan;
};

/** Whether it is the scan that shows the case of this canonical number, and no other's. */
export const isScanOfCase = ({ scans }: Pick<BookState, "scans">, number: string, scanId: string): boolean =>
  scans.get(scanKey({ kind: "case", number }))?.scan.scanId === scanId;

/** Throws `scan-refused` where another scan of the book shows the same. */
const requireNewContent = ({ scans }: BookState, sha256: string): void => {
  for (const { scan } of scans.values()) {
    if (scan.sha256 === sha256)
      throw new CommandRejected("scan-refused", { reason: "same-content", other: scan.fileName });
  }
};

const decideScan = (command: Extract<BookCommand, { type: "AttachScan" }>, state: BookState): BookEvent[] => {
  const { data, replacesRevision } = command;
  const { scan: inForce, attachedAtRevision = 0 } = state.scans.get(scanKey(data)) ?? {};
  if (inForce?.sha256 === data.sha256) return [];
  requireNewContent(state, data.sha256);
  if (!inForce) return [{ type: "ScanAttached", data }];
  if (replacesRevision === undefined)
    throw new CommandRejected("scan-refused", { reason: "has-scan", other: inForce.fileName });
  if (replacesRevision < attachedAtRevision || replacesRevision >= state.events)
    throw new CommandRejected("revision-conflict", { actual: attachedAtRevision });
  return [{ type: "ScanAttached", data: { ...data, replaces: inForce.scanId } }];
};

const requestScanReplacement = (
  { data }: Extract<BookCommand, { type: "RequestScanReplacement" }>,
  state: BookState,
): BookEvent[] => {
  const key = scanKey(data);
  const inForce = findScanShown(state, data);
  if (!inForce) throw new CommandRejected("exchange-needless");
  requireNewContent(state, data.sha256);
  requireNoneWaiting(
    state.replacements,
    (one) => one.type === "ScanExchangeRequested" && scanKey(one.data) === key,
  );
  return [{ type: "ScanExchangeRequested", data: { ...data, replaces: inForce.scanId } }];
};

const requestOfficeReplacement = (
  { data }: Extract<BookCommand, { type: "RequestOfficeReplacement" }>,
  { registered, replacements }: BookState,
): BookEvent[] => {
  if (!registered || data.office === registered.office) throw new CommandRejected("exchange-needless");
  requireNoneWaiting(replacements, (one) => one.type === "OfficeExchangeRequested");
  return [{ type: "OfficeExchangeRequested", data: { ...data, before: registered.office } }];
};

/**
 * Returns the event of an approved request. Throws `exchange-outdated` where the scan or office is
 * no longer the one it names.
 */
const carryOut = (requested: ReplacementRequest, by: string, state: BookState): BookEvent[] => {
  const approval = approvalOf(requested.data, by);
  if (requested.type === "OfficeExchangeRequested") {
    const { bookId, office, before, reason } = requested.data;
    if (state.registered?.office !== before) throw new CommandRejected("exchange-outdated");
    return [{ type: "BookDetailsChanged", data: { bookId, office, reason, ...approval } }];
  }
  const { unitId: _unit, why: _why, ...scan } = requested.data;
  if (findScanShown(state, scan)?.scanId !== scan.replaces) throw new CommandRejected("exchange-outdated");
  requireNewContent(state, scan.sha256);
  // The scan of the whole book stays for the other cases.
  const replaces = state.scans.has(scanKey(scan)) ? scan.replaces : undefined;
  return [{ type: "ScanAttached", data: { ...scan, replaces, ...approval } }];
};

const decideReplacement = (
  command: Extract<BookCommand, { type: "ApproveReplacement" | "DeclineReplacement" }>,
  state: BookState,
  acting: Acting | undefined,
): BookEvent[] => {
  const { exchangeId, by } = command;
  const requested = getUndecided(state.replacements, exchangeId, by, acting);
  if (command.type === "ApproveReplacement") return carryOut(requested, by, state);
  const { bookId, unitId, requestedBy } = requested.data;
  const { reason } = command;
  const scan = requested.type === "ScanExchangeRequested" ? requested.data : undefined;
  const about = { exchangeId, bookId, unitId, kind: scan?.kind, number: scan?.number };
  return [{ type: "ExchangeDeclined", data: { ...about, requestedBy, declinedBy: by, reason } }];
};

/** The allotments that hold any of these numbers. */
export const overlapping = ({ allotments }: BookState, numbers: NumberRange): readonly Allotment[] =>
  allotments.filter((allotment) => rangesMeet(allotment, numbers));

const decideAllotment = (
  command: Extract<BookCommand, { type: "AllotNumbers" }>,
  state: BookState,
): BookEvent[] => {
  const { bookId, batchId, from, to, givenUpBy = [], secondCases } = command;
  if ((from ?? 1) > (to ?? LAST_NUMBER))
    throw new CommandRejected("invalid-request", {}, [{ pointer: "/to", detail: "from ≤ to" }]);
  const held = overlapping(state, { from, to });
  if (secondCases && held.length === 0) throw new CommandRejected("no-first-case");
  if (held.some((taken) => !givenUpBy.includes(taken.batchId))) {
    throw new CommandRejected("batch-overlaps");
  }
  return [{ type: "NumbersAllotted", data: { bookId, batchId, from, to, secondCases } }];
};

/**
 * Stream `book-<bookId>`; the id is made of unit, type, number and the office that wrote the book,
 * which makes it unique.
 */
export const bookDecider: Decider<BookState, BookCommand, BookEvent> = {
  category: "book",
  ignoredByPreconditions: new Set([
    "ScanAttached",
    "ScanExchangeRequested",
    "OfficeExchangeRequested",
    "ExchangeDeclined",
    "ScanRefused",
    "NumbersAllotted",
    "BookReconciled",
  ]),
  cacheState: true,
  initialState: () => ({
    scans: new Map(),
    events: 0,
    allotments: [],
    timesReconciled: 0,
    replacements: new Map(),
  }),

  decide(command, state, acting): BookEvent[] {
    if (command.type === "RegisterBook") {
      if (state.registered) throw new CommandRejected("book-exists");
      return [{ type: "BookRegistered", data: command.data }];
    }
    if (!state.registered) throw new CommandRejected("book-unknown");
    switch (command.type) {
      case "ChangeBookDetails":
        return [{ type: "BookDetailsChanged", data: command.data }];
      case "AttachScan":
        return decideScan(command, state);
      case "RequestScanReplacement":
        return requestScanReplacement(command, state);
      case "RequestOfficeReplacement":
        return requestOfficeReplacement(command, state);
      case "ApproveReplacement":
      case "DeclineReplacement":
        return decideReplacement(command, state, acting);
      case "RefuseScan":
        return [{ type: "ScanRefused", data: command.data }];
      case "AllotNumbers":
        return decideAllotment(command, state);
      case "ReconcileBook":
        if (command.timesReconciledBefore !== state.timesReconciled)
          throw new CommandRejected("revision-conflict", { actual: state.timesReconciled });
        return [{ type: "BookReconciled", data: command.data }];
      default:
        return assertNever(command);
    }
  },

  evolve(before, event, acting): BookState {
    const state = { ...before, events: before.events + 1 };
    switch (event.type) {
      case "BookRegistered":
        return { ...state, registered: event.data };
      case "BookDetailsChanged": {
        if (!state.registered) return state;
        const replacements = withDecision(state.replacements, event.data.exchangeId);
        return { ...state, replacements, registered: withDetails(state.registered, event.data) };
      }
      case "ScanAttached": {
        const scan = { scan: event.data, attachedAtRevision: before.events };
        const replacements = withDecision(state.replacements, event.data.exchangeId);
        return {
          ...state,
          replacements,
          scans: new Map(state.scans).set(scanKey(event.data), scan),
        };
      }
      case "NumbersAllotted": {
        const { batchId, from = 1, to = LAST_NUMBER, secondCases } = event.data;
        return { ...state, allotments: [...state.allotments, { batchId, from, to, secondCases }] };
      }
      case "BookReconciled":
        return { ...state, timesReconciled: state.timesReconciled + 1 };
      case "ScanExchangeRequested":
      case "OfficeExchangeRequested":
        return { ...state, replacements: withRequest(state.replacements, event, acting) };
      case "ExchangeDeclined":
        return { ...state, replacements: withDecision(state.replacements, event.data.exchangeId) };
      case "ScanRefused":
        return state;
      default:
        return assertNever(event);
    }
  },
};
