import { createReadStream } from "node:fs";
import {
  type Blobs,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type HandoverCommand, type HandoverEvent, handoverDecider } from "../domain/handover.ts";
import {
  type AnswerMapping,
  type AnswerTable,
  proposeMapping,
  readAnswerLines,
} from "../handover/answer-file.ts";
import { dayBefore } from "../handover/answer-place.ts";
import { fitAnswer } from "../handover/answer-size.ts";
import { type ContradictedCase, contradictedIn, matchAnswer } from "../handover/match-answer.ts";
import { keysOfBook } from "../steps/get-book.ts";
import type { LastPackage } from "../steps/load-last-package.ts";
import { everySent, previewNationalAnswerRefusals, requireSameBook } from "./preview-national-answer.ts";

interface RecordNationalAnswerDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "findHandled">;
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
  /** Where it says otherwise than an answer before: which of the two is right. */
  readonly kept?: "file" | "before" | undefined;
  /** Why that is so, or why a file from before its package is its answer. */
  readonly because?: string | undefined;
}

export const recordNationalAnswerRefusals = [
  ...previewNationalAnswerRefusals,
  "answer-before-package",
  "answer-contradicts",
  "answer-names-none",
  "answer-not-awaited",
  "answer-of-earlier-package",
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

const words = { loaded: ["đã nạp", "loaded"], refused: ["bị từ chối", "refused"] } as const;

/** Throws `answer-contradicts`, with each case, unless a person says which answer is right. */
const requireWord = (
  contradicted: readonly ContradictedCase[],
  { kept, because }: ReceivedAnswer,
): NonNullable<DataOf<"NationalAnswerRecorded">["contradicted"]> | undefined => {
  if (contradicted.length === 0) return undefined;
  if (kept === undefined || because === undefined) {
    const problems = contradicted.slice(0, 200).map(({ record, before, now }) => ({
      pointer: `/cases/${record.number}`,
      detail: `Số ${record.number}: kết quả trước ${words[before][0]}, tệp này ${words[now][0]}`,
      detailEn: `Number ${record.number}: ${words[before][1]} before, ${words[now][1]} by this file`,
    }));
    throw new CommandRejected("answer-contradicts", { records: contradicted.length }, problems);
  }
  const cases = contradicted.map(({ record: { recordId, number }, before, now }) => ({
    recordId,
    number,
    before,
    now,
  }));
  return { cases, kept, because };
};

/** Throws `answer-before-package` unless a person says why the file is its answer all the same. */
const requireOfPackage = (
  { madeAt }: LastPackage,
  { table, because }: ReceivedAnswer,
): DataOf<"NationalAnswerRecorded">["earlier"] => {
  const day = dayBefore(table, madeAt);
  if (day === undefined) return undefined;
  if (because === undefined) throw new CommandRejected("answer-before-package", { day });
  return { day, because };
};

/**
 * What an answer says of each record of the package, as its event names it. Throws
 * `answer-unreadable` where the columns are not understood, `answer-names-none` where it is another
 * package's, `answer-contradicts`, `answer-too-large`.
 */
const readAnswer = (sent: LastPackage, received: ReceivedAnswer) => {
  const { book, sequence, records, withoutAnswer, settled } = sent;
  const { table, mapping } = received;
  const understood = mapping ?? proposeMapping(table);
  if (!understood) throw notUnderstood();
  const lines = readAnswerLines(table, understood);
  const everSent = everySent(sent);
  const matched = matchAnswer(everSent, lines, book.openingYear, withoutAnswer ?? records);
  const found = contradictedIn(everSent, lines, book.openingYear, settled);
  if (!withoutAnswer && matched.missing.length === records.length)
    throw new CommandRejected("answer-names-none", { records: records.length });
  const contradicted = requireWord(found, received);
  const taken = contradicted?.kept === "file" ? found : [];
  const answer = {
    ...matched,
    loaded: matched.loaded + taken.filter(({ now }) => now === "loaded").length,
    refused: [
      ...matched.refused,
      ...taken.flatMap(({ record: { recordId, number, revision }, reason }) =>
        reason === undefined ? [] : [{ recordId, number, revision, reason }],
      ),
    ],
    contradicted,
  };
  const asked = [...(withoutAnswer ?? records), ...taken.map(({ record }) => record)];
  const packedRecordIds = asked.map(({ recordId }) => recordId);
  if (withoutAnswer) return { ...fitAnswer({ ...answer, packedRecordIds }), more: true as const };
  return fitAnswer(sequence > 1 ? { ...answer, packedRecordIds } : answer);
};

/** The counts of an answer as it was recorded. */
const countsOf = (events: readonly HandoverEvent[]) => {
  const recorded = events.find((event) => event.type === "NationalAnswerRecorded");
  const { loaded = 0, refused = [], missing = [], unknown = [] } = recorded?.data ?? {};
  return { loaded, refused: refused.length, missing: missing.length, unknown: unknown.length };
};

/**
 * Records the national database's answer to a package, or more results for cases that no answer has
 * named yet, and keeps the file. Counts the records loaded, refused and missing, and the numbers
 * that name no record. Throws what `recordNationalAnswerRefusals` names.
 */
export const recordNationalAnswer = async (
  { commands, blobs }: RecordNationalAnswerDependencies,
  sent: LastPackage,
  received: ReceivedAnswer,
  context: CommandContext,
) => {
  const { file, fileName, sha256 } = received;
  // Said twice, it is answered as it was the first time, whatever package has gone out since.
  const before = await commands.findHandled(handoverDecider, sent.book.id, context);
  if (before) return { handled: before, content: countsOf(before.events) };
  requireSameBook(sent, received.table);
  const earlier = requireOfPackage(sent, received);
  const answer = readAnswer(sent, received);
  await blobs.put(createReadStream(file));
  const recordedBy = context.actor.account;
  const data = { ...keysOfBook(sent.book), fileName, sha256, ...answer, earlier, recordedBy };
  const command: HandoverCommand = { type: "RecordAnswer", data };
  const handled = await commands
    .handle(handoverDecider, sent.book.id, command, context)
    .catch(async (error: unknown) => {
      if (error instanceof CommandRejected) await blobs.takeBack?.(sha256);
      throw error;
    });
  return { handled, content: countsOf(handled.events) };
};
