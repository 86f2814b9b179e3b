import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  getSeenVersion,
} from "@sogoc/core";
import type { Mark } from "@sogoc/events";
import { columnsOfRegister, findField, getRecordType, isOfBook } from "@sogoc/registers";
import type { Withdrawal } from "../domain/colleagues-marks.ts";
import { countFieldsToCheck } from "../domain/fields-checked.ts";
import { type ReviewCommand, reviewDecider } from "../domain/review.ts";
import type { RecordView } from "../read-models/records.ts";
import { getEarlierRounds } from "../steps/get-earlier-rounds.ts";
import { type AddedReaders, listCasesAddedTo } from "../steps/list-cases-added.ts";
import { listEarlierMarks } from "../steps/list-marks.ts";
import { getScanVersions } from "../steps/list-overtaken-checks.ts";
import type { OpenedReview } from "../steps/load-review.ts";

interface CheckRecordDependencies extends AddedReaders {
  readonly commands: Pick<CommandHandler, "handle">;
}

/**
 * The version of what a checker sees: a number that rises with every change of the record, every
 * other scan of it and every check.
 */
export const versionOfSampled = (
  record: Pick<RecordView, "revision">,
  scanVersion: number,
  times: number,
): number => record.revision + scanVersion + times;

export interface RecordCheck {
  /** Revision of the record that the checker has before them. */
  readonly recordRevision: number;
  /** What the checker marks as wrong; empty where they find the record right. */
  readonly marks: readonly Mark[];
  /** Reasons for withdrawing marks of other people and of earlier rounds. */
  readonly withdrawn?: readonly Withdrawal[] | undefined;
}

export const checkRecordRefusals = [
  "arbitrated-by-yourself",
  "field-marked-twice",
  "field-not-correctable",
  "field-unknown",
  "keyed-by-yourself",
  "record-not-in-sample",
  "reset-by-yourself",
  "review-closed",
  "review-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * Throws for marks that nobody could mend, or that mark a field twice: `field-unknown`,
 * `field-marked-twice`, and `field-not-correctable` for a right book number, which belongs to the
 * book. A wrong registration number can be marked: its case is voided and keyed again.
 */
const requireMendable = (
  { recordType, bookNumber, fields: values }: RecordView,
  marks: readonly Mark[],
): void => {
  const type = getRecordType(recordType);
  const fields = marks.map(({ field }) => field);
  const unknown = fields.filter((field) => findField(type, field) === undefined);
  if (unknown.length > 0) {
    const problems = unknown.map((field) => ({ pointer: `/marks/${field}`, detail: field }));
    throw new CommandRejected("field-unknown", {}, problems);
  }
  const { book } = columnsOfRegister(type);
  if (fields.includes(book) && isOfBook(bookNumber, values[book]))
    throw new CommandRejected("field-not-correctable", { field: book });
  if (new Set(fields).size < fields.length) throw new CommandRejected("field-marked-twice");
};

/**
 * Records a check of one record of the sample; it replaces an earlier check by the same person.
 * Marks of others, and marks of earlier rounds whose fields have the marked value again, stay
 * unless a reason is given. Throws what `checkRecordRefusals` names, or `revision-conflict` where
 * the record or its scan has changed since, or somebody else has checked it.
 */
export const checkRecord = async (
  dependencies: CheckRecordDependencies,
  { opened, state }: OpenedReview,
  recordId: string,
  { recordRevision, marks, withdrawn }: RecordCheck,
  commandContext: CommandContext,
) => {
  const { commands, records, reviews, scans } = dependencies;
  const { seen, context } = getSeenVersion(commandContext);
  const record = await records.find(recordId);
  if (!record) throw new CommandRejected("record-not-in-sample");
  if (record.revision !== recordRevision)
    throw new CommandRejected("revision-conflict", { actual: record.revision });
  requireMendable(record, marks);
  const { reviewId, bookId } = opened;
  const scanVersion = (await getScanVersions(scans, bookId))(record.number);
  const rounds = await getEarlierRounds({ records, reviews }, opened);
  const earlier = await listEarlierMarks({ records }, rounds, { ...opened, state }, recordId);
  const added = await listCasesAddedTo(dependencies, { ...opened, status: state.status }, rounds);
  const command: ReviewCommand = {
    type: "CheckRecord",
    recordId,
    recordRevision,
    // A lower version was seen if the record, the scan or the checks have changed since; the number
    // of checks then does not fit, and the decider refuses.
    timesCheckedBefore: seen - versionOfSampled(record, scanVersion, 0),
    scanVersion,
    isAdded: added.recordIds.includes(recordId),
    marks,
    withdrawals: withdrawn,
    notMended: earlier.filter(({ notMended }) => notMended),
    fieldsChecked: countFieldsToCheck(getRecordType(record.recordType), record.fields, record.bookNumber),
    accountId: context.actor.account,
  };
  const handled = await commands.handle(reviewDecider, reviewId, command, context);
  return { handled, content: { reviewId } };
};
