import type { CommandContext, ErrorCode } from "@sogoc/core";
import type { AcceptedWarning } from "@sogoc/events";
import type { KeyedValue } from "@sogoc/registers";
import { getCaseNumber } from "../domain/case-number.ts";
import { rawText } from "../domain/field-values.ts";
import { recordIdOf } from "../domain/identity.ts";
import { mayStand } from "../domain/judgement.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { type EnterRecordAccess, enterRecord, enterRecordRefusals } from "./enter-record.ts";
import type { Batch } from "./load-batch.ts";
import { loadBook } from "./load-book.ts";

/** A case as a clerk has typed it. */
export interface KeyedCase {
  readonly fields: Readonly<Record<string, KeyedValue>>;
  readonly accepted?: AcceptedWarning[] | undefined;
  readonly scanId?: string | undefined;
  /** The same number stands twice in the paper book. */
  readonly duplicate?: { readonly suffix: string; readonly reason: string } | undefined;
}

export const keyCaseRefusals = [
  ...enterRecordRefusals,
  "field-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * Enters a case as a clerk has typed it. Where the book's number is not typed it is the batch's; a
 * number that differs stands only with a reason, as any other warning. Throws what
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
  const accepted = mayStand(keyed.accepted ?? []);
  const { openingYear } = await loadBook(access.commands, bookId);
  const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...keyed.fields });
  const { text: number, plain: plainNumber } = getCaseNumber(
    recordType,
    rawText(fields["so"]),
    openingYear,
    duplicate?.suffix,
  );
  const recordId = recordIdOf(bookId, number);
  const origin = {
    source: "keyed",
    accepted: accepted.length > 0 ? accepted : undefined,
    scanId,
    duplicateReason: duplicate?.reason,
  } as const;
  const entered = { recordId, openingYear, number, plainNumber, fields, origin };
  const handled = await enterRecord(access, batch, entered, context);
  return { handled, content: { recordId, number } };
};
