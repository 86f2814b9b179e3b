import {
  type Acting,
  assertNever,
  CommandRejected,
  type Decider,
  type ErrorCode,
  settersOf,
} from "@sogoc/core";
import {
  answersAfter,
  applyChanges,
  type DataOf,
  fieldChange,
  isSameValue,
  type RecordEvent,
  requestersOf,
  sendersOf,
} from "@sogoc/events";
import { answersFor, findingsOfChange, unansweredFindings } from "@sogoc/registers";
import { coversNumber, requireKeyer } from "./batch.ts";
import { requireCorrectable, staleChangeRefusal } from "./field-changes.ts";
import { findingsFor, findStorageFault, judgeFields, type RuleContext } from "./judgement.ts";
import type { Keying, RecordCommand, RecordKeys, RecordState } from "./record-model.ts";
import { decideResolution, decideSecondKeying } from "./second-keying.ts";

/** Submissions of the batch before this: it tells which return a change comes after. */
const roundOf = ({ batch }: Keying): number | undefined => (batch.round > 0 ? batch.round : undefined);

const decideEntry = (
  command: Extract<RecordCommand, { type: "EnterRecord" }>,
  state: RecordState,
): RecordEvent[] => {
  const { data, keying, plainNumber } = command;
  requireKeyer(keying.batch, keying.accountId, keying.now);
  if (!coversNumber(keying.batch, plainNumber, data.number)) throw new CommandRejected("record-not-in-batch");
  if (state.status === "entered") throw new CommandRejected("record-exists");
  const judgement = judgeFields(data.recordType, data.fields, {
    bookNumber: data.bookNumber,
    openingYear: data.openingYear,
    places: keying.places,
    answers: data.accepted ?? [],
    // A workbook has nobody to ask: its warnings stay on the record for the check.
    warningsNeedReason: data.source === "keyed",
    findings: command.findings,
  });
  return [
    {
      type: "RecordEntered",
      data: { ...data, keyedBy: keying.accountId, round: roundOf(keying), findings: judgement.counts },
    },
  ];
};

/** What the rules hold a record of the log against. */
const rulesOf = (
  { bookNumber, openingYear }: RecordState,
  { places }: Pick<Keying, "places">,
): RuleContext => ({ bookNumber, openingYear, places });

const decideCorrection = (
  command: Extract<RecordCommand, { type: "CorrectRecord" }>,
  state: RecordState,
  place: RecordKeys,
): RecordEvent[] => {
  requireKeyer(command.keying.batch, command.keying.accountId, command.keying.now);
  requireCorrectable(command.changes.map(({ field }) => field));
  const changes = command.changes
    .map(({ field, after }) => fieldChange(field, { before: state.fields[field], after }))
    .filter(({ before, after }) => !isSameValue(before, after));
  if (changes.length === 0) throw new CommandRejected("nothing-changed");
  const answers = [...answersAfter(state.answers, changes), ...command.answers];
  const judgement = judgeFields(place.recordType, applyChanges(state.fields, changes), {
    ...rulesOf(state, command.keying),
    answers,
    warningsNeedReason: true,
  });
  return [
    {
      type: "RecordCorrected",
      data: {
        ...place,
        changes,
        reason: command.reason,
        correctedBy: command.keying.accountId,
        round: roundOf(command.keying),
        findings: judgement.counts,
        accepted: command.answers.length > 0 ? [...command.answers] : undefined,
      },
    },
  ];
};

/** Only what the rules still find is answered; what stays open stays for the next time. */
const decideAnswers = (
  { answers, keying }: Extract<RecordCommand, { type: "LetWarningsStand" }>,
  state: RecordState,
  place: RecordKeys,
): RecordEvent[] => {
  requireKeyer(keying.batch, keying.accountId, keying.now);
  const context = rulesOf(state, keying);
  const open = unansweredFindings(findingsFor(place.recordType, state.fields, context), state.answers);
  const answered = answers.filter((answer) => unansweredFindings(open, [answer]).length < open.length);
  if (answered.length === 0) throw new CommandRejected("nothing-changed");
  const judgement = judgeFields(place.recordType, state.fields, {
    ...context,
    answers: [...state.answers, ...answered],
    warningsNeedReason: false,
  });
  const { accountId: answeredBy } = keying;
  const data = {
    ...place,
    accepted: answered,
    answeredBy,
    round: roundOf(keying),
    findings: judgement.counts,
  };
  return [{ type: "WarningsAnswered", data }];
};

const decideApplication = (
  command: Extract<RecordCommand, { type: "ApplyCorrection" }>,
  state: RecordState,
  place: RecordKeys,
): RecordEvent[] => {
  const { correctionId, changes, reason, requestedBy, requesterPasswordSetBy, approvedBy } = command;
  const context = rulesOf(state, command);
  const fields = applyChanges(state.fields, changes);
  // A field that an answer names may have changed since, by another request.
  const given = answersFor(command.answers, fields);
  const answers = [...answersAfter(state.answers, changes), ...given];
  const open = (): ErrorCode | undefined => {
    const before = findingsFor(place.recordType, state.fields, context);
    const after = findingsFor(place.recordType, fields, context);
    const changed = changes.map(({ field }) => field);
    const unanswered = unansweredFindings(findingsOfChange(before, after, changed), answers);
    return unanswered.length > 0 ? "warning-not-accepted" : undefined;
  };
  // Every approval is answered by an event: one that were refused here would never come to an end.
  const obstacle =
    (state.status === "voided" ? "record-voided" : staleChangeRefusal(state.fields, changes)) ??
    findStorageFault(place.recordType, fields, context)?.code ??
    open();
  if (obstacle) return [{ type: "CorrectionNotApplied", data: { ...place, correctionId, reason: obstacle } }];
  const judgement = judgeFields(place.recordType, fields, {
    ...context,
    answers,
    // What the change brings is answered; what stood open before it is not asked about here.
    warningsNeedReason: false,
  });
  return [
    {
      type: "RecordCorrected",
      data: {
        ...place,
        changes: [...changes],
        reason,
        correctedBy: requestedBy,
        correctionId,
        requestedBy,
        requesterPasswordSetBy,
        approvedBy,
        findings: judgement.counts,
        accepted: given.length > 0 ? given : undefined,
      },
    },
  ];
};

/** Who keyed a case or sent the workbook that it came from, and who has a hand in that. */
const makersOfEntry = (
  data: DataOf<"RecordEntered">,
  acting: Acting | undefined,
): Pick<RecordState, "keyers" | "setters"> => {
  const senders = sendersOf(data);
  return {
    keyers: [...senders.map(({ account }) => account), data.keyedBy],
    setters: [...senders, acting].flatMap(settersOf),
  };
};

/**
 * Stream `record-<recordId>`; the id is made of the book and the registration number, which makes
 * the case unique.
 */
export const recordDecider: Decider<RecordState, RecordCommand, RecordEvent> = {
  category: "record",
  initialState: () => ({
    status: "none",
    fields: {},
    answers: [],
    bookNumber: "",
    openingYear: 0,
    keyers: [],
    setters: [],
  }),

  startsStream: ({ type }) => type === "EnterRecord",

  decide(command, state, acting): RecordEvent[] {
    if (command.type === "EnterRecord") return decideEntry(command, state);
    if (!state.place) throw new CommandRejected("record-unknown");
    if (command.type === "ApplyCorrection") return decideApplication(command, state, state.place);
    if (state.status === "voided") throw new CommandRejected("record-voided");
    switch (command.type) {
      case "CorrectRecord":
        return decideCorrection(command, state, state.place);
      case "LetWarningsStand":
        return decideAnswers(command, state, state.place);
      case "KeyAgain":
        return [decideSecondKeying(command, state, state.place, acting)];
      case "ResolveDifference":
        return [decideResolution(command, state, state.place, acting)];
      case "VoidRecord": {
        const { keying, reason } = command;
        requireKeyer(keying.batch, keying.accountId, keying.now);
        const data = { ...state.place, reason, voidedBy: keying.accountId, round: roundOf(keying) };
        return [{ type: "RecordVoided", data }];
      }
      case "AnnotateRecord": {
        const { text, decision } = command;
        return [{ type: "RecordAnnotated", data: { ...state.place, text, decision } }];
      }
      default:
        return assertNever(command);
    }
  },

  evolve(state, event, acting): RecordState {
    switch (event.type) {
      case "RecordEntered": {
        const { recordId, bookId, batchId, unitId, recordType, fields, accepted = [] } = event.data;
        const { bookNumber, openingYear } = event.data;
        const place = { recordId, bookId, batchId, unitId, recordType };
        const made = makersOfEntry(event.data, acting);
        return { status: "entered", place, fields, answers: accepted, bookNumber, openingYear, ...made };
      }
      case "RecordCorrected": {
        const { changes, accepted = [], correctedBy } = event.data;
        return {
          ...state,
          keyers: [...state.keyers.filter((keyer) => keyer !== correctedBy), correctedBy],
          setters: [...state.setters, ...[...requestersOf(event.data), acting].flatMap(settersOf)],
          fields: applyChanges(state.fields, changes),
          answers: [...answersAfter(state.answers, changes), ...accepted],
        };
      }
      case "RecordKeyedAgain": {
        const { fields, differing, keyedBy } = event.data;
        return { ...state, second: { fields, keyedBy, setters: settersOf(acting), undecided: differing } };
      }
      case "DiscrepancyResolved": {
        const { field } = event.data;
        const { second } = state;
        return {
          ...state,
          fields: applyChanges(state.fields, [event.data]),
          answers: answersAfter(state.answers, [event.data]),
          second: second && { ...second, undecided: second.undecided.filter((code) => code !== field) },
        };
      }
      case "WarningsAnswered":
        return { ...state, answers: [...state.answers, ...event.data.accepted] };
      case "RecordVoided":
        return { ...state, status: "voided" };
      case "RecordAnnotated":
      case "CorrectionNotApplied":
        return state;
      default:
        return assertNever(event);
    }
  },
};
