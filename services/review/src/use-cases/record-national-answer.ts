import { createReadStream } from "node:fs";
import {
  type Blobs,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
} from "@sogoc/core";
import { type HandoverCommand, handoverDecider } from "../domain/handover.ts";
import {
  type AnswerMapping,
  type AnswerTable,
  proposeMapping,
  readAnswerLines,
} from "../handover/answer-file.ts";
import { fitAnswer } from "../handover/answer-size.ts";
import { matchAnswer } from "../handover/match-answer.ts";
import { placeOf } from "../steps/get-book.ts";
import type { SentPackage } from "../steps/load-sent-package.ts";
import { previewNationalAnswerRefusals } from "./preview-national-answer.ts";

interface RecordAnswerAccess {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly blobs: Pick<Blobs, "put" | "takeBack">;
}

/** An answer file as it was received, and what its columns are where a person has said so. */
export interface ReceivedAnswer {
  /** Path of the file, which is there until the work is done. */
  readonly file: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly table: AnswerTable;
  readonly mapping: AnswerMapping | undefined;
}

export const recordNationalAnswerRefusals = [
  ...previewNationalAnswerRefusals,
  "answer-names-none",
  "answer-not-awaited",
  "answer-too-large",
] as const satisfies readonly ErrorCode[];

const notUnderstood = () =>
  new CommandRejected("answer-unreadable", {}, [
    {
      pointer: "/querystring/mapping",
      detail:
        "Không hiểu hết các cột hoặc trạng thái của tệp; hãy xem trước và chỉ rõ chữ nào nghĩa là đã nạp.",
      detailEn:
        "Not every column or status of the file is understood; preview it and say which texts mean loaded.",
    },
  ]);

/**
 * What an answer says of each record of the package, as its event names it. Throws
 * `answer-unreadable` where the columns are not understood, `answer-names-none` where it is another
 * package's, `answer-too-large`.
 */
const readAnswer = (
  { book, sequence, records, withoutAnswer }: SentPackage,
  { table, mapping }: ReceivedAnswer,
) => {
  const understood = mapping ?? proposeMapping(table);
  if (!understood) throw notUnderstood();
  const matched = matchAnswer(records, readAnswerLines(table, understood), book.openingYear, withoutAnswer);
  const idsOf = (some: SentPackage["records"]) => some.map(({ recordId }) => recordId);
  if (withoutAnswer)
    return { ...fitAnswer({ ...matched, packedRecordIds: idsOf(withoutAnswer) }), more: true as const };
  if (matched.missing.length === records.length)
    throw new CommandRejected("answer-names-none", { records: records.length });
  return fitAnswer(sequence > 1 ? { ...matched, packedRecordIds: idsOf(records) } : matched);
};

/**
 * Records the national database's answer to a package, or more results for cases that no answer has
 * named yet, and keeps the file. Counts the records loaded, refused and missing, and the numbers
 * that name no record. Throws what `recordNationalAnswerRefusals` names.
 */
export const recordNationalAnswer = async (
  { commands, blobs }: RecordAnswerAccess,
  sent: SentPackage,
  received: ReceivedAnswer,
  context: CommandContext,
) => {
  const { file, fileName, sha256 } = received;
  const answer = readAnswer(sent, received);
  await blobs.put(createReadStream(file));
  const recordedBy = context.actor.account;
  const data = { ...placeOf(sent.book), fileName, sha256, ...answer, recordedBy };
  const command: HandoverCommand = { type: "RecordAnswer", data };
  const handled = await commands
    .handle(handoverDecider, sent.book.id, command, context)
    .catch(async (error: unknown) => {
      if (error instanceof CommandRejected) await blobs.takeBack?.(sha256);
      throw error;
    });
  // Said twice, it is answered as it was the first time, whatever package has gone out since.
  const recorded = handled.events.find((event) => event.type === "NationalAnswerRecorded");
  const { loaded, refused, missing, unknown } = recorded?.data ?? answer;
  const counts = { refused: refused.length, missing: missing.length, unknown: unknown.length };
  return { handled, content: { loaded, ...counts } };
};
