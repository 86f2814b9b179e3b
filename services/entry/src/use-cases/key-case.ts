import { type CommandContext, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { FieldValues, FindingAnswer, SeenAs } from "@sogoc/events";
import { getRecordType, type KeyedValue, keyFields, usableAnswers } from "@sogoc/registers";
import { isScanOfCase } from "../domain/book.ts";
import { getCaseNumber } from "../domain/case-number.ts";
import { rawText } from "../domain/field-values.ts";
import { recordIdOf } from "../domain/identity.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { type EnterRecordDependencies, enterRecord, enterRecordRefusals } from "../steps/enter-record.ts";
import type { Batch } from "../steps/load-batch.ts";
import { loadBookWithScans } from "../steps/load-book.ts";
import { withPlaceOfCase } from "../steps/tell-where-case-is.ts";

/** A case as a clerk has typed it. */
export interface KeyedCase {
  readonly fields: Readonly<Record<string, KeyedValue>>;
  readonly answers?: readonly FindingAnswer[] | undefined;
  /** The image that the clerk had before them. */
  readonly scanId?: string | undefined;
  /** How values came that the clerk did not type but confirmed. */
  readonly seen?: Readonly<Record<string, SeenAs>> | undefined;
  /** The same number occurs twice in the paper book. */
  readonly duplicate?: { readonly suffix: string; readonly reason: string } | undefined;
}

export const keyCaseRefusals = [
  ...enterRecordRefusals,
  "field-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * How each value that is kept came, where nobody typed it. Throws `value-not-storable` for a
 * registration date that is said to be that of the case before: it is typed for every case.
 */
const notTypedIn = (recordType: string, fields: FieldValues, keyed: KeyedCase): Record<string, SeenAs> => {
  const { date: registeredOn } = keyFields(getRecordType(recordType));
  if (keyed.seen?.[registeredOn] === "carried-over") {
    const detail = "Ngày đăng ký phải gõ ở từng trường hợp, không chép từ trường hợp trước.";
    const detailEn = "The registration date is typed for every case, never carried over.";
    throw new CommandRejected("value-not-storable", {}, [
      { pointer: `/seen/${registeredOn}`, detail, detailEn },
    ]);
  }
  const seen: Record<string, SeenAs> = {};
  for (const [code, how] of Object.entries(keyed.seen ?? {}))
    if (fields[code] !== undefined) seen[code] = how;
  if (keyed.fields["quyenSo"] === undefined) seen["quyenSo"] = "from-batch";
  return seen;
};

/**
 * Enters a case as a clerk has typed it. Where the book's number is not typed it is the batch's; a
 * number that differs is kept only with a reason, as any other warning. The image is kept with the
 * case where the book has it for this very number: a desk that shows 7 while `7b` or `7/2009` is
 * keyed names the scan of another case. A number that has its case already is refused with where
 * that is. Throws what `keyCaseRefusals` names. Reads three streams:
 * the batch, the book, the record.
 */
export const keyCase = async (
  dependencies: EnterRecordDependencies,
  batch: Batch,
  keyed: KeyedCase,
  context: CommandContext,
) => {
  const { bookId, recordType, bookNumber } = batch.opened;
  const { scanId, duplicate } = keyed;
  const answers = usableAnswers(keyed.answers ?? []);
  const { book, scans } = await loadBookWithScans(dependencies.commands, bookId);
  const { openingYear } = book;
  const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...keyed.fields });
  const { number, plainNumber } = getCaseNumber(
    recordType,
    rawText(fields["so"]),
    openingYear,
    duplicate?.suffix,
  );
  const recordId = recordIdOf(bookId, number);
  const seen = notTypedIn(recordType, fields, keyed);
  const origin = {
    source: "keyed",
    seen: Object.keys(seen).length > 0 ? seen : undefined,
    scanId: scanId !== undefined && isScanOfCase({ scans }, number, scanId) ? scanId : undefined,
    duplicateReason: duplicate?.reason,
  } as const;
  const entered = { recordId, openingYear, number, plainNumber, fields, answers, origin };
  const handled = await enterRecord(dependencies, batch, entered, context).catch(async (error: unknown) => {
    throw await withPlaceOfCase(
      dependencies.commands,
      error,
      { recordId, batchId: batch.opened.batchId },
      context.actor,
    );
  });
  return { handled, content: { recordId, number } };
};
