import {
  type Acting,
  assertNever,
  CommandRejected,
  type Decider,
  type ErrorCode,
  type Hands,
  joinHands,
  noHands,
  passwordHandsOf,
  withHand,
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
import {
  answersFor,
  findingsOfChange,
  keptAnswers,
  mendsBookNumber,
  unansweredFindings,
} from "@sogoc/registers";
import { coversNumber, requireKeyer } from "./batch.ts";
import { requireCorrectable, requireValuesOfBook, staleChangeRefusal } from "./field-changes.ts";
import { findingsFor, findStorageFault, judgeFields, type RuleContext } from "./judgement.ts";
import type { Keying, RecordCommand, RecordKeys, RecordState } from "./record-model.ts";
import { decideResolution, decideSecondKeying } from "./second-keying.ts";

/** How often the batch was submitted before: after which return a change comes. */
const roundOf = ({ batch }: Keying): number | undefined => (batch.round > 0 ? batch.round : undefined);

const decideEntry = (
  command: Extract<RecordCommand, { type: "EnterRecord" }>,
  state: RecordState,
): RecordEvent[] => {
  const { data, keying, plainNumber } = command;
  requireKeyer(keying.batch, keying.accountId, keying.now);
  if (!coversNumber(keying.batch, plainNumber, data.number)) throw new CommandRejected("record-not-in-batch");
  if (state.status === "entered") throw new CommandRejected("record-exists");
  requireValuesOfBook(data.bookNumber, data.fields);
  const judgement = judgeFields(data.recordType, data.fields, {
    bookNumber: data.bookNumber,
    openingYear: data.openingYear,
    places: keying.knownUnits,
    answers: data.accepted ?? [],
    // A row of a workbook with an unanswered error never comes here; its warnings go in unanswered,
    // and the check sees them.
    findingsNeedReason: data.source === "keyed",
    findings: command.findings,
  });
  const kept = keptAnswers(data.accepted ?? [], judgement.findings);
  return [
    {
      type: "RecordEntered",
      data: {
        ...data,
        keyedBy: keying.accountId,
        round: roundOf(keying),
        findings: judgement.findingCounts,
        accepted: kept.length > 0 ? kept : undefined,
      },
    },
  ];
};

/** What the rules compare a record with. */
const ruleContextOf = (
  { bookNumber, openingYear }: RecordState,
  { knownUnits }: Pick<Keying, "knownUnits">,
): RuleContext => ({ bookNumber, openingYear, places: knownUnits });

const decideCorrection = (
  command: Extract<RecordCommand, { type: "CorrectRecord" }>,
  state: RecordState,
  keys: RecordKeys,
): RecordEvent[] => {
  requireKeyer(command.keying.batch, command.keying.accountId, command.keying.now);
  const asked = command.changes.map(({ field, after }) =>
    fieldChange(field, { before: state.fields[field], after }),
  );
  requireCorrectable(
    asked.filter((change) => !mendsBookNumber(change, state.bookNumber)).map(({ field }) => field),
  );
  const changes = asked.filter(({ before, after }) => !isSameValue(before, after));
  requireValuesOfBook(state.bookNumber, applyChanges({}, changes));
  if (changes.length === 0) throw new CommandRejected("nothing-changed");
  const answers = [...answersAfter(state.answers, changes), ...command.answers];
  const judgement = judgeFields(keys.recordType, applyChanges(state.fields, changes), {
    ...ruleContextOf(state, command.keying),
    answers,
    findingsNeedReason: true,
  });
  const kept = keptAnswers(command.answers, judgement.findings);
  return [
    {
      type: "RecordCorrected",
      data: {
        ...keys,
        changes,
        reason: command.reason,
        correctedBy: command.keying.accountId,
        round: roundOf(command.keying),
        findings: judgement.findingCounts,
        accepted: kept.length > 0 ? kept : undefined,
      },
    },
  ];
};

/** Keeps only answers to findings that nobody has answered yet. */
const decideAnswers = (
  { answers, keying }: Extract<RecordCommand, { type: "AnswerFindings" }>,
  state: RecordState,
  keys: RecordKeys,
): RecordEvent[] => {
  requireKeyer(keying.batch, keying.accountId, keying.now);
  const context = ruleContextOf(state, keying);
  const findings = findingsFor(keys.recordType, state.fields, context);
  const answered = keptAnswers(answers, unansweredFindings(findings, state.answers));
  if (answered.length === 0) throw new CommandRejected("nothing-changed");
  const judgement = judgeFields(keys.recordType, state.fields, {
    ...context,
    answers: [...state.answers, ...answered],
    findingsNeedReason: false,
  });
  const { accountId: answeredBy } = keying;
  const data = {
    ...keys,
    accepted: answered,
    answeredBy,
    round: roundOf(keying),
    findings: judgement.findingCounts,
  };
  return [{ type: "WarningsAnswered", data }];
};

const decideApplication = (
  command: Extract<RecordCommand, { type: "ApplyCorrection" }>,
  state: RecordState,
  keys: RecordKeys,
): RecordEvent[] => {
  const { correctionId, changes, reason, requestedBy, requesterPasswordSetBy, approvedBy } = command;
  const context = ruleContextOf(state, command);
  const fields = applyChanges(state.fields, changes);
  // A field that an answer names may have changed since, by another request.
  const given = answersFor(command.answers, fields);
  const answers = [...answersAfter(state.answers, changes), ...given];
  const findWhyUnanswered = (): ErrorCode | undefined => {
    const before = findingsFor(keys.recordType, state.fields, context);
    const after = findingsFor(keys.recordType, fields, context);
    const changed = changes.map(({ field }) => field);
    const unanswered = unansweredFindings(findingsOfChange(before, after, changed), answers);
    return unanswered.length > 0 ? "warning-not-accepted" : undefined;
  };
  // Every approval gets an event as its answer: a request that was refused here would otherwise
  // wait without end.
  const obstacle =
    (state.status === "voided" ? "record-voided" : staleChangeRefusal(state.fields, changes)) ??
    findStorageFault(keys.recordType, fields, context)?.code ??
    findWhyUnanswered();
  if (obstacle) return [{ type: "CorrectionNotApplied", data: { ...keys, correctionId, reason: obstacle } }];
  const judgement = judgeFields(keys.recordType, fields, {
    ...context,
    answers,
    // Findings that the change brings are answered; those that were unanswered before are not its
    // business.
    findingsNeedReason: false,
  });
  const kept = keptAnswers(given, judgement.findings);
  return [
    {
      type: "RecordCorrected",
      data: {
        ...keys,
        changes: [...changes],
        reason,
        correctedBy: requestedBy,
        correctionId,
        requestedBy,
        requesterPasswordSetBy,
        approvedBy,
        findings: judgement.findingCounts,
        accepted: kept.length > 0 ? kept : undefined,
      },
    },
  ];
};

/** Who keyed a case or sent the workbook that it came from, and who has a hand in that. */
const makersOfEntry = (data: DataOf<"RecordEntered">, acting: Acting | undefined): Hands => {
  const keyed = withHand(noHands, data.keyedBy, acting);
  const senders = sendersOf(data).map((sender) => withHand(noHands, sender.account, sender));
  return joinHands([...senders, keyed]);
};

/**
 * Adds whoever corrected the case, by themselves or by an approved request, and who has a hand in
 * that. Of an approved request `acting` is the approver: they made no value and are not added, but
 * whoever had set their password is, who may have approved in their name.
 */
const makersAfterCorrection = (
  makers: Hands,
  corrected: DataOf<"RecordCorrected">,
  acting: Acting | undefined,
): Hands => {
  const hands = [...requestersOf(corrected), acting].map(passwordHandsOf);
  const corrector = withHand(noHands, corrected.correctedBy, undefined);
  return joinHands([makers, corrector, ...hands.map((one) => ({ accounts: [], ...one }))]);
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
    makers: noHands,
    firstKeyingChangedBy: "",
  }),

  startsStream: ({ type }) => type === "EnterRecord",

  decide(command, state, acting): RecordEvent[] {
    if (command.type === "EnterRecord") return decideEntry(command, state);
    if (!state.keys) throw new CommandRejected("record-unknown");
    if (command.type === "ApplyCorrection") return decideApplication(command, state, state.keys);
    if (state.status === "voided") throw new CommandRejected("record-voided");
    switch (command.type) {
      case "CorrectRecord":
        return decideCorrection(command, state, state.keys);
      case "AnswerFindings":
        return decideAnswers(command, state, state.keys);
      case "KeyAgain":
        return [decideSecondKeying(command, state, state.keys, acting)];
      case "ResolveDifference":
        return [decideResolution(command, state, state.keys, acting)];
      case "VoidRecord": {
        const { keying, reason } = command;
        requireKeyer(keying.batch, keying.accountId, keying.now);
        const data = { ...state.keys, reason, voidedBy: keying.accountId, round: roundOf(keying) };
        return [{ type: "RecordVoided", data }];
      }
      case "AnnotateRecord": {
        const { text, decision } = command;
        return [{ type: "RecordAnnotated", data: { ...state.keys, text, decision } }];
      }
      default:
        return assertNever(command);
    }
  },

  evolve(state, event, acting): RecordState {
    switch (event.type) {
      case "RecordEntered": {
        const { recordId, bookId, batchId, unitId, recordType, fields, accepted: answers = [] } = event.data;
        const { bookNumber, openingYear, keyedBy: firstKeyingChangedBy } = event.data;
        const keys = { recordId, bookId, batchId, unitId, recordType };
        const makers = makersOfEntry(event.data, acting);
        return {
          status: "entered",
          keys,
          fields,
          answers,
          bookNumber,
          openingYear,
          makers,
          firstKeyingChangedBy,
        };
      }
      case "RecordCorrected": {
        const { changes, accepted: answers = [], correctedBy: firstKeyingChangedBy } = event.data;
        return {
          ...state,
          firstKeyingChangedBy,
          makers: makersAfterCorrection(state.makers, event.data, acting),
          fields: applyChanges(state.fields, changes),
          answers: [...answersAfter(state.answers, changes), ...answers],
        };
      }
      case "RecordKeyedAgain": {
        const { fields, differing, keyedBy } = event.data;
        const passwordHands = passwordHandsOf(acting);
        return { ...state, second: { fields, keyedBy, passwordHands, undecided: differing } };
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
        return {
          ...state,
          makers: withHand(state.makers, event.data.answeredBy, acting),
          answers: [...state.answers, ...event.data.accepted],
        };
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
