import { type CommandContext, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { FieldValues, FindingAnswer, SeenAs } from "@sogoc/events";
import { columnsOfRegister, getRecordType, type KeyedValue, usableAnswers } from "@sogoc/registers";
import { isScanOfCase } from "../domain/book.ts";
import { getCaseNumber } from "../domain/case-number.ts";
import { rawText } from "../domain/field-values.ts";
import { recordIdOf } from "../domain/identity.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { type EnterRecordDependencies, enterRecord, enterRecordRefusals } from "../steps/enter-record.ts";
import type { Batch } from "../steps/load-batch.ts";
import { loadBookWithScans } from "../steps/load-book.ts";
import { withBatchOfCase } from "../steps/with-batch-of-case.ts";

/** A case as a clerk has typed it. */
export interface KeyedCase {
  readonly fields: Readonly<Record<string, KeyedValue>>;
  readonly answers?: readonly FindingAnswer[] | undefined;
  /** The scan that the clerk had before them. */
  readonly scanId?: string | undefined;
  /** How values came that the clerk did not type but confirmed. */
  readonly notTyped?: Readonly<Record<string, SeenAs>> | undefined;
  /**
   * The paper book has the number twice, and this is its second case: the letter that tells it
   * apart, and why there are two.
   */
  readonly secondCase?: { readonly suffix: string; readonly reason: string } | undefined;
}

export const keyCaseRefusals = [
  ...enterRecordRefusals,
  "field-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * Returns how each value came that is kept and that nobody typed. Throws `value-not-storable` for a
 * registration date that was carried over from the case before: it is typed for every case.
 */
const notTypedIn = (recordType: string, fields: FieldValues, keyed: KeyedCase): Record<string, SeenAs> => {
  const { date: registeredOn } = columnsOfRegister(getRecordType(recordType));
  if (keyed.notTyped?.[registeredOn] === "carried-over") {
    const detail = "Ngày đăng ký phải gõ ở từng trường hợp, không chép từ trường hợp trước.";
    const detailEn = "The registration date is typed for every case, never carried over.";
    throw new CommandRejected("value-not-storable", {}, [
      { pointer: `/seen/${registeredOn}`, detail, detailEn },
    ]);
  }
  const notTyped: Record<string, SeenAs> = {};
  for (const [code, how] of Object.entries(keyed.notTyped ?? {}))
    if (fields[code] !== undefined) notTyped[code] = how;
  if (keyed.fields["quyenSo"] === undefined) notTyped["quyenSo"] = "from-batch";
  return notTyped;
};

/**
 * Enters a case as a clerk has typed it. If no book number is typed, it is that of the batch. A
 * book number that is not the book's is refused: such a case is keyed in its own book. The scan is
 * kept with the case only if the book has it for this number: a desk that shows 7 while `7b` or
 * `7/2009` is keyed names the scan of another case. A number that has a case already is refused
 * with that case and its batch. Throws what `keyCaseRefusals` names. Reads three streams: the
 * batch, the book, the record.
 */
export const keyCase = async (
  dependencies: EnterRecordDependencies,
  batch: Batch,
  keyed: KeyedCase,
  context: CommandContext,
) => {
  const { bookId, recordType, bookNumber } = batch.opened;
  const { scanId, secondCase } = keyed;
  const answers = usableAnswers(keyed.answers ?? []);
  const { book, scans } = await loadBookWithScans(dependencies.commands, bookId);
  const { openingYear } = book;
  const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...keyed.fields });
  const { number, plainNumber } = getCaseNumber(
    recordType,
    rawText(fields["so"]),
    openingYear,
    secondCase?.suffix,
  );
  const recordId = recordIdOf(bookId, number);
  const notTyped = notTypedIn(recordType, fields, keyed);
  const origin = {
    source: "keyed",
    seen: Object.keys(notTyped).length > 0 ? notTyped : undefined,
    scanId: scanId !== undefined && isScanOfCase({ scans }, number, scanId) ? scanId : undefined,
    duplicateReason: secondCase?.reason,
  } as const;
  const entered = { recordId, openingYear, number, plainNumber, fields, answers, origin };
  const handled = await enterRecord(dependencies, batch, entered, context).catch(async (error: unknown) => {
    throw await withBatchOfCase(
      dependencies.commands,
      error,
      { recordId, batchId: batch.opened.batchId },
      context.actor,
    );
  });
  return { handled, content: { recordId, number } };
};
