import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  getSeenVersion,
} from "@sogoc/core";
import {
  applyChanges,
  type DataOf,
  type FieldChange,
  type FindingAnswer,
  fieldChange,
  isSameValue,
} from "@sogoc/events";
import {
  blocksStorage,
  type Finding,
  getRecordType,
  type KeyedValue,
  placesKnownBy,
  problemsWithBook,
  toFieldValues,
  unansweredFindings,
  usableAnswers,
  withValues,
} from "@sogoc/registers";
import { type CorrectionCommand, correctionDecider } from "../domain/correction.ts";
import { findingsOfCorrection } from "../domain/correction-findings.ts";
import type { RecordView } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { mayReadRecord, type Viewer } from "../steps/may-read-record.ts";

interface RequestCorrectionDependencies {
  readonly commands: Pick<CommandHandler, "findHandled" | "handle">;
  readonly reviews: ReviewReader;
}

export interface CorrectionWish {
  /** New values by field; an empty text takes the field away. */
  readonly changes: Readonly<Record<string, KeyedValue>>;
  readonly reason: string;
  /** Findings in the record as it would be, each with its answer. */
  readonly answers?: readonly FindingAnswer[] | undefined;
}

export const requestCorrectionRefusals = [
  "field-not-correctable",
  "field-unknown",
  "nothing-changed",
  "record-not-accepted",
  "record-unknown",
  "value-not-storable",
  "warning-not-accepted",
  "work-of-another",
] as const satisfies readonly ErrorCode[];

const requireAccepted = async (reviews: ReviewReader, batchId: string): Promise<void> => {
  const page = await reviews.query({ where: { batchId, status: "accepted" }, limit: 1 });
  if (page.items.length === 0) throw new CommandRejected("record-not-accepted");
};

/** The changes that new values make to a record; equal values are left out. */
const changesFor = (record: RecordView, keyed: Readonly<Record<string, KeyedValue>>): FieldChange[] => {
  const { fields, unknown } = toFieldValues(getRecordType(record.recordType), keyed);
  if (unknown.length > 0) {
    const problems = unknown.map((code) => ({ pointer: `/changes/${code}`, detail: code }));
    throw new CommandRejected("field-unknown", {}, problems);
  }
  return Object.keys(keyed)
    .map((field) => fieldChange(field, { before: record.fields[field], after: fields[field] }))
    .filter(({ before, after }) => !isSameValue(before, after));
};

/**
 * A problem for each field of a finding. An answer must name all fields of its finding (`fields`).
 */
const toProblems = ({ fields, messageVi, messageEn, rule, severity }: Finding) =>
  fields.map((field) => ({
    pointer: `/changes/${field}`,
    detail: messageVi,
    detailEn: messageEn,
    rule,
    severity,
    fields: [...fields],
  }));

/**
 * Applies the rules of the desk. Throws `value-not-storable` for a value that the record could
 * never have, and `warning-not-accepted` with a problem for each finding without a reason. A
 * required field is not emptied but said to be blank or illegible.
 */
const requireAnswered = (findings: readonly Finding[], answers: readonly FindingAnswer[]): void => {
  const blocking = findings.filter(blocksStorage);
  if (blocking.length > 0) throw new CommandRejected("value-not-storable", {}, blocking.flatMap(toProblems));
  const open = unansweredFindings(findings, answers);
  if (open.length > 0) throw new CommandRejected("warning-not-accepted", {}, open.flatMap(toProblems));
};

/**
 * Asks for new values in a record of an accepted batch, as the requester sees it; another person
 * decides. Throws what `requestCorrectionRefusals` names, or `revision-conflict` where the record
 * has changed since.
 */
export const requestCorrection = async (
  { commands, reviews }: RequestCorrectionDependencies,
  record: RecordView,
  viewer: Viewer,
  { changes: keyed, reason, answers: given = [] }: CorrectionWish,
  commandContext: CommandContext,
) => {
  const { seen, context } = getSeenVersion(commandContext);
  if (!mayReadRecord(viewer, record)) throw new CommandRejected("work-of-another");
  const correctionId = context.commandId;
  const before = await commands.findHandled(correctionDecider, correctionId, context);
  if (before) return { handled: before, content: { correctionId } };
  if (seen !== record.revision) throw new CommandRejected("revision-conflict", { actual: record.revision });
  await requireAccepted(reviews, record.batchId);
  const changes = changesFor(record, keyed);
  const problems = problemsWithBook(record.bookNumber, applyChanges({}, changes));
  if (problems.length > 0) throw new CommandRejected("value-not-storable", {}, problems);
  const answers = usableAnswers(given);
  // Earlier answers were given for other values.
  requireAnswered(findingsOfCorrection(record, changes, placesKnownBy(viewer.tree.units)), answers);
  const { id: recordId, unitId, bookId, batchId, recordType } = record;
  const data: DataOf<"CorrectionRequested"> = {
    correctionId,
    recordId,
    unitId,
    bookId,
    batchId,
    recordType,
    changes,
    accepted: answers.length > 0 ? withValues(answers, applyChanges(record.fields, changes)) : undefined,
    reason,
    requestedBy: context.actor.account,
  };
  const command: CorrectionCommand = { type: "RequestCorrection", data, bookNumber: record.bookNumber };
  const handled = await commands.handle(correctionDecider, correctionId, command, context);
  return { handled, content: { correctionId } };
};
