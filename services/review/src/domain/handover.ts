import { assertNever, CommandRejected, type Decider } from "@sogoc/core";
import type { DataOf, EventOf, HandoverFigures } from "@sogoc/events";
import { type HeldCase, hasHold, isHeldBack } from "./held-cases.ts";

export type HandoverEvent = EventOf<
  "BookHandedOver" | "NationalAnswerRecorded" | "RefusalConfirmed" | "HandoverAccepted"
>;

/** A record that the national database has not taken yet. */
export interface Outstanding {
  readonly recordId: string;
  readonly number: string;
  /** Revision that was handed over last. */
  readonly revision: number;
  /** Why it was refused; undefined where the answer did not name it. */
  readonly reason?: string | undefined;
  /** Somebody says that the paper is so, and why. */
  readonly confirmed?: string | undefined;
}

export interface HandoverState {
  readonly status: "none" | "in-work" | "accepted";
  readonly packages: readonly DataOf<"BookHandedOver">[];
  /** Sequence of the last package that was answered; 0 before any. */
  readonly answered: number;
  readonly outstanding: ReadonlyMap<string, Outstanding>;
  /** Everybody who handed over, recorded an answer or confirmed a refusal. */
  readonly hands: ReadonlySet<string>;
}

/** A record as a package's manifest names it. */
export interface PackedRecord {
  readonly recordId: string;
  readonly number: string;
  readonly revision: number;
}

export type HandoverCommand =
  | {
      readonly type: "HandOver";
      readonly data: Omit<DataOf<"BookHandedOver">, "sequence" | "records" | "letGo" | "leftOut">;
      readonly records: readonly PackedRecord[];
      /** Records of the book that no accepted batch holds. */
      readonly notAccepted: number;
      /** Records that the book has now; the first package must hold all of them. */
      readonly inBook: number;
      /** What keeps cases of the book from being handed over without a word. */
      readonly held: readonly HeldCase[];
      /** Records of the package that have changed since it was made. */
      readonly outdated: number;
      /** Findings of the book that are due and that nobody has closed with a reason. */
      readonly openFindings: number;
      /** Why cases go out whose marks or findings nobody has settled. */
      readonly because?: string | undefined;
    }
  | {
      readonly type: "RecordAnswer";
      readonly data: Omit<DataOf<"NationalAnswerRecorded">, "sequence">;
    }
  | { readonly type: "ConfirmRefusal"; readonly data: DataOf<"RefusalConfirmed"> }
  | { readonly type: "AcceptHandover"; readonly note?: string | undefined; readonly accountId: string };

export const handoverFigures = (state: HandoverState): HandoverFigures => {
  const refused = [...state.outstanding.values()].filter(({ reason }) => reason !== undefined).length;
  const unanswered = state.outstanding.size - refused;
  const records = state.packages[0]?.records ?? 0;
  const isOpen = state.packages.length > state.answered;
  return {
    packages: Math.max(1, state.packages.length),
    records,
    refused,
    loaded: state.answered === 0 ? 0 : records - state.outstanding.size,
    unanswered: isOpen && state.answered === 0 ? records : unanswered,
  };
};

type HandOver = Extract<HandoverCommand, { type: "HandOver" }>;

/**
 * The first package holds the whole book, a later one only what was refused or left out and has
 * been answered since.
 */
const requireRightRecords = (state: HandoverState, { records, notAccepted, inBook }: HandOver): void => {
  if (notAccepted > 0) throw new CommandRejected("book-not-accepted", { records: notAccepted });
  if (state.packages.length === 0) {
    if (records.length !== inBook) {
      throw new CommandRejected("package-incomplete", { records: records.length, inBook });
    }
    return;
  }
  if (state.outstanding.size === 0) throw new CommandRejected("nothing-to-hand-over");
  for (const { recordId, number, revision } of records) {
    const before = state.outstanding.get(recordId);
    if (!before) throw new CommandRejected("record-not-outstanding", { number });
    const isAnswered =
      before.reason === undefined || before.confirmed !== undefined || revision > before.revision;
    if (!isAnswered) throw new CommandRejected("refusal-not-answered", { number });
  }
};

/**
 * Nothing goes out that somebody still works at, nor silently what nobody has settled; answers what
 * the package says of it.
 */
const getLetGo = (
  state: HandoverState,
  { records, held, outdated, openFindings, because }: HandOver,
): DataOf<"BookHandedOver">["letGo"] => {
  if (outdated > 0) throw new CommandRejected("package-outdated", { records: outdated });
  const packed = new Set(records.map(({ recordId }) => recordId));
  const cases = held.filter(({ recordId }) => packed.has(recordId));
  const waiting = hasHold(cases, "correction-waits", "correction-under-way");
  if (waiting > 0) throw new CommandRejected("correction-under-way", { records: waiting });
  if (state.packages.length === 0 && openFindings > 0)
    throw new CommandRejected("reconciliation-open", { findings: openFindings });
  const marks = hasHold(cases, "mark-not-mended");
  const findings = hasHold(cases, "finding-open");
  if (marks + findings === 0) return undefined;
  if (because === undefined) throw new CommandRejected("cases-not-let-go", { marks, findings });
  return { marks, findings, because };
};

/** What a package of corrections leaves to the next one, by the reason. */
const leftOutOf = (
  { outstanding }: HandoverState,
  { records, held }: HandOver,
): DataOf<"BookHandedOver">["leftOut"] => {
  const packed = new Set(records.map(({ recordId }) => recordId));
  const waiting = new Set(held.filter(isHeldBack).map(({ recordId }) => recordId));
  const left = [...outstanding.values()].filter(({ recordId }) => !packed.has(recordId));
  if (left.length === 0) return undefined;
  const correctionWaits = left.filter(({ recordId }) => waiting.has(recordId));
  const refusalNotAnswered = left.filter(
    (one) => !waiting.has(one.recordId) && one.reason !== undefined && one.confirmed === undefined,
  );
  return {
    correctionWaits: correctionWaits.length,
    refusalNotAnswered: refusalNotAnswered.length,
    notChosen: left.length - correctionWaits.length - refusalNotAnswered.length,
  };
};

const decideHandOver = (command: HandOver, state: HandoverState): HandoverEvent[] => {
  if (state.status === "accepted") throw new CommandRejected("handover-accepted");
  if (state.packages.length > state.answered) throw new CommandRejected("answer-outstanding");
  const { data, records } = command;
  if (records.length === 0) throw new CommandRejected("nothing-to-hand-over");
  requireRightRecords(state, command);
  const letGo = getLetGo(state, command);
  const leftOut = leftOutOf(state, command);
  const sequence = state.packages.length + 1;
  return [{ type: "BookHandedOver", data: { ...data, sequence, records: records.length, letGo, leftOut } }];
};

/** Stream `handover-<bookId>`: what was sent, what came back, and the second acceptance. */
export const handoverDecider: Decider<HandoverState, HandoverCommand, HandoverEvent> = {
  category: "handover",
  initialState: () => ({
    status: "none",
    packages: [],
    answered: 0,
    outstanding: new Map(),
    hands: new Set(),
  }),

  decide(command, state): HandoverEvent[] {
    switch (command.type) {
      case "HandOver":
        return decideHandOver(command, state);
      case "RecordAnswer": {
        const sequence = state.packages.length;
        if (sequence === 0) throw new CommandRejected("not-handed-over");
        if (sequence <= state.answered) throw new CommandRejected("answer-not-awaited");
        return [{ type: "NationalAnswerRecorded", data: { ...command.data, sequence } }];
      }
      case "ConfirmRefusal": {
        const found = state.outstanding.get(command.data.recordId);
        if (found?.reason === undefined) throw new CommandRejected("record-not-outstanding");
        return [{ type: "RefusalConfirmed", data: command.data }];
      }
      case "AcceptHandover": {
        const [first] = state.packages;
        if (!first) throw new CommandRejected("not-handed-over");
        if (state.status === "accepted") throw new CommandRejected("handover-accepted");
        if (state.packages.length > state.answered) throw new CommandRejected("answer-outstanding");
        const figures = handoverFigures(state);
        if (state.outstanding.size > 0) {
          const { refused, unanswered } = figures;
          throw new CommandRejected("handover-incomplete", { refused, unanswered });
        }
        const { accountId: decidedBy, note } = command;
        if (state.hands.has(decidedBy)) throw new CommandRejected("handed-over-by-yourself");
        const { bookId, unitId, recordType, bookNumber } = first;
        return [
          {
            type: "HandoverAccepted",
            data: {
              bookId,
              unitId,
              recordType,
              bookNumber,
              figures,
              decidedBy,
              note,
            },
          },
        ];
      }
      default:
        return assertNever(command);
    }
  },

  evolve(state, event): HandoverState {
    switch (event.type) {
      case "BookHandedOver":
        return {
          ...state,
          status: "in-work",
          packages: [...state.packages, event.data],
          hands: new Set(state.hands).add(event.data.handedOverBy),
        };
      case "NationalAnswerRecorded": {
        const { refused, missing, sequence, recordedBy } = event.data;
        // A package of corrections says nothing about what it does not hold: the rest stays
        // outstanding.
        const packed = new Set(event.data.packedRecordIds ?? []);
        const left = [...state.outstanding].filter(([recordId]) => sequence > 1 && !packed.has(recordId));
        const fresh = [...refused, ...missing].map((one): [string, Outstanding] => [one.recordId, one]);
        return {
          ...state,
          answered: sequence,
          outstanding: new Map([...left, ...fresh]),
          hands: new Set(state.hands).add(recordedBy),
        };
      }
      case "RefusalConfirmed": {
        const { recordId, reason, confirmedBy } = event.data;
        const found = state.outstanding.get(recordId);
        if (!found) return state;
        return {
          ...state,
          outstanding: new Map(state.outstanding).set(recordId, { ...found, confirmed: reason }),
          hands: new Set(state.hands).add(confirmedBy),
        };
      }
      case "HandoverAccepted":
        return { ...state, status: "accepted" };
      default:
        return assertNever(event);
    }
  },
};
