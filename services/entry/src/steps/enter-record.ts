import type { CommandContext, CommandHandler, ErrorCode, Handled } from "@sogoc/core";
import type { DataOf, FieldValues, FindingAnswer, RecordEvent } from "@sogoc/events";
import type { Finding } from "@sogoc/registers";
import { recordDecider } from "../domain/record.ts";
import type { RecordCommand } from "../domain/record-model.ts";
import { type KeyInBatchDependencies, keyInBatch, keyingRefusals } from "./key-in-batch.ts";
import type { Batch } from "./load-batch.ts";

export interface EnterRecordDependencies extends KeyInBatchDependencies {
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

/** A case as it came from a desk or from a row of a workbook, with its number in the book. */
export interface CaseToEnter {
  readonly recordId: string;
  readonly openingYear: number;
  /** Canonical text of the registration number, and the number alone for the batch's range. */
  readonly number: string;
  readonly plainNumber: number;
  readonly fields: FieldValues;
  /** What the rules say of the fields, where they were asked a moment ago. */
  readonly findings?: readonly Finding[] | undefined;
  /** Reasons that were given for what the rules find. */
  readonly answers?: readonly FindingAnswer[] | undefined;
  readonly origin: Pick<
    DataOf<"RecordEntered">,
    | "source"
    | "seen"
    | "importId"
    | "row"
    | "preparedBy"
    | "preparerPasswordSetBy"
    | "scanId"
    | "duplicateReason"
  >;
}

/** Enters one case into a batch. Throws what `enterRecordRefusals` names. */
export const enterRecord = (
  dependencies: EnterRecordDependencies,
  batch: Batch,
  entered: CaseToEnter,
  context: CommandContext,
): Promise<Handled<RecordEvent>> =>
  keyInBatch(dependencies, batch, context, (keying) => {
    const { batchId, bookId, unitId, recordType, bookNumber } = batch.opened;
    const { recordId, openingYear, number, plainNumber, fields, findings, answers = [], origin } = entered;
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
        accepted: answers.length > 0 ? [...answers] : undefined,
        ...origin,
      },
    };
    return dependencies.commands.handle(recordDecider, recordId, command, context);
  });
