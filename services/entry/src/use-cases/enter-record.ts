import type { CommandContext, CommandHandler, ErrorCode, Handled } from "@sogoc/core";
import type { AcceptedWarning, DataOf, FieldValues, SeenAs } from "@sogoc/events";
import { countingAnswers, type Finding, type KeyedValue } from "@sogoc/registers";
import { getCaseNumber } from "../domain/case-number.ts";
import { recordIdOf } from "../domain/identity.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { recordDecider } from "../domain/record.ts";
import type { RecordCommand, RecordEvent } from "../domain/record-model.ts";
import { keyInBatch, keyingRefusals } from "./key-in-batch.ts";
import type { Batch, BatchAccess } from "./load-batch.ts";
import { loadBook } from "./load-book.ts";

export interface EnterRecordAccess extends BatchAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

export const enterRecordRefusals = [
  ...keyingRefusals,
  "first-keying-finished",
  "record-exists",
  "record-not-in-batch",
  "value-not-storable",
  "warning-not-accepted",
] as const satisfies readonly ErrorCode[];

/** A case as it came from a desk or from a row of a workbook, with its place in the book. */
export interface CaseToEnter {
  readonly recordId: string;
  readonly openingYear: number;
  /** Canonical text of the registration number, and the number alone for the batch's range. */
  readonly number: string;
  readonly plainNumber: number;
  readonly fields: FieldValues;
  /** What the rules say of the fields, where they were asked a moment ago. */
  readonly findings?: readonly Finding[] | undefined;
  readonly origin: Pick<
    DataOf<"RecordEntered">,
    "source" | "seen" | "importId" | "row" | "preparedBy" | "scanId" | "accepted" | "duplicateReason"
  >;
}

/** Enters one case into a batch. Throws what `enterRecordRefusals` names. */
export const enterRecord = (
  access: EnterRecordAccess,
  batch: Batch,
  entered: CaseToEnter,
  context: CommandContext,
): Promise<Handled<RecordEvent>> =>
  keyInBatch(access, batch, context, (keying) => {
    const { batchId, bookId, unitId, recordType, bookNumber } = batch.opened;
    const { recordId, openingYear, number, plainNumber, fields, findings, origin } = entered;
    const command: RecordCommand = {
      type: "EnterRecord",
      plainNumber,
      keying,
      findings,
      data: {
        recordId,
        bookId,
        batchId,
        unitId,
        recordType,
        bookNumber,
        openingYear,
        number,
        fields,
        ...origin,
      },
    };
    return access.commands.handle(recordDecider, recordId, command, context);
  });

/** A case as a clerk has typed it. */
export interface KeyedCase {
  readonly fields: Readonly<Record<string, KeyedValue>>;
  readonly accepted?: AcceptedWarning[] | undefined;
  readonly scanId?: string | undefined;
  /** How values came that the clerk did not type but confirmed. */
  readonly seen?: Readonly<Record<string, SeenAs>> | undefined;
  /** The same number stands twice in the paper book. */
  readonly duplicate?: { readonly suffix: string; readonly reason: string } | undefined;
}

export const keyCaseRefusals = [
  ...enterRecordRefusals,
  "field-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * Enters a case as a clerk has typed it; the book's number is the batch's. Throws what
 * `keyCaseRefusals` names. Reads three streams: the batch, the book, the record.
 */
export const keyCase = async (
  access: EnterRecordAccess,
  batch: Batch,
  keyed: KeyedCase,
  context: CommandContext,
) => {
  const { bookId, recordType, bookNumber } = batch.opened;
  const { scanId, duplicate } = keyed;
  const accepted = countingAnswers(keyed.accepted ?? []);
  const { openingYear } = await loadBook(access.commands, bookId);
  const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...keyed.fields });
  const so = fields["so"];
  const { text: number, plain: plainNumber } = getCaseNumber(
    so && "raw" in so ? (so.raw ?? "") : "",
    openingYear,
    duplicate?.suffix,
  );
  const recordId = recordIdOf(bookId, number);
  const bookField = keyed.fields["quyenSo"] === undefined ? { quyenSo: "from-batch" as const } : {};
  const seen = Object.fromEntries(
    Object.entries({ ...keyed.seen, ...bookField }).filter(([code]) => fields[code] !== undefined),
  );
  const origin = {
    source: "keyed",
    seen: Object.keys(seen).length > 0 ? seen : undefined,
    accepted: accepted.length > 0 ? accepted : undefined,
    scanId,
    duplicateReason: duplicate?.reason,
  } as const;
  const entered = { recordId, openingYear, number, plainNumber, fields, origin };
  const handled = await enterRecord(access, batch, entered, context);
  return { handled, content: { recordId, number } };
};
