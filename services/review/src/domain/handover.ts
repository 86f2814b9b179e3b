import {
  type Acting,
  assertNever,
  CommandRejected,
  type Decider,
  type Hands,
  noHands,
  requireOtherHands,
  withHand,
} from "@sogoc/core";
import type { DataOf, EventOf, HandoverFigures } from "@sogoc/events";
import { countSupplement, type SupplementRecord } from "@sogoc/registers";
import type { Deciding } from "./deciding.ts";
import { type CaseWithHolds, countHeldBy, isHeldBack } from "./holds.ts";
import { requireBookStatedByOthers } from "./independence.ts";
import type { StatedValue } from "./stated-values.ts";

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
  /** The answer named it, and said that its result is still to come. */
  readonly pending?: true | undefined;
  /** Somebody says that the paper is so, and why. */
  readonly confirmed?: string | undefined;
}

/** An answer as it was recorded, and what was outstanding once it was. */
export interface RecordedAnswer {
  readonly sequence: number;
  readonly fileName: string;
  readonly sha256: string;
  /** Numbers in it that no package holds. */
  readonly unknown: readonly string[];
  /** Where it said otherwise than an answer before, and which of the two was kept. */
  readonly contradicted: DataOf<"NationalAnswerRecorded">["contradicted"];
  /** Cases of which it told, where that is not all of its package. */
  readonly packedRecordIds?: readonly string[] | undefined;
  readonly outstanding: ReadonlyMap<string, Outstanding>;
  readonly recordedBy: string;
  readonly words?: DataOf<"NationalAnswerRecorded">["words"];
  readonly doubted?: DataOf<"NationalAnswerRecorded">["doubted"];
}

/** A record that a later file refuses and that somebody keeps as loaded. */
export interface SetAside {
  readonly recordId: string;
  readonly number: string;
  readonly because: string;
}

export interface HandoverState {
  readonly status: "none" | "in-work" | "accepted";
  readonly packages: readonly DataOf<"BookHandedOver">[];
  /** Sequence of the last package that was answered; 0 before any. */
  readonly answered: number;
  readonly outstanding: ReadonlyMap<string, Outstanding>;
  readonly answers: readonly RecordedAnswer[];
  /** Refusals that somebody did not believe, and that nobody who accepts has seen. */
  readonly setAside: ReadonlyMap<string, SetAside>;
  /** As many as the last second acceptance rests on; 0 before any. */
  readonly acceptedPackages: number;
  /** Everybody who handed over, recorded an answer or confirmed a refusal. */
  readonly participants: Hands;
}

/** A record as a package's manifest names it. */
export interface PackedRecord {
  readonly recordId: string;
  readonly number: string;
  readonly revision: number;
  /** The year of its registration, where that is asked for and known; a manifest has none. */
  readonly registeredIn?: number | undefined;
}

/** The same with the revision of the last change of its fields. */
export interface ToHandOver extends PackedRecord {
  readonly contentRevision: number;
}

export type HandoverCommand =
  | {
      readonly type: "HandOver";
      readonly data: Omit<
        DataOf<"BookHandedOver">,
        "sequence" | "records" | "letGo" | "leftOut" | "supplement"
      >;
      readonly records: readonly ToHandOver[];
      /** Records of the book that no accepted batch holds. */
      readonly notAccepted: number;
      /** Batches of the book that nobody has accepted, with cases or without. */
      readonly openBatches: number;
      /** Records that the book has now; the first package must hold all of them. */
      readonly inBook: number;
      /** What keeps cases of the book from being handed over without a word. */
      readonly held: readonly CaseWithHolds[];
      /** What of the package has changed since it was made: records, their scans, the office. */
      readonly outdated: number;
      /** Findings of the book that are due and that nobody has closed with a reason. */
      readonly openFindings: number;
      /** Why cases go out whose marks or findings nobody has settled. */
      readonly because?: string | undefined;
      /** What the packages before do not hold as it is now. */
      readonly supplement: readonly SupplementRecord[];
      /** It holds the cover of the book, which is another one than theirs. */
      readonly holdsNewCover: boolean;
    }
  | {
      readonly type: "RecordAnswer";
      readonly data: Omit<DataOf<"NationalAnswerRecorded">, "sequence">;
      /** What the same file tells of cases of answered packages that no answer had named. */
      readonly late?: Omit<DataOf<"NationalAnswerRecorded">, "sequence"> | undefined;
    }
  | { readonly type: "UpholdRefusedRecord"; readonly data: DataOf<"RefusalConfirmed"> }
  | {
      readonly type: "AcceptHandover";
      readonly note?: string | undefined;
      /** How many refusals that somebody did not believe whoever accepts has looked at. */
      readonly setAside?: number | undefined;
      readonly accountId: string;
      /** Records of the book that no accepted batch holds. */
      readonly notAccepted: number;
      /** Batches of the book that nobody has accepted, with cases or without. */
      readonly openBatches: number;
      readonly held: readonly CaseWithHolds[];
      readonly supplement: readonly SupplementRecord[];
      /** Findings of the book that nobody has closed, and who closed others that persist. */
      readonly openFindings: number;
      readonly closers: Hands;
      /** Whoever alone wrote a note or attached a scan that no second acceptance has judged. */
      readonly supplementers: Hands;
      readonly said: readonly StatedValue[];
    };

const noSupplement = { additions: 0, changes: 0 };

/**
 * What became of the records that were handed over. `loaded` are those that the national database
 * holds as they were sent last; `changed` of them are not what is here any more. What was refused
 * and sent again, as `awaited` names it, waits for its answer and is refused no more.
 */
export const handoverFigures = (
  state: HandoverState,
  changed = 0,
  awaited: ReadonlySet<string> = new Set(),
): HandoverFigures => {
  const { packages, answered, outstanding } = state;
  const refused = [...outstanding.values()].filter(
    ({ recordId, reason }) => reason !== undefined && !awaited.has(recordId),
  ).length;
  const sum = (of: (supplement: typeof noSupplement) => number, from: number) =>
    packages.slice(from).reduce((total, { supplement = noSupplement }) => total + of(supplement), 0);
  const records = (packages[0]?.records ?? 0) + sum(({ additions }) => additions, 0);
  const isFirstOpen = packages.length > 0 && answered === 0;
  const inPackage = isFirstOpen ? records : sum(({ additions, changes }) => additions + changes, answered);
  return {
    packages: Math.max(1, packages.length),
    records,
    refused,
    loaded: isFirstOpen ? 0 : records - outstanding.size - inPackage - changed,
    unanswered: outstanding.size - refused + inPackage,
  };
};

type HandOver = Extract<HandoverCommand, { type: "HandOver" }>;

/** What no case is keyed of yet belongs to the book as well. */
const requireWholeAccepted = ({
  notAccepted,
  openBatches,
}: Pick<HandOver, "notAccepted" | "openBatches">): void => {
  if (notAccepted > 0) throw new CommandRejected("book-not-accepted", { records: notAccepted });
  if (openBatches > 0) throw new CommandRejected("batches-not-accepted", { batches: openBatches });
};

/**
 * The first package holds the whole book, a later one only what was refused or left out and has
 * been answered since, and what no package holds as it is now.
 */
const requireRightRecords = (
  state: HandoverState,
  { records, notAccepted, openBatches, inBook, held, supplement }: HandOver,
): void => {
  if (state.packages.length === 0) {
    requireWholeAccepted({ notAccepted, openBatches });
    if (records.length !== inBook) {
      throw new CommandRejected("package-incomplete", { records: records.length, inBook });
    }
    return;
  }
  if (state.outstanding.size + supplement.length === 0) throw new CommandRejected("nothing-to-hand-over");
  const packed = new Set(records.map(({ recordId }) => recordId));
  const notYet = countHeldBy(
    held.filter(({ recordId }) => packed.has(recordId)),
    "not-accepted",
    "returned",
  );
  if (notYet > 0) throw new CommandRejected("book-not-accepted", { records: notYet });
  const supplementary = new Set(supplement.map(({ recordId }) => recordId));
  for (const { recordId, number, contentRevision } of records) {
    const before = state.outstanding.get(recordId);
    if (!before) {
      if (supplementary.has(recordId)) continue;
      throw new CommandRejected("record-not-outstanding", { number });
    }
    const isAnswered =
      before.reason === undefined || before.confirmed !== undefined || contentRevision > before.revision;
    if (!isAnswered) throw new CommandRejected("refusal-not-answered", { number });
  }
};

/**
 * Nothing goes out that somebody still works at, nor silently what nobody has settled; answers what
 * the package says of it.
 */
const getSentWithReason = (
  state: HandoverState,
  { records, held, outdated, openFindings, because, supplement }: HandOver,
): DataOf<"BookHandedOver">["letGo"] => {
  if (outdated > 0) throw new CommandRejected("package-outdated", { records: outdated });
  const packed = new Set(records.map(({ recordId }) => recordId));
  const cases = held.filter(({ recordId }) => packed.has(recordId));
  const waiting = countHeldBy(cases, "correction-waits", "correction-under-way");
  if (waiting > 0) throw new CommandRejected("correction-under-way", { records: waiting });
  const adds = supplement.some(({ kind, recordId }) => kind === "addition" && packed.has(recordId));
  // What is sent once more was whole when it went out; with a new case the book is another one.
  if ((state.packages.length === 0 || adds) && openFindings > 0)
    throw new CommandRejected("reconciliation-open", { findings: openFindings });
  const marks = countHeldBy(cases, "mark-not-mended");
  const findings = countHeldBy(cases, "finding-open");
  if (marks + findings === 0) return undefined;
  if (because === undefined) throw new CommandRejected("cases-not-let-go", { marks, findings });
  return { marks, findings, because };
};

/** What a later package leaves to the next one, by the reason. */
const leftOutOf = (
  { packages, outstanding }: HandoverState,
  { records, held, supplement }: HandOver,
): DataOf<"BookHandedOver">["leftOut"] => {
  if (packages.length === 0) return undefined;
  const packed = new Set(records.map(({ recordId }) => recordId));
  const waiting = new Set(held.filter(isHeldBack).map(({ recordId }) => recordId));
  const toSend: readonly Pick<Outstanding, "recordId" | "reason" | "confirmed">[] = [
    ...outstanding.values(),
    ...supplement,
  ];
  const notPacked = toSend.filter(({ recordId }) => !packed.has(recordId));
  if (notPacked.length === 0) return undefined;
  const correctionWaits = notPacked.filter(({ recordId }) => waiting.has(recordId));
  const refusalNotAnswered = notPacked.filter(
    (one) => !waiting.has(one.recordId) && one.reason !== undefined && one.confirmed === undefined,
  );
  return {
    correctionWaits: correctionWaits.length,
    refusalNotAnswered: refusalNotAnswered.length,
    notChosen: notPacked.length - correctionWaits.length - refusalNotAnswered.length,
  };
};

/**
 * How many records of a later package are new to the national database, or not as it has them, and
 * whether it holds another cover.
 */
const packedSupplement = (
  { packages }: HandoverState,
  { records, supplement, holdsNewCover }: HandOver,
): DataOf<"BookHandedOver">["supplement"] => {
  if (packages.length === 0) return undefined;
  const packed = new Set(records.map(({ recordId }) => recordId));
  const of = supplement.filter(({ recordId }) => packed.has(recordId));
  if (of.length === 0 && !holdsNewCover) return undefined;
  const { additions, changes } = countSupplement(of);
  return { additions, changes, cover: holdsNewCover ? true : undefined };
};

const decideHandOver = (command: HandOver, state: HandoverState): HandoverEvent[] => {
  if (state.status === "accepted" && command.supplement.length === 0)
    throw new CommandRejected("handover-accepted");
  if (state.packages.length > state.answered) throw new CommandRejected("answer-outstanding");
  const { data, records } = command;
  if (records.length === 0) throw new CommandRejected("nothing-to-hand-over");
  requireRightRecords(state, command);
  const letGo = getSentWithReason(state, command);
  const leftOut = leftOutOf(state, command);
  const supplement = packedSupplement(state, command);
  const sequence = state.packages.length + 1;
  return [
    {
      type: "BookHandedOver",
      data: { ...data, sequence, records: records.length, letGo, leftOut, supplement },
    },
  ];
};

type AcceptHandover = Extract<HandoverCommand, { type: "AcceptHandover" }>;

/**
 * Everything of the book is loaded as it is now, nobody is about to change it, and the book owes no
 * answer: a finding may come up after its package went out, as by another number in the inventory.
 */
const requireComplete = (
  state: HandoverState,
  { notAccepted, openBatches, held, supplement, openFindings }: AcceptHandover,
): void => {
  const { refused, unanswered } = handoverFigures(state);
  if (state.outstanding.size > 0) throw new CommandRejected("handover-incomplete", { refused, unanswered });
  requireWholeAccepted({ notAccepted, openBatches });
  if (supplement.length > 0) {
    const { additions, changes } = countSupplement(supplement);
    throw new CommandRejected("handover-outdated", { additions, changes });
  }
  const waiting = countHeldBy(held, "correction-waits", "correction-under-way");
  if (waiting > 0) throw new CommandRejected("correction-under-way", { records: waiting });
  if (openFindings > 0) throw new CommandRejected("reconciliation-open", { findings: openFindings });
};

/** Throws `refusals-set-aside`, with each, unless who accepts says how many they have looked at. */
const requireSetAsideSeen = (
  { setAside: seen }: Pick<AcceptHandover, "setAside">,
  { setAside }: Pick<HandoverState, "setAside">,
): void => {
  if (setAside.size === 0 || seen === setAside.size) return;
  const problems = [...setAside.values()].slice(0, 200).map(({ number, because }) => ({
    pointer: `/cases/${number}`,
    detail: `Số ${number}: tệp sau ghi bị từ chối, vẫn giữ là đã nạp vì: ${because}`,
    detailEn: `Number ${number}: refused by a later file, kept as loaded because: ${because}`,
  }));
  throw new CommandRejected("refusals-set-aside", { records: setAside.size }, problems);
};

/** What is refused and kept as loaded by an answer; what it tells of anew is set aside no more. */
const setAsideAfter = (
  before: ReadonlyMap<string, SetAside>,
  { contradicted, packedRecordIds = [], sequence, more }: DataOf<"NationalAnswerRecorded">,
): ReadonlyMap<string, SetAside> => {
  const told = new Set(packedRecordIds);
  const isWhole = sequence === 1 && !more;
  const still = new Map([...before].filter(([recordId]) => !isWhole && !told.has(recordId)));
  if (!contradicted?.awaitsWord) return still;
  const { because, cases } = contradicted;
  for (const { recordId, number, now } of cases)
    if (now === "refused") still.set(recordId, { recordId, number, because });
  return still;
};

/** Nobody accepts what they handed over or added to, or on what they said of the book. */
export const requireMayAcceptHandover = (
  { participants }: Pick<HandoverState, "participants">,
  stated: Pick<AcceptHandover, "supplementers" | "closers" | "said">,
  deciding: Deciding,
): void => {
  requireOtherHands(participants, deciding, "handed-over-by-yourself");
  requireOtherHands(stated.supplementers, deciding, "supplemented-by-yourself");
  requireBookStatedByOthers(stated, deciding);
};

const decideAcceptance = (
  command: AcceptHandover,
  state: HandoverState,
  acting: Acting | undefined,
): HandoverEvent[] => {
  const [first] = state.packages;
  if (!first) throw new CommandRejected("not-handed-over");
  if (state.status === "accepted") throw new CommandRejected("handover-accepted");
  if (state.packages.length > state.answered) throw new CommandRejected("answer-outstanding");
  requireComplete(state, command);
  requireSetAsideSeen(command, state);
  const { accountId: decidedBy, note } = command;
  requireMayAcceptHandover(state, command, { account: decidedBy, acting });
  const { bookId, unitId, recordType, bookNumber } = first;
  const figures = handoverFigures(state);
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
        setAside: state.setAside.size === 0 ? undefined : state.setAside.size,
      },
    },
  ];
};

/**
 * A package is answered once. For answered ones only results for cases that no answer has named are
 * taken, also while the next one waits for its own.
 */
const decideAnswer = (
  { data, late }: Extract<HandoverCommand, { type: "RecordAnswer" }>,
  { packages, answered, answers }: HandoverState,
): HandoverEvent[] => {
  const sequence = packages.length;
  if (sequence === 0) throw new CommandRejected("not-handed-over");
  const sameFile = answers.findLast(({ sha256 }) => sha256 === data.sha256);
  if (sameFile && sameFile.sequence < sequence && data.sameAs === undefined)
    throw new CommandRejected("answer-of-earlier-package", { package: sameFile.sequence });
  const isAwaited = sequence > answered;
  if (data.more ? answered === 0 : !isAwaited) throw new CommandRejected("answer-not-awaited");
  if (data.more && !data.contradicted && data.loaded + data.refused.length === 0)
    throw new CommandRejected("answer-not-awaited");
  const type = "NationalAnswerRecorded";
  const own: HandoverEvent = { type, data: { ...data, sequence: data.more ? answered : sequence } };
  return late ? [{ type, data: { ...late, sequence: answered } }, own] : [own];
};

/**
 * Cases that no answer has named: more results may come for those that are in no package that waits
 * for its own.
 */
export const withoutNationalAnswer = ({ outstanding }: HandoverState): readonly Outstanding[] =>
  [...outstanding.values()].filter(({ reason }) => reason === undefined);

/** Stream `handover-<bookId>`: what was sent, what came back, and the second acceptance. */
export const handoverDecider: Decider<HandoverState, HandoverCommand, HandoverEvent> = {
  category: "handover",
  initialState: () => ({
    status: "none",
    packages: [],
    answered: 0,
    outstanding: new Map(),
    answers: [],
    setAside: new Map(),
    acceptedPackages: 0,
    participants: noHands,
  }),

  decide(command, state, acting): HandoverEvent[] {
    switch (command.type) {
      case "HandOver":
        return decideHandOver(command, state);
      case "RecordAnswer": {
        return decideAnswer(command, state);
      }
      case "UpholdRefusedRecord": {
        const found = state.outstanding.get(command.data.recordId);
        if (found?.reason === undefined) throw new CommandRejected("record-not-outstanding");
        return [{ type: "RefusalConfirmed", data: command.data }];
      }
      case "AcceptHandover":
        return decideAcceptance(command, state, acting);
      default:
        return assertNever(command);
    }
  },

  evolve(state, event, acting): HandoverState {
    switch (event.type) {
      case "BookHandedOver":
        return {
          ...state,
          status: "in-work",
          packages: [...state.packages, event.data],
          participants: withHand(state.participants, event.data.handedOverBy, acting),
        };
      case "NationalAnswerRecorded": {
        const { refused, missing, sequence, more, recordedBy, sha256, contradicted, packedRecordIds } =
          event.data;
        const { fileName, words, doubted, unknown } = event.data;
        // A package of corrections says nothing about what it does not hold: the rest stays
        // outstanding.
        const packed = new Set(packedRecordIds ?? []);
        const isPart = sequence > 1 || more === true;
        const notAnswered = [...state.outstanding].filter(([recordId]) => isPart && !packed.has(recordId));
        const fresh = [...refused, ...missing].map((one): [string, Outstanding] => [one.recordId, one]);
        const outstanding = new Map([...notAnswered, ...fresh]);
        // What was accepted as loaded is not, by a person's word.
        const setAside = setAsideAfter(state.setAside, event.data);
        const isReopened =
          contradicted?.awaitsWord === true || (contradicted?.kept === "file" && outstanding.size > 0);
        return {
          ...state,
          status: isReopened ? "in-work" : state.status,
          answered: sequence,
          outstanding,
          answers: [
            ...state.answers,
            {
              sequence,
              sha256,
              packedRecordIds,
              outstanding,
              fileName,
              recordedBy,
              words,
              doubted,
              unknown,
              contradicted,
            },
          ],
          setAside,
          participants: withHand(state.participants, recordedBy, acting),
        };
      }
      case "RefusalConfirmed": {
        const { recordId, reason, confirmedBy } = event.data;
        const found = state.outstanding.get(recordId);
        if (!found) return state;
        return {
          ...state,
          outstanding: new Map(state.outstanding).set(recordId, { ...found, confirmed: reason }),
          participants: withHand(state.participants, confirmedBy, acting),
        };
      }
      case "HandoverAccepted":
        return {
          ...state,
          status: "accepted",
          setAside: new Map(),
          acceptedPackages: state.packages.length,
        };
      default:
        return assertNever(event);
    }
  },
};
