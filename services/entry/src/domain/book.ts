import { assertNever, CommandRejected, type Decider } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";
import { LAST_NUMBER, type NumberRange, rangesMeet } from "@sogoc/registers";
import { withDetails } from "./book-details.ts";
import {
  type ExchangeRequest,
  type Exchanges,
  exchangeOf,
  getUndecided,
  requireNoneWaiting,
  withDecision,
  withRequest,
} from "./exchange.ts";

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
  readonly attachedAt: number;
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
  /** What was asked for of what is accepted, by its id. */
  readonly exchanges: Exchanges;
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
      readonly replaceSeen?: number | undefined;
    }
  | {
      readonly type: "RequestScanExchange";
      readonly data: Omit<EventOf<"ScanExchangeRequested">["data"], "replaces">;
    }
  | {
      readonly type: "RequestOfficeExchange";
      readonly data: Omit<EventOf<"OfficeExchangeRequested">["data"], "before">;
    }
  | { readonly type: "ApproveExchange"; readonly exchangeId: string; readonly by: string }
  | {
      readonly type: "DeclineExchange";
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
      readonly timesSeen: number;
    };

type Scan = Pick<EventOf<"ScanAttached">["data"], "kind" | "number">;

export const scanKey = (scan: Scan): string =>
  scan.kind === "case" ? `case/${scan.number ?? ""}` : scan.kind;

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
  const { data, replaceSeen } = command;
  const { scan: inForce, attachedAt = 0 } = state.scans.get(scanKey(data)) ?? {};
  if (inForce?.sha256 === data.sha256) return [];
  requireNewContent(state, data.sha256);
  if (!inForce) return [{ type: "ScanAttached", data }];
  if (replaceSeen === undefined)
    throw new CommandRejected("scan-refused", { reason: "has-scan", other: inForce.fileName });
  if (replaceSeen < attachedAt || replaceSeen >= state.events)
    throw new CommandRejected("revision-conflict", { actual: attachedAt });
  return [{ type: "ScanAttached", data: { ...data, replaces: inForce.scanId } }];
};

const requestScanExchange = (
  { data }: Extract<BookCommand, { type: "RequestScanExchange" }>,
  state: BookState,
): BookEvent[] => {
  const key = scanKey(data);
  const inForce = state.scans.get(key)?.scan;
  if (!inForce) throw new CommandRejected("exchange-needless");
  requireNewContent(state, data.sha256);
  requireNoneWaiting(
    state.exchanges,
    (one) => one.type === "ScanExchangeRequested" && scanKey(one.data) === key,
  );
  return [{ type: "ScanExchangeRequested", data: { ...data, replaces: inForce.scanId } }];
};

const requestOfficeExchange = (
  { data }: Extract<BookCommand, { type: "RequestOfficeExchange" }>,
  { registered, exchanges }: BookState,
): BookEvent[] => {
  if (!registered || data.office === registered.office) throw new CommandRejected("exchange-needless");
  requireNoneWaiting(exchanges, (one) => one.type === "OfficeExchangeRequested");
  return [{ type: "OfficeExchangeRequested", data: { ...data, before: registered.office } }];
};

/** What was asked for happens, of what was there when it was asked for. */
const carryOut = (requested: ExchangeRequest, by: string, state: BookState): BookEvent[] => {
  const exchange = exchangeOf(requested.data, by);
  if (requested.type === "OfficeExchangeRequested") {
    const { bookId, office, before, reason } = requested.data;
    if (state.registered?.office !== before) throw new CommandRejected("exchange-outdated");
    return [{ type: "BookDetailsChanged", data: { bookId, office, reason, ...exchange } }];
  }
  const { unitId: _unit, why: _why, ...scan } = requested.data;
  if (state.scans.get(scanKey(scan))?.scan.scanId !== scan.replaces)
    throw new CommandRejected("exchange-outdated");
  requireNewContent(state, scan.sha256);
  return [{ type: "ScanAttached", data: { ...scan, ...exchange } }];
};

const decideExchange = (
  command: Extract<BookCommand, { type: "ApproveExchange" | "DeclineExchange" }>,
  state: BookState,
): BookEvent[] => {
  const { exchangeId, by } = command;
  const requested = getUndecided(state.exchanges, exchangeId, by);
  if (command.type === "ApproveExchange") return carryOut(requested, by, state);
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
  passing: new Set([
    "ScanAttached",
    "ScanExchangeRequested",
    "OfficeExchangeRequested",
    "ExchangeDeclined",
    "ScanRefused",
    "NumbersAllotted",
    "BookReconciled",
  ]),
  remember: true,
  initialState: () => ({
    scans: new Map(),
    events: 0,
    allotments: [],
    timesReconciled: 0,
    exchanges: new Map(),
  }),

  decide(command, state): BookEvent[] {
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
      case "RequestScanExchange":
        return requestScanExchange(command, state);
      case "RequestOfficeExchange":
        return requestOfficeExchange(command, state);
      case "ApproveExchange":
      case "DeclineExchange":
        return decideExchange(command, state);
      case "RefuseScan":
        return [{ type: "ScanRefused", data: command.data }];
      case "AllotNumbers":
        return decideAllotment(command, state);
      case "ReconcileBook":
        if (command.timesSeen !== state.timesReconciled)
          throw new CommandRejected("revision-conflict", { actual: state.timesReconciled });
        return [{ type: "BookReconciled", data: command.data }];
      default:
        return assertNever(command);
    }
  },

  evolve(before, event): BookState {
    const state = { ...before, events: before.events + 1 };
    switch (event.type) {
      case "BookRegistered":
        return { ...state, registered: event.data };
      case "BookDetailsChanged": {
        if (!state.registered) return state;
        const exchanges = withDecision(state.exchanges, event.data.exchangeId);
        return { ...state, exchanges, registered: withDetails(state.registered, event.data) };
      }
      case "ScanAttached": {
        const scan = { scan: event.data, attachedAt: before.events };
        const exchanges = withDecision(state.exchanges, event.data.exchangeId);
        return { ...state, exchanges, scans: new Map(state.scans).set(scanKey(event.data), scan) };
      }
      case "NumbersAllotted": {
        const { batchId, from = 1, to = LAST_NUMBER, secondCases } = event.data;
        return { ...state, allotments: [...state.allotments, { batchId, from, to, secondCases }] };
      }
      case "BookReconciled":
        return { ...state, timesReconciled: state.timesReconciled + 1 };
      case "ScanExchangeRequested":
      case "OfficeExchangeRequested":
        return { ...state, exchanges: withRequest(state.exchanges, event) };
      case "ExchangeDeclined":
        return { ...state, exchanges: withDecision(state.exchanges, event.data.exchangeId) };
      case "ScanRefused":
        return state;
      default:
        return assertNever(event);
    }
  },
};
