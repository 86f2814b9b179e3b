import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { applyChanges, type DataOf, type FieldChange, fieldChange } from "@sogoc/events";
import { blocksStorage, checkRecord, getRecordType, type KeyedValue, toFieldValues } from "@sogoc/registers";
import { type CorrectionCommand, correctionDecider } from "../domain/correction.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";
import { mayReadRecord, type Reader } from "./record-readers.ts";

interface RequestCorrectionAccess {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly reviews: ReviewReader;
}

export interface CorrectionWish {
  /** New values by field; an empty text takes the field away. */
  readonly changes: Readonly<Record<string, KeyedValue>>;
  readonly reason: string;
}

export const requestCorrectionRefusals = [
  "field-not-correctable",
  "field-unknown",
  "nothing-changed",
  "record-not-accepted",
  "record-unknown",
  "value-not-storable",
  "work-of-another",
] as const satisfies readonly ErrorCode[];

const requireAccepted = async (reviews: ReviewReader, batchId: string): Promise<void> => {
  const page = await reviews.query({ where: { batchId, status: "accepted" }, limit: 1 });
  if (page.items.length === 0) throw new CommandRejected("record-not-accepted");
};

/** The changes that new values make to a record as it stands; equal values are left out. */
const changesFor = (record: SubmittedRecord, keyed: Readonly<Record<string, KeyedValue>>): FieldChange[] => {
  const { fields, unknown } = toFieldValues(getRecordType(record.recordType), keyed);
  if (unknown.length > 0) {
    const problems = unknown.map((code) => ({ pointer: `/changes/${code}`, detail: code }));
    throw new CommandRejected("field-unknown", {}, problems);
  }
  return Object.keys(keyed)
    .map((field) => fieldChange(field, { before: record.fields[field], after: fields[field] }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
};

/**
 * Throws `value-not-storable` for what could never be written into the record, however many approve
 * it.
 */
const requireStorable = (record: SubmittedRecord, changes: readonly FieldChange[]): void => {
  const problems = checkRecord({
    recordType: getRecordType(record.recordType),
    fields: applyChanges(record.fields, changes),
    book: { quyenSo: record.bookNumber, openingYear: record.openingYear },
  })
    .filter(blocksStorage)
    .map(({ fields, messageVi, messageEn, rule, severity }) => ({
      pointer: `/changes/${fields[0] ?? ""}`,
      detail: messageVi,
      detailEn: messageEn,
      rule,
      severity,
    }));
  if (problems.length > 0) throw new CommandRejected("value-not-storable", {}, problems);
};

/**
 * Asks for new values in a record of an accepted batch; another person decides. Throws what
 * `requestCorrectionRefusals` names.
 */
export const requestCorrection = async (
  { commands, reviews }: RequestCorrectionAccess,
  record: SubmittedRecord,
  reader: Reader,
  { changes: keyed, reason }: CorrectionWish,
  context: CommandContext,
) => {
  if (!mayReadRecord(reader, record)) throw new CommandRejected("work-of-another");
  await requireAccepted(reviews, record.batchId);
  const changes = changesFor(record, keyed);
  requireStorable(record, changes);
  const correctionId = context.commandId;
  const { id: recordId, unitId, bookId, batchId, recordType } = record;
  const data: DataOf<"CorrectionRequested"> = {
    correctionId,
    recordId,
    unitId,
    bookId,
    batchId,
    recordType,
    changes,
    reason,
    requestedBy: context.actor.account,
  };
  const command: CorrectionCommand = { type: "RequestCorrection", data };
  const handled = await commands.handle(correctionDecider, correctionId, command, context);
  return { handled, content: { correctionId } };
};
