import { type Acting, CommandRejected, joinHands, requireOtherHands } from "@sogoc/core";
import {
  answersAfter,
  applyChanges,
  type EventOf,
  type FieldValue,
  type FieldValues,
  fieldChange,
} from "@sogoc/events";
import {
  blocksStorage,
  comparedFields,
  differenceKind,
  differingFields,
  type Finding,
  getRecordType,
  isSameReading,
} from "@sogoc/registers";
import { requireArbiter, requireSecondKeyer } from "./batch.ts";
import { requireValuesOfBook } from "./field-changes.ts";
import { unknownFields } from "./field-values.ts";
import { findingsFor, judgeFields, toProblem } from "./judgement.ts";
import type { RecordCommand, RecordKeys, RecordState } from "./record-model.ts";

/**
 * Throws `value-not-storable` for values that nobody could store. Of other findings only empty
 * required fields are told (`requireComplete`): they could betray something of the first keying, or
 * push the keyer towards plausible values.
 */
const requireStorable = (fields: FieldValues, findings: readonly Finding[]): void => {
  const keyed = new Set(Object.keys(fields));
  const blocking = findings.filter(
    (finding) => blocksStorage(finding) && finding.fields.every((field) => keyed.has(field)),
  );
  if (blocking.length > 0) throw new CommandRejected("value-not-storable", {}, blocking.map(toProblem));
};

/**
 * As in the first keying, a required field is typed, or said to be blank in the book or illegible:
 * an empty one would stand beside what the first keyer typed as if the paper were empty there.
 */
const requireComplete = (compared: readonly string[], findings: readonly Finding[]): void => {
  const empty = findings.filter(
    ({ rule, severity, fields: [field = ""] }) =>
      rule === "required-missing" && severity === "error" && compared.includes(field),
  );
  if (empty.length > 0) throw new CommandRejected("required-not-keyed", {}, empty.map(toProblem));
};

/**
 * Keys the case a second time, as often as the second keyer likes until they finish the batch; the
 * last time counts.
 */
export const decideSecondKeying = (
  { fields, keying }: Extract<RecordCommand, { type: "KeyAgain" }>,
  state: RecordState,
  keys: RecordKeys,
  acting: Acting | undefined,
): EventOf<"RecordKeyedAgain"> => {
  requireSecondKeyer(keying.batch, keying.accountId, keying.now);
  requireOtherHands(state.makers, { account: keying.accountId, acting }, "keyed-by-yourself");
  const policy = keying.batch.opened?.policy.keying ?? "single";
  const compared = comparedFields(getRecordType(keys.recordType), policy);
  const beside = Object.keys(fields).filter((field) => !compared.includes(field));
  if (beside.length > 0) throw unknownFields(beside);
  const { bookNumber, openingYear } = state;
  requireValuesOfBook(bookNumber, fields);
  const findings = findingsFor(keys.recordType, fields, {
    bookNumber,
    openingYear,
    places: keying.knownUnits,
  });
  requireStorable(fields, findings);
  requireComplete(compared, findings);
  return {
    type: "RecordKeyedAgain",
    data: {
      ...keys,
      fields,
      compared: [...compared],
      differing: [...differingFields(compared, state.fields, fields)],
      keyedBy: keying.accountId,
      firstKeyedBy: state.firstKeyingChangedBy,
    },
  };
};

type Choice = Extract<RecordCommand, { type: "ResolveDifference" }>["choice"];

/**
 * Whose reading stands. An arbiter who types what one of the keyings has chooses that keying, even
 * if with other capitals or spaces: whoever keyed it was not wrong.
 */
const choiceOf = (
  choice: Choice,
  after: FieldValue,
  { first, second }: Readonly<Record<"first" | "second", FieldValue | undefined>>,
): Choice => {
  if (choice !== "neither") return choice;
  if (first && isSameReading(first, after)) return "first";
  return second && isSameReading(second, after) ? "second" : "neither";
};

/**
 * A keying without a value in the field says nothing of the paper, so it cannot be chosen over one
 * with a value: the arbiter says what the paper has, that it is blank there, or illegible.
 */
export const decideResolution = (
  { field, choice, value, group, keying }: Extract<RecordCommand, { type: "ResolveDifference" }>,
  state: RecordState,
  keys: RecordKeys,
  acting: Acting | undefined,
): EventOf<"DiscrepancyResolved"> => {
  requireArbiter(keying.batch, keying.accountId);
  const { second } = state;
  if (!second?.undecided.includes(field)) throw new CommandRejected("no-difference", { field });
  const keyed = joinHands([state.makers, { accounts: [second.keyedBy], ...second.passwordHands }]);
  requireOtherHands(keyed, { account: keying.accountId, acting }, "keyed-by-yourself");
  const before = state.fields[field];
  const keyings = { first: before, second: second.fields[field] };
  const after = { ...keyings, neither: value }[choice];
  if (!after) throw new CommandRejected("value-required", { field });
  const change = fieldChange(field, { before, after });
  requireValuesOfBook(state.bookNumber, applyChanges({}, [change]));
  const judgement = judgeFields(keys.recordType, applyChanges(state.fields, [change]), {
    bookNumber: state.bookNumber,
    openingYear: state.openingYear,
    places: keying.knownUnits,
    answers: answersAfter(state.answers, [change]),
    // The arbiter says what the paper shows; the check sees findings about it unanswered.
    findingsNeedReason: false,
  });
  return {
    type: "DiscrepancyResolved",
    data: {
      ...keys,
      ...change,
      choice: choiceOf(choice, after, keyings),
      kind: differenceKind(before, second.fields[field]),
      group,
      firstKeyedBy: state.firstKeyingChangedBy,
      secondKeyedBy: second.keyedBy,
      resolvedBy: keying.accountId,
      findings: judgement.findingCounts,
    },
  };
};
