import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  seenRevision,
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
  /** What the rules find in the record as it would be, each with the answer to it. */
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

/** The changes that new values make to a record as it is now; equal values are left out. */
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

/** A problem for each field that a finding names; an answer names them all, as `fields` does. */
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
 * The same rules as at the desk. Throws `value-not-storable` for what could never be written into
 * the record, and `warning-not-accepted` with the problems of each finding that has no reason: a
 * field that must be there is said to be blank or not to be read, it is not emptied.
 */
const requireAnswered = (findings: readonly Finding[], answers: readonly FindingAnswer[]): void => {
  const blocking = findings.filter(blocksStorage);
  if (blocking.length > 0) throw new CommandRejected("value-not-storable", {}, blocking.flatMap(toProblems));
  const open = unansweredFindings(findings, answers);
  if (open.length > 0) throw new CommandRejected("warning-not-accepted", {}, open.flatMap(toProblems));
};

/**
 * Asks for new values in a record of an accepted batch as the requester has it before them; another
 * person decides. Throws what `requestCorrectionRefusals` names, or `revision-conflict` where the
 * record has changed since.
 */
export const requestCorrection = async (
  { commands, reviews }: RequestCorrectionDependencies,
  record: RecordView,
  viewer: Viewer,
  { changes: keyed, reason, answers: given = [] }: CorrectionWish,
  commandContext: CommandContext,
) => {
  const { seen, context } = seenRevision(commandContext);
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
  // What was answered before was said of another value.
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
