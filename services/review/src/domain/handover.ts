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
import {
  countHanded,
  countSupplement,
  type HandedCounts,
  keyOfNote,
  keyOfScan,
  type SupplementRecord,
} from "@sogoc/registers";
import type { Deciding } from "./deciding.ts";
import { type CaseWithHolds, countHeldBy, isHeldBack } from "./holds.ts";
import { requireBookStatedByOthers } from "./independence.ts";
import type { StatedValue } from "./stated-values.ts";
import {
  type ConfirmedChanges,
  requireChangesConfirmed,
  requireChangesOfOthers,
  type UnconfirmedChanges,
} from "./unconfirmed-changes.ts";

export type HandoverEvent = EventOf<
  | "BookHandedOver"
  | "NationalAnswerRecorded"
  | "RefusalConfirmed"
  | "ChangesSinceAcceptanceConfirmed"
  | "HandoverAccepted"
>;

/** A record that the national database has not taken yet. */
export interface Outstanding {
  readonly recordId: string;
  readonly number: string;
  /** Revision that was handed over last. */
  readonly revision: number;
  /** Why it was refused; undefined where the answer did not name it. */
  readonly reason?: string | undefined;
  /** The answer named the record and said that its result is still to come. */
  readonly pending?: true | undefined;
  /** Why the refused record is right, by the paper; somebody said so. */
  readonly upheldBecause?: string | undefined;
}

/** An answer as it was recorded, with what was outstanding afterwards. */
export interface RecordedAnswer {
  readonly sequence: number;
  readonly fileName: string;
  readonly sha256: string;
  /** Numbers in it that no package contains. */
  readonly unknown: readonly string[];
  /** Cases of which an earlier answer said something else, and which of the two was kept. */
  readonly contradicted: DataOf<"NationalAnswerRecorded">["contradicted"];
  /** The cases that it answers, where these are not exactly those of its package. */
  readonly packedRecordIds?: readonly string[] | undefined;
  readonly outstanding: ReadonlyMap<string, Outstanding>;
  readonly recordedBy: string;
  readonly words?: DataOf<"NationalAnswerRecorded">["words"];
  readonly doubted?: DataOf<"NationalAnswerRecorded">["doubted"];
  readonly aside?: DataOf<"NationalAnswerRecorded">["aside"];
  readonly sheet?: DataOf<"NationalAnswerRecorded">["sheet"];
  readonly ofEither?: DataOf<"NationalAnswerRecorded">["ofEither"];
  readonly shortYears?: DataOf<"NationalAnswerRecorded">["shortYears"];
  readonly shortYearColumns?: DataOf<"NationalAnswerRecorded">["shortYearColumns"];
}

/**
 * A record that a later answer refuses although an earlier one says that it is loaded; somebody
 * decided that it is.
 */
export interface SetAside {
  readonly recordId: string;
  readonly number: string;
  readonly because: string;
}

export interface HandoverState {
  readonly status: "none" | "in-work" | "accepted";
  readonly packages: readonly DataOf<"BookHandedOver">[];
  /** Sequence number of the last package with an answer; 0 before any. */
  readonly lastAnswered: number;
  readonly outstanding: ReadonlyMap<string, Outstanding>;
  readonly answers: readonly RecordedAnswer[];
  /** Refusals that somebody decided to set aside, and that nobody who accepts has confirmed yet. */
  readonly setAside: ReadonlyMap<string, SetAside>;
  /**
   * Lines of answers that contradict what they count as (loaded, or still to come), or that count
   * for no case although they may say something of one, and that nobody who accepts has seen yet.
   */
  readonly doubtedLines: number;
  /** How many packages the last second acceptance covers; 0 before any. */
  readonly acceptedPackages: number;
  /** Notes and scans that one person alone put beside what was accepted, and another confirmed. */
  readonly confirmed: ConfirmedChanges;
  /** Everybody who handed over, recorded an answer or upheld a refused record. */
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

/** A record to hand over, with the revision of the last change of its fields. */
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
      /** Records of the book that are in no accepted batch. */
      readonly notAccepted: number;
      /** Batches of the book that nobody has accepted, with cases or without. */
      readonly openBatchCount: number;
      /** How many records the book has now; the first package must contain all of them. */
      readonly inBook: number;
      /** The cases of the book that are held back, and why. */
      readonly held: readonly CaseWithHolds[];
      /** Requests for another cover, scan of the whole book or office that nobody has decided. */
      readonly exchangeCount: number;
      /**
       * How many records of the package, their scans or the office, have changed since it was made.
       */
      readonly outdatedCount: number;
      /** Findings of the book that are due and that nobody has closed with a reason. */
      readonly openFindings: number;
      /** Cases that the inventory counts and the book does not have. */
      readonly missingCases: number;
      /** Why cases go out whose marks or findings nobody has settled. */
      readonly because?: string | undefined;
      /** What the package contains that one person alone added, and nobody else has confirmed. */
      readonly unconfirmed: UnconfirmedChanges;
      /** Records of the book that no earlier package contains as they are now. */
      readonly supplement: readonly SupplementRecord[];
      /** It contains the cover of the book, which is not the one in the earlier packages. */
      readonly containsNewCover: boolean;
    }
  | {
      readonly type: "RecordAnswer";
      readonly data: Omit<DataOf<"NationalAnswerRecorded">, "sequence">;
      /** The results in the same file for cases of earlier packages that no answer had named. */
      readonly late?: Omit<DataOf<"NationalAnswerRecorded">, "sequence"> | undefined;
    }
  | { readonly type: "UpholdRefusedRecord"; readonly data: DataOf<"RefusalConfirmed"> }
  | {
      readonly type: "ConfirmChanges";
      readonly place: Pick<DataOf<"BookHandedOver">, "bookId" | "unitId" | "recordType" | "bookNumber">;
      readonly accountId: string;
      /** How many changes whoever confirms has looked at. */
      readonly asked: number;
      /** Those of them that wait to be confirmed. */
      readonly changes: UnconfirmedChanges;
    }
  | {
      readonly type: "AcceptHandover";
      readonly note?: string | undefined;
      /**
       * How many refusals that were set aside (`HandoverState.setAside`) whoever accepts has looked
       * at.
       */
      readonly setAsideSeen?: number | undefined;
      /** How many doubted lines (`HandoverState.doubtedLines`) whoever accepts has looked at. */
      readonly doubtedSeen?: number | undefined;
      readonly accountId: string;
      /** Records of the book that are in no accepted batch. */
      readonly notAccepted: number;
      /** Batches of the book that nobody has accepted, with cases or without. */
      readonly openBatchCount: number;
      readonly held: readonly CaseWithHolds[];
      readonly exchangeCount: number;
      readonly supplement: readonly SupplementRecord[];
      /** Findings of the book that nobody has closed, and who closed those that persist. */
      readonly openFindings: number;
      readonly closers: Hands;
      /**
       * Everybody who, without a second person, wrote a note or attached a scan that no second
       * acceptance covers.
       */
      readonly supplementers: Hands;
      readonly statedValues: readonly StatedValue[];
    };

/**
 * What became of the records that were handed over. `loaded` counts those that the national
 * database contains as they were sent last, except what has come up here `since`. A refused record
 * that was sent again (`awaited`) counts as unanswered and no longer as refused.
 */
export const handoverFigures = (
  { packages, lastAnswered, outstanding }: HandoverState,
  since: Parameters<typeof countHanded>[3] = undefined,
  awaited: ReadonlySet<string> = new Set(),
): HandoverFigures & Pick<HandedCounts, "notLoaded"> => {
  const refused = [...outstanding.values()].filter(
    ({ recordId, reason }) => reason !== undefined && !awaited.has(recordId),
  ).length;
  const counts = countHanded(packages, lastAnswered, outstanding.size, since);
  return {
    packages: Math.max(1, packages.length),
    records: counts.records,
    refused,
    loaded: counts.loaded,
    unanswered: outstanding.size - refused + counts.awaited,
    notLoaded: counts.notLoaded,
  };
};

type HandOver = Extract<HandoverCommand, { type: "HandOver" }>;

/** A batch without any case belongs to the book as well. */
const requireWholeAccepted = ({
  notAccepted,
  openBatchCount,
}: Pick<HandOver, "notAccepted" | "openBatchCount">): void => {
  if (notAccepted > 0) throw new CommandRejected("book-not-accepted", { records: notAccepted });
  if (openBatchCount > 0) throw new CommandRejected("batches-not-accepted", { batches: openBatchCount });
};

/**
 * The first package contains the whole book. A later one contains only outstanding records that
 * were corrected or upheld since, or that the answer did not name, and the supplement.
 */
const requireRightRecords = (
  state: HandoverState,
  { records, notAccepted, openBatchCount, inBook, held, supplement }: HandOver,
): void => {
  if (state.packages.length === 0) {
    requireWholeAccepted({ notAccepted, openBatchCount });
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
  const inSupplement = new Set(supplement.map(({ recordId }) => recordId));
  for (const { recordId, number, contentRevision } of records) {
    const before = state.outstanding.get(recordId);
    if (!before) {
      if (inSupplement.has(recordId)) continue;
      throw new CommandRejected("record-not-outstanding", { number });
    }
    const isAnswered =
      before.reason === undefined || before.upheldBecause !== undefined || contentRevision > before.revision;
    if (!isAnswered) throw new CommandRejected("refusal-not-answered", { number });
  }
};

/** Throws where somebody has asked for a correction, another scan or another office. */
const requireNothingWaits = (cases: readonly CaseWithHolds[], exchangeCount: number): void => {
  const waiting = countHeldBy(cases, "correction-waits", "correction-under-way");
  if (waiting > 0) throw new CommandRejected("correction-under-way", { records: waiting });
  const exchanges = countHeldBy(cases, "exchange-waits") + exchangeCount;
  if (exchanges > 0) throw new CommandRejected("exchange-under-way", { requests: exchanges });
};

/**
 * Answers how many cases go out although their marks or findings are not settled, or while the book
 * has open findings or lacks cases of the inventory, with the reason given for that. Throws where
 * the reason is missing, the package is outdated, or somebody still works on one of its cases or on
 * a finding of the book.
 */
const unsettledWithReason = (
  state: HandoverState,
  { records, held, exchangeCount, outdatedCount, openFindings, missingCases, because, supplement }: HandOver,
): DataOf<"BookHandedOver">["letGo"] => {
  if (outdatedCount > 0) throw new CommandRejected("package-outdated", { records: outdatedCount });
  const packed = new Set(records.map(({ recordId }) => recordId));
  const cases = held.filter(({ recordId }) => packed.has(recordId));
  requireNothingWaits(cases, exchangeCount);
  const adds = supplement.some(({ kind, recordId }) => kind === "addition" && packed.has(recordId));
  // Findings that came up after the first package let a package without new cases go with a reason.
  if ((state.packages.length === 0 || adds) && openFindings > 0)
    throw new CommandRejected("reconciliation-open", { findings: openFindings });
  const marks = countHeldBy(cases, "mark-not-mended");
  const findings = countHeldBy(cases, "finding-open");
  // Only the first package is said to be the whole book.
  const missing = state.packages.length === 0 ? missingCases : 0;
  if (marks + findings + openFindings + missing === 0) return undefined;
  if (because === undefined)
    throw new CommandRejected("cases-not-let-go", { marks, findings, bookFindings: openFindings, missing });
  const ofBook = openFindings === 0 ? undefined : openFindings;
  return {
    marks,
    findings,
    bookFindings: ofBook,
    missingCases: missing === 0 ? undefined : missing,
    because,
  };
};

/** How many outstanding records a later package leaves to the next one, by reason. */
const leftOutOf = (
  { packages, outstanding }: HandoverState,
  { records, held, supplement }: HandOver,
): DataOf<"BookHandedOver">["leftOut"] => {
  if (packages.length === 0) return undefined;
  const packed = new Set(records.map(({ recordId }) => recordId));
  const waiting = new Set(held.filter(isHeldBack).map(({ recordId }) => recordId));
  const toSend: readonly Pick<Outstanding, "recordId" | "reason" | "upheldBecause">[] = [
    ...outstanding.values(),
    ...supplement,
  ];
  const notPacked = toSend.filter(({ recordId }) => !packed.has(recordId));
  if (notPacked.length === 0) return undefined;
  const correctionWaits = notPacked.filter(({ recordId }) => waiting.has(recordId));
  const refusalNotAnswered = notPacked.filter(
    (one) => !waiting.has(one.recordId) && one.reason !== undefined && one.upheldBecause === undefined,
  );
  return {
    correctionWaits: correctionWaits.length,
    refusalNotAnswered: refusalNotAnswered.length,
    notChosen: notPacked.length - correctionWaits.length - refusalNotAnswered.length,
  };
};

/**
 * How many records of a later package are new to the national database or have changed since it got
 * them, and whether the package contains another cover.
 */
const packedSupplement = (
  { packages }: HandoverState,
  { records, supplement, containsNewCover }: HandOver,
): DataOf<"BookHandedOver">["supplement"] => {
  if (packages.length === 0) return undefined;
  const packed = new Set(records.map(({ recordId }) => recordId));
  const of = supplement.filter(({ recordId }) => packed.has(recordId));
  if (of.length === 0 && !containsNewCover) return undefined;
  const { additions, changes } = countSupplement(of);
  return { additions, changes, cover: containsNewCover ? true : undefined };
};

const decideHandOver = (command: HandOver, state: HandoverState): HandoverEvent[] => {
  if (state.status === "accepted" && command.supplement.length === 0)
    throw new CommandRejected("handover-accepted");
  if (state.packages.length > state.lastAnswered) throw new CommandRejected("answer-outstanding");
  const { data, records } = command;
  if (records.length === 0) throw new CommandRejected("nothing-to-hand-over");
  requireRightRecords(state, command);
  requireChangesConfirmed(command.unconfirmed);
  const letGo = unsettledWithReason(state, command);
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

const decideConfirmation = (
  { place, accountId, asked, changes }: Extract<HandoverCommand, { type: "ConfirmChanges" }>,
  acting: Acting | undefined,
): HandoverEvent[] => {
  const { notes, scans } = changes;
  if (asked === 0 || notes.length + scans.length !== asked) throw new CommandRejected("changes-not-waiting");
  requireChangesOfOthers(changes, { account: accountId, acting });
  return [
    {
      type: "ChangesSinceAcceptanceConfirmed",
      data: {
        ...place,
        notes: notes.map(({ recordId, number, revision }) => ({ recordId, number, revision })),
        scans: scans.map(({ kind, number, sha256, version }) => ({
          kind: kind === "case" || kind === "cover" ? kind : "whole-book",
          number: number ?? undefined,
          sha256,
          version,
        })),
        confirmedBy: accountId,
      },
    },
  ];
};

/**
 * Throws unless everything of the book is loaded as it is now, nobody is about to change it, and
 * its findings are settled: a finding may come up after the package went out, for example when the
 * inventory's count changes.
 */
const requireComplete = (
  state: HandoverState,
  { notAccepted, openBatchCount, held, exchangeCount, supplement, openFindings }: AcceptHandover,
): void => {
  const { refused, unanswered } = handoverFigures(state);
  if (state.outstanding.size > 0) throw new CommandRejected("handover-incomplete", { refused, unanswered });
  requireWholeAccepted({ notAccepted, openBatchCount });
  if (supplement.length > 0) {
    const { additions, changes } = countSupplement(supplement);
    throw new CommandRejected("handover-outdated", { additions, changes });
  }
  requireNothingWaits(held, exchangeCount);
  if (openFindings > 0) throw new CommandRejected("reconciliation-open", { findings: openFindings });
};

/** Throws `refusals-set-aside`, naming each, unless whoever accepts gives their right number. */
const requireSetAsideSeen = (
  { setAsideSeen }: Pick<AcceptHandover, "setAsideSeen">,
  { setAside }: Pick<HandoverState, "setAside">,
): void => {
  if (setAside.size === 0 || setAsideSeen === setAside.size) return;
  const problems = [...setAside.values()].slice(0, 200).map(({ number, because }) => ({
    pointer: `/cases/${number}`,
    detail: `Số ${number}: tệp sau ghi bị từ chối, vẫn giữ là đã nạp vì: ${because}`,
    detailEn: `Number ${number}: refused by a later file, kept as loaded because: ${because}`,
  }));
  throw new CommandRejected("refusals-set-aside", { records: setAside.size }, problems);
};

/** Throws `answer-doubts-unseen` unless whoever accepts gives the right number of doubted lines. */
const requireDoubtsSeen = (
  { doubtedSeen }: Pick<AcceptHandover, "doubtedSeen">,
  { doubtedLines }: Pick<HandoverState, "doubtedLines">,
): void => {
  if (doubtedLines > 0 && doubtedSeen !== doubtedLines)
    throw new CommandRejected("answer-doubts-unseen", { lines: doubtedLines });
};

/**
 * The refusals that are set aside after an answer: those that it adds, without the earlier ones of
 * cases that it answers anew.
 */
const setAsideAfter = (
  before: ReadonlyMap<string, SetAside>,
  { contradicted, packedRecordIds = [], sequence, more }: DataOf<"NationalAnswerRecorded">,
): ReadonlyMap<string, SetAside> => {
  const named = new Set(packedRecordIds);
  const isWhole = sequence === 1 && !more;
  const still = new Map([...before].filter(([recordId]) => !isWhole && !named.has(recordId)));
  if (!contradicted?.awaitsWord) return still;
  const { because, cases } = contradicted;
  for (const { recordId, number, now } of cases)
    if (now === "refused") still.set(recordId, { recordId, number, because });
  return still;
};

/** Nobody accepts what they handed over or added to, or on what they said of the book. */
export const requireMayAcceptHandover = (
  { participants }: Pick<HandoverState, "participants">,
  stated: Pick<AcceptHandover, "supplementers" | "closers" | "statedValues">,
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
  if (state.packages.length > state.lastAnswered) throw new CommandRejected("answer-outstanding");
  requireComplete(state, command);
  requireSetAsideSeen(command, state);
  requireDoubtsSeen(command, state);
  const { accountId: decidedBy, note } = command;
  requireMayAcceptHandover(state, command, { account: decidedBy, acting });
  const { bookId, unitId, recordType, bookNumber } = first;
  const { notLoaded: _, ...figures } = handoverFigures(state);
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
        doubted: state.doubtedLines === 0 ? undefined : state.doubtedLines,
      },
    },
  ];
};

/**
 * A package is answered once. For packages that have their answer, later results are taken only for
 * cases that no answer has named, also while the next package waits for its own.
 */
const decideAnswer = (
  { data, late }: Extract<HandoverCommand, { type: "RecordAnswer" }>,
  { packages, lastAnswered, answers }: HandoverState,
): HandoverEvent[] => {
  const sequence = packages.length;
  if (sequence === 0) throw new CommandRejected("not-handed-over");
  const sameFile = answers.findLast(({ sha256 }) => sha256 === data.sha256);
  if (sameFile && sameFile.sequence < sequence && data.sameAs === undefined)
    throw new CommandRejected("answer-of-earlier-package", { package: sameFile.sequence });
  const isAwaited = sequence > lastAnswered;
  if (data.more ? lastAnswered === 0 : !isAwaited) throw new CommandRejected("answer-not-awaited");
  if (data.more && !data.contradicted && !data.ofEither && data.loaded + data.refused.length === 0)
    throw new CommandRejected("answer-not-awaited");
  const type = "NationalAnswerRecorded";
  const own: HandoverEvent = { type, data: { ...data, sequence: data.more ? lastAnswered : sequence } };
  return late ? [{ type, data: { ...late, sequence: lastAnswered } }, own] : [own];
};

/**
 * Outstanding cases that no answer has named. Later results are taken for those that are in no
 * package that still waits for its answer.
 */
export const withoutNationalAnswer = ({ outstanding }: HandoverState): readonly Outstanding[] =>
  [...outstanding.values()].filter(({ reason }) => reason === undefined);

const recordedAnswer = (
  data: DataOf<"NationalAnswerRecorded">,
  outstanding: RecordedAnswer["outstanding"],
): RecordedAnswer => ({
  sequence: data.sequence,
  sha256: data.sha256,
  packedRecordIds: data.packedRecordIds,
  outstanding,
  fileName: data.fileName,
  recordedBy: data.recordedBy,
  words: data.words,
  doubted: data.doubted,
  aside: data.aside,
  sheet: data.sheet,
  ofEither: data.ofEither,
  shortYears: data.shortYears,
  shortYearColumns: data.shortYearColumns,
  unknown: data.unknown,
  contradicted: data.contradicted,
});

/** Stream `handover-<bookId>`: what was sent, what came back, and the second acceptance. */
export const handoverDecider: Decider<HandoverState, HandoverCommand, HandoverEvent> = {
  category: "handover",
  initialState: () => ({
    status: "none",
    packages: [],
    lastAnswered: 0,
    outstanding: new Map(),
    answers: [],
    setAside: new Map(),
    doubtedLines: 0,
    acceptedPackages: 0,
    confirmed: new Set(),
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
      case "ConfirmChanges":
        return decideConfirmation(command, acting);
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
        const { refused, missing, sequence, more, recordedBy, contradicted, packedRecordIds } = event.data;
        const { doubted, aside } = event.data;
        // A later answer says nothing about cases that are not in its package: these stay
        // outstanding.
        const packed = new Set(packedRecordIds ?? []);
        const isPart = sequence > 1 || more === true;
        const notAnswered = [...state.outstanding].filter(([recordId]) => isPart && !packed.has(recordId));
        const fresh = [...refused, ...missing].map((one): [string, Outstanding] => [one.recordId, one]);
        const outstanding = new Map([...notAnswered, ...fresh]);
        // A person may decide that a later refusal counts, also after the second acceptance.
        const setAside = setAsideAfter(state.setAside, event.data);
        const isReopened =
          contradicted?.awaitsWord === true || (contradicted?.kept === "file" && outstanding.size > 0);
        return {
          ...state,
          status: isReopened ? "in-work" : state.status,
          lastAnswered: sequence,
          outstanding,
          answers: [...state.answers, recordedAnswer(event.data, outstanding)],
          setAside,
          doubtedLines: state.doubtedLines + (doubted?.awaitsWord ?? 0) + (aside?.lines ?? 0),
          participants: withHand(state.participants, recordedBy, acting),
        };
      }
      case "RefusalConfirmed": {
        const { recordId, reason, confirmedBy } = event.data;
        const found = state.outstanding.get(recordId);
        if (!found) return state;
        return {
          ...state,
          outstanding: new Map(state.outstanding).set(recordId, { ...found, upheldBecause: reason }),
          participants: withHand(state.participants, confirmedBy, acting),
        };
      }
      case "ChangesSinceAcceptanceConfirmed": {
        // Confirming is no part in the hand-over: whoever does may still accept its result.
        const { notes, scans } = event.data;
        const keys = [...notes.map(keyOfNote), ...scans.map(keyOfScan)];
        return { ...state, confirmed: new Set([...state.confirmed, ...keys]) };
      }
      case "HandoverAccepted":
        return {
          ...state,
          status: "accepted",
          setAside: new Map(),
          doubtedLines: 0,
          acceptedPackages: state.packages.length,
        };
      default:
        return assertNever(event);
    }
  },
};
