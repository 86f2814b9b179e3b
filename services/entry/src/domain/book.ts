import { type Acting, assertNever, CommandRejected, type Decider, type Hands } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";
import { coversCase, LAST_NUMBER, type NumberRange, rangesMeet } from "@sogoc/registers";
import { withDetails } from "./book-details.ts";
import {
  approvalOf,
  getUndecided,
  type Replacement,
  type Replacements,
  requireNoneWaiting,
  withDecision,
  withRequest,
} from "./replacement.ts";
import { restoreAccepted, type ScanInForce } from "./restored-scans.ts";

export type BookEvent = EventOf<
  | "BookRegistered"
  | "BookDetailsChanged"
  | "ScanAttached"
  | "ScanExchangeRequested"
  | "OfficeExchangeRequested"
  | "ExchangeDeclined"
  | "ScanRefused"
  | "NumbersAllotted"
  | "AcceptanceNoted"
  | "BookReconciled"
>;

export interface Allotment {
  readonly batchId: string;
  readonly from: number;
  readonly to: number;
  /** Only second cases of these numbers: the first ones stay where they are. */
  readonly secondCases?: true | undefined;
}

interface OfficeChange {
  readonly reason: string;
  readonly acting: Acting | undefined;
}

export interface BookState {
  readonly registered?: EventOf<"BookRegistered">["data"] | undefined;
  /** Scan in force by what it shows: `case/<number>`, `cover` or `whole-book`. */
  readonly scans: ReadonlyMap<string, ScanInForce>;
  /** Events so far; the revision of the next one. */
  readonly events: number;
  /** Where two cover a number, the later one counts: the earlier batch has given the number up. */
  readonly allotments: readonly Allotment[];
  /** Batches of which an acceptance has been noted here. */
  readonly acceptedBatches: ReadonlySet<string>;
  /** The last change of the office, where one person made it: who, and why. */
  readonly officeChange?: OfficeChange | undefined;
  /** How often findings of its reconciliation were closed. */
  readonly timesFindingsClosed: number;
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
       * Set where the new scan replaces the one in force: the revision of the book at which the
       * sender saw that one. Without it a second scan is refused.
       */
      readonly replacesRevision?: number | undefined;
      /** Id of the batch in which the case that it shows is entered. */
      readonly caseBatchId?: string | undefined;
    }
  | {
      readonly type: "RequestScanReplacement";
      readonly data: Omit<EventOf<"ScanExchangeRequested">["data"], "replaces">;
    }
  | {
      readonly type: "RequestOfficeReplacement";
      readonly data: Omit<EventOf<"OfficeExchangeRequested">["data"], "before">;
    }
  | {
      readonly type: "ApproveReplacement";
      readonly exchangeId: string;
      readonly by: string;
      /**
       * Makers, second keyers and arbiters of the cases that the request concerns: they do not
       * decide it.
       */
      readonly handsInCases: Hands;
    }
  | {
      readonly type: "DeclineReplacement";
      readonly exchangeId: string;
      readonly by: string;
      readonly handsInCases: Hands;
      readonly reason: string;
    }
  | { readonly type: "RefuseScan"; readonly data: EventOf<"ScanRefused">["data"] }
  | {
      readonly type: "AllotNumbers";
      readonly bookId: string;
      readonly batchId: string;
      readonly from?: number | undefined;
      readonly to?: number | undefined;
      /** Batches, locked or withdrawn or of second cases, that leave these numbers to this one. */
      readonly givenUpBy?: readonly string[] | undefined;
      readonly secondCases?: true | undefined;
    }
  | {
      readonly type: "NoteAcceptance";
      readonly bookId: string;
      readonly batchId: string;
      readonly reviewId: string;
      /** The office that the cases were accepted under; older acceptances have not kept it. */
      readonly office?: string | undefined;
      /**
       * One more than the revision of the book at which the newest scan that the acceptor saw was
       * attached, 0 where there was none; older acceptances have not kept it.
       */
      readonly scansVersion?: number | undefined;
      /**
       * Id of the request that a changed office becomes; ids of requests about scans are made from
       * it.
       */
      readonly exchangeId: string;
    }
  | {
      readonly type: "CloseFindings";
      readonly data: EventOf<"BookReconciled">["data"];
      /** How often findings of the book had been closed when the person saw them. */
      readonly timesFindingsClosedBefore: number;
    };

type Scan = Pick<EventOf<"ScanAttached">["data"], "kind" | "number">;

export const scanKey = (scan: Scan): string =>
  scan.kind === "case" ? `case/${scan.number ?? ""}` : scan.kind;

/**
 * The scan in force of this case, cover or whole book; for a case without its own, that of the
 * whole book.
 */
export const findScanShowing = (
  { scans }: Pick<BookState, "scans">,
  scan: Scan,
): ScanInForce["scan"] | undefined => {
  const own = scans.get(scanKey(scan)) ?? (scan.kind === "case" ? scans.get("whole-book") : undefined);
  return own?.scan;
};

/** Whether this scan shows the case of this canonical number alone. */
export const isScanOfCase = ({ scans }: Pick<BookState, "scans">, number: string, scanId: string): boolean =>
  scans.get(scanKey({ kind: "case", number }))?.scan.scanId === scanId;

/** Throws `scan-refused` where another scan of the book has the same content. */
const requireNewContent = ({ scans }: BookState, sha256: string): void => {
  for (const { scan } of scans.values()) {
    if (scan.sha256 === sha256)
      throw new CommandRejected("scan-refused", { reason: "same-content", other: scan.fileName });
  }
};

const decideScan = (command: Extract<BookCommand, { type: "AttachScan" }>, state: BookState): BookEvent[] => {
  const { data, replacesRevision, caseBatchId } = command;
  const { scan: inForce, attachedAtRevision = 0 } = state.scans.get(scanKey(data)) ?? {};
  if (inForce?.sha256 === data.sha256) return [];
  requireNewContent(state, data.sha256);
  const isAccepted = caseBatchId !== undefined && state.acceptedBatches.has(caseBatchId);
  if (!inForce) {
    const shown = findScanShowing(state, data);
    if (shown && isAccepted)
      throw new CommandRejected("scan-refused", { reason: "accepted-case", other: shown.fileName });
    return [{ type: "ScanAttached", data }];
  }
  if (replacesRevision === undefined)
    throw new CommandRejected("scan-refused", { reason: "has-scan", other: inForce.fileName });
  if (replacesRevision < attachedAtRevision || replacesRevision >= state.events)
    throw new CommandRejected("revision-conflict", { actual: attachedAtRevision });
  if (isAccepted || (data.kind !== "cover" && isNotedAccepted(state, data.number)))
    throw new CommandRejected("scan-refused", { reason: "accepted-case", other: inForce.fileName });
  return [{ type: "ScanAttached", data: { ...data, replaces: inForce.scanId } }];
};

/** Whether a request to replace this scan waits for its decision. */
const isScanAsked = (replacements: Replacements, scan: Scan): boolean =>
  [...replacements.values()].some(
    ({ requested, isDecided }) =>
      !isDecided && requested.type === "ScanExchangeRequested" && scanKey(requested.data) === scanKey(scan),
  );

const requestScanReplacement = (
  { data }: Extract<BookCommand, { type: "RequestScanReplacement" }>,
  state: BookState,
): BookEvent[] => {
  const key = scanKey(data);
  const inForce = findScanShowing(state, data);
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
const carryOut = (replacement: Replacement, by: string, state: BookState): BookEvent[] => {
  const { requested } = replacement;
  const approval = approvalOf(replacement, by);
  if (requested.type === "OfficeExchangeRequested") {
    const { bookId, office, before, reason } = requested.data;
    if (state.registered?.office !== before) throw new CommandRejected("exchange-outdated");
    return [{ type: "BookDetailsChanged", data: { bookId, office, reason, ...approval } }];
  }
  const { unitId: _unit, why: _why, ...scan } = requested.data;
  if (findScanShowing(state, scan)?.scanId !== scan.replaces) throw new CommandRejected("exchange-outdated");
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
  const { by } = command;
  const replacement = getUndecided(state.replacements, command, acting);
  if (command.type === "ApproveReplacement") return carryOut(replacement, by, state);
  const { requested } = replacement;
  const { bookId, unitId, requestedBy } = requested.data;
  const { reason } = command;
  const scan = requested.type === "ScanExchangeRequested" ? requested.data : undefined;
  const { exchangeId } = command;
  const about = { exchangeId, bookId, unitId, kind: scan?.kind, number: scan?.number };
  return [{ type: "ExchangeDeclined", data: { ...about, requestedBy, declinedBy: by, reason } }];
};

/**
 * Whether the acceptance of a case is noted, or, without a number, that of any case of the book.
 */
const isNotedAccepted = ({ allotments, acceptedBatches }: BookState, number?: string): boolean => {
  if (number === undefined) return acceptedBatches.size > 0;
  const plain = Number.parseInt(number, 10);
  const covering = allotments.findLast((one) => coversCase(one, plain, number));
  return covering !== undefined && acceptedBatches.has(covering.batchId);
};

/**
 * Whether the book has these details already. A count is written even if it is the same: whoever
 * sends it has counted again.
 */
const isSaidAlready = (
  { office, note, pages, expectedCases }: EventOf<"BookDetailsChanged">["data"],
  { registered }: BookState,
): boolean =>
  pages === undefined &&
  expectedCases === undefined &&
  (office === undefined || office === registered?.office) &&
  (note === undefined || note === registered?.note);

const changeDetails = (
  { data }: Extract<BookCommand, { type: "ChangeBookDetails" }>,
  state: BookState,
): BookEvent[] => {
  const isOther = data.office !== undefined && data.office !== state.registered?.office;
  if (isOther && isNotedAccepted(state)) throw new CommandRejected("book-accepted");
  if (isSaidAlready(data, state)) return [];
  return [{ type: "BookDetailsChanged", data }];
};

/** Reason of the change, in the history, that brings the accepted office back. */
const AS_ACCEPTED = "Lô được nghiệm thu với nơi đăng ký này; việc đổi chờ người thứ hai duyệt.";

type NoteAcceptance = Extract<BookCommand, { type: "NoteAcceptance" }>;

/** Brings back the scans with which its cases were accepted, where one person has replaced them. */
const restoreScans = (
  { batchId, scansVersion, exchangeId }: NoteAcceptance,
  state: BookState,
): readonly BookEvent[] => {
  const { scans, registered, replacements } = state;
  if (scansVersion === undefined || !registered) return [];
  const after = { ...state, acceptedBatches: new Set([batchId]) };
  const scansOfAcceptedCases = [...scans.values()].filter(
    ({ scan }) => scan.kind !== "cover" && isNotedAccepted(after, scan.number),
  );
  const noted = { scansVersion, unitId: registered.unitId, exchangeId };
  return scansOfAcceptedCases.flatMap((inForce) =>
    restoreAccepted(inForce, isScanAsked(replacements, inForce.scan), noted),
  );
};

/**
 * Notes the acceptance. Where one person has changed the office since the acceptor read the book,
 * the accepted office is brought back and the change becomes a request that a second person
 * decides, as every later change does. Scans of its cases are treated in the same way.
 */
const noteAcceptance = (command: NoteAcceptance, state: BookState): BookEvent[] => {
  const { bookId, batchId, reviewId } = command;
  if (state.acceptedBatches.has(batchId)) return [];
  const noted: BookEvent = { type: "AcceptanceNoted", data: { bookId, batchId, reviewId } };
  return [noted, ...restoreOffice(command, state), ...restoreScans(command, state)];
};

/** Brings back the accepted office, where one person has changed it. */
const restoreOffice = (
  { bookId, office, exchangeId }: NoteAcceptance,
  { registered, officeChange, replacements }: BookState,
): readonly BookEvent[] => {
  if (!registered || office === undefined || registered.office === office || !officeChange?.acting) return [];
  const restored: BookEvent = { type: "BookDetailsChanged", data: { bookId, office, reason: AS_ACCEPTED } };
  const isAsked = [...replacements.values()].some(
    ({ requested, isDecided }) => !isDecided && requested.type === "OfficeExchangeRequested",
  );
  if (isAsked) return [restored];
  const { reason, acting } = officeChange;
  const data: EventOf<"OfficeExchangeRequested">["data"] = {
    exchangeId,
    bookId,
    unitId: registered.unitId,
    office: registered.office,
    before: office,
    reason,
    requestedBy: acting.account,
    requesterPasswordSetBy: acting.passwordSetBy,
  };
  return [restored, { type: "OfficeExchangeRequested", data }];
};

/** The allotments that cover any of these numbers. */
export const overlapping = ({ allotments }: BookState, numbers: NumberRange): readonly Allotment[] =>
  allotments.filter((allotment) => rangesMeet(allotment, numbers));

const decideAllotment = (
  command: Extract<BookCommand, { type: "AllotNumbers" }>,
  state: BookState,
): BookEvent[] => {
  const { bookId, batchId, from, to, givenUpBy = [], secondCases } = command;
  if ((from ?? 1) > (to ?? LAST_NUMBER))
    throw new CommandRejected("invalid-request", {}, [{ pointer: "/to", detail: "from ≤ to" }]);
  const overlapped = overlapping(state, { from, to });
  if (secondCases && overlapped.length === 0) throw new CommandRejected("no-first-case");
  if (overlapped.some((allotment) => !givenUpBy.includes(allotment.batchId))) {
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
    "AcceptanceNoted",
    "BookReconciled",
  ]),
  cacheState: true,
  initialState: () => ({
    scans: new Map(),
    events: 0,
    allotments: [],
    acceptedBatches: new Set(),
    timesFindingsClosed: 0,
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
        return changeDetails(command, state);
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
      case "NoteAcceptance":
        return noteAcceptance(command, state);
      case "CloseFindings":
        if (command.timesFindingsClosedBefore !== state.timesFindingsClosed)
          throw new CommandRejected("revision-conflict", { actual: state.timesFindingsClosed });
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
        const { exchangeId, office, reason } = event.data;
        const replacements = withDecision(state.replacements, exchangeId);
        const ofOne = exchangeId === undefined ? { reason, acting } : undefined;
        const officeChange = office === undefined ? state.officeChange : ofOne;
        const registered = withDetails(state.registered, event.data);
        return { ...state, replacements, registered, officeChange };
      }
      case "ScanAttached": {
        const key = scanKey(event.data);
        const earlier = state.scans.get(key);
        const scan = { scan: event.data, attachedAtRevision: before.events, acting, earlier };
        const replacements = withDecision(state.replacements, event.data.exchangeId);
        return {
          ...state,
          replacements,
          scans: new Map(state.scans).set(key, scan),
        };
      }
      case "NumbersAllotted": {
        const { batchId, from = 1, to = LAST_NUMBER, secondCases } = event.data;
        return { ...state, allotments: [...state.allotments, { batchId, from, to, secondCases }] };
      }
      case "AcceptanceNoted":
        return { ...state, acceptedBatches: new Set(state.acceptedBatches).add(event.data.batchId) };
      case "BookReconciled":
        return { ...state, timesFindingsClosed: state.timesFindingsClosed + 1 };
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
