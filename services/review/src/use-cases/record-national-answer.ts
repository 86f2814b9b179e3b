import { createReadStream } from "node:fs";
import {
  type Blobs,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import {
  type HandoverCommand,
  type HandoverEvent,
  handoverDecider,
  type PackedRecord,
} from "../domain/handover.ts";
import {
  type AnswerLine,
  type AnswerMapping,
  type AnswerTable,
  readAnswerLines,
} from "../handover/answer-file.ts";
import { fitAnswer } from "../handover/answer-size.ts";
import { type DoubtedLine, requireSensibleMapping, wordsIn } from "../handover/answer-words.ts";
import { type BookMention, dayBefore } from "../handover/book-mentions.ts";
import { type LineAside, linesAsideIn } from "../handover/lines-aside.ts";
import { type ContradictedCase, contradictedIn, matchAnswer } from "../handover/match-answer.ts";
import { type Centuries, shortYearColumns, shortYearsIn, withCentury } from "../handover/short-years.ts";
import { requireNoLineSkipped } from "../handover/skipped-lines.ts";
import { keysOfBook } from "../steps/get-book.ts";
import type { LastPackage } from "../steps/load-last-package.ts";
import {
  doubtsOf,
  everSentOf,
  findEitherCases,
  findRepeated,
  getUncertainMentions,
  previewNationalAnswerRefusals,
  problemsOfMentions,
  shortYearProblems,
} from "./preview-national-answer.ts";

interface RecordNationalAnswerDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "findHandled">;
  readonly blobs: Pick<Blobs, "put" | "takeBack">;
}

/** An answer file as it was received, with everything that a person has confirmed about it. */
export interface ReceivedAnswer {
  /** Path of the file; it is removed after the request. */
  readonly file: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly table: AnswerTable;
  /**
   * The meaning of its columns and texts: shown in the preview, and confirmed by whoever sends it.
   */
  readonly mapping: AnswerMapping | undefined;
  /** Which is right where the file contradicts an earlier answer. */
  readonly kept?: "file" | "before" | undefined;
  /**
   * The earlier package whose answer the file repeats, confirmed by a person: it is the answer to
   * this package, too.
   */
  readonly sameAs?: number | undefined;
  /**
   * Whether lines that may be of an earlier package or of the last one are of the one or the other,
   * as a person has said.
   */
  readonly whose?: "earlier" | "last" | undefined;
  /** How many lines a person has looked at whose own text contradicts what they count as. */
  readonly doubted?: number | undefined;
  /** How many lines a person has looked at that count for no case. */
  readonly aside?: number | undefined;
  /** How many lines a person has looked at that may name another book. */
  readonly unread?: number | undefined;
  /** The century of its years of two digits, or that of each column, chosen by a person. */
  readonly century?: Centuries | undefined;
  /**
   * The reason for what was confirmed: for which answer is kept, for a file from before its package
   * was made, for a repeated answer, for lines that may name another book, or for lines that count
   * for no case.
   */
  readonly because?: string | undefined;
}

export const recordNationalAnswerRefusals = [
  ...previewNationalAnswerRefusals,
  "answer-all-pending",
  "answer-before-package",
  "answer-contradicts",
  "answer-doubted",
  "answer-lines-aside",
  "answer-mapping-missing",
  "answer-names-none",
  "answer-not-awaited",
  "answer-of-earlier-package",
  "answer-of-which-package",
  "answer-place-unread",
  "answer-years-short",
  "answer-too-large",
] as const satisfies readonly ErrorCode[];

const noMapping = () =>
  new CommandRejected("answer-mapping-missing", {}, [
    {
      pointer: "/querystring/mapping",
      detail: "Hãy xem trước tệp, rồi gửi kèm cột nào là gì và chữ nào nghĩa là đã nạp.",
      detailEn: "Preview the file, then send which column is which and which texts mean loaded.",
    },
  ]);

const words = { loaded: ["đã nạp", "loaded"], refused: ["bị từ chối", "refused"] } as const;

/**
 * The contradictions with earlier answers, as a person has settled them. Throws
 * `answer-contradicts`, with each case, until then.
 */
const confirmedContradictions = (
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
  const isSetAside = kept === "before" && cases.some(({ now }) => now === "refused");
  return { cases, kept, because, awaitsWord: isSetAside ? true : undefined };
};

/**
 * The last day in the file, if the package was made after it, and the reason why the file is its
 * answer all the same. Throws `answer-before-package` without a reason.
 */
const confirmedEarlierDay = (
  { madeAt }: LastPackage,
  { table, because }: ReceivedAnswer,
): DataOf<"NationalAnswerRecorded">["earlier"] => {
  const day = dayBefore(table, madeAt);
  if (day === undefined) return undefined;
  if (because === undefined) throw new CommandRejected("answer-before-package", { day });
  return { day, because };
};

/**
 * How many lines may name another book, and why a person says that they do not. Throws
 * `answer-place-unread`, with the lines, until somebody has looked at all of them.
 */
const confirmedMentions = (
  lines: readonly BookMention[],
  sent: LastPackage,
  { unread, because }: ReceivedAnswer,
): DataOf<"NationalAnswerRecorded">["unread"] => {
  if (lines.length === 0) return undefined;
  if (because === undefined || unread !== lines.length)
    throw new CommandRejected(
      "answer-place-unread",
      { places: lines.length },
      problemsOfMentions(lines, sent),
    );
  return { places: lines.length, because };
};

/**
 * The table with all years in full. Throws `answer-years-short`, with examples, until a person has
 * chosen the century of its years of two digits, in each column.
 */
const getYearsInFull = (
  { book: { recordType } }: LastPackage,
  { table, mapping, century }: ReceivedAnswer,
): {
  readonly table: AnswerTable;
  readonly years: Pick<DataOf<"NationalAnswerRecorded">, "shortYears" | "shortYearColumns">;
} => {
  const read = { recordType, number: mapping?.number };
  const found = shortYearsIn(table, read);
  if (found.length === 0) return { table, years: {} };
  const columns = shortYearColumns(found, century);
  const open = columns.filter((column) => column.century === undefined).flatMap(({ places }) => places);
  if (open.length > 0)
    throw new CommandRejected("answer-years-short", { places: open.length }, shortYearProblems(open));
  const told = columns.flatMap(({ heading, places, century: of }) =>
    of === undefined ? [] : [{ heading: heading.slice(0, 100), places: places.length, century: of }],
  );
  const [one, another] = new Set(told.map((column) => column.century));
  const shortYears =
    one === undefined || another !== undefined ? undefined : { places: found.length, century: one };
  return { table: withCentury(table, century, read), years: { shortYears, shortYearColumns: told } };
};

const MOST_EXAMPLES = 20;

/**
 * How many lines contradict what they count as, and why a person says that they count so. Throws
 * `answer-doubted`, with the lines, until somebody has looked at all of them.
 */
const confirmedDoubts = (
  lines: readonly DoubtedLine[],
  { doubted, because }: ReceivedAnswer,
): DataOf<"NationalAnswerRecorded">["doubted"] => {
  if (lines.length === 0) return undefined;
  if (because !== undefined && doubted === lines.length) {
    const waiting = lines.filter(({ says }) => says !== "refused");
    // Those that whoever accepts has to look at come first.
    const examples = [...waiting, ...lines.filter(({ says }) => says === "refused")].slice(0, MOST_EXAMPLES);
    return {
      lines: lines.length,
      because,
      awaitsWord: waiting.length === 0 ? undefined : waiting.length,
      examples: examples.map((line) => ({ ...line })),
    };
  }
  const counted = { loaded: "đã nạp", refused: "bị từ chối", pending: "chưa có kết quả" } as const;
  const problems = lines.slice(0, 200).map(({ row, number, says, text }) => ({
    pointer: `/file/${row}`,
    detail: `Dòng ${row}, số ${number}: tính là ${counted[says]}, tệp ghi “${text}”`,
    detailEn: `Row ${row}, number ${number}: counts as ${says}, the file says “${text}”`,
  }));
  throw new CommandRejected("answer-doubted", { lines: lines.length }, problems);
};

/**
 * How many lines count for no case although they may say something of one, and why nothing of them
 * counts. Throws `answer-lines-aside`, with the lines, until somebody has looked at all of them.
 */
const confirmedAside = (
  lines: readonly LineAside[],
  { aside, because }: ReceivedAnswer,
): DataOf<"NationalAnswerRecorded">["aside"] => {
  if (lines.length === 0) return undefined;
  if (because !== undefined && aside === lines.length) {
    const examples = lines.slice(0, MOST_EXAMPLES).map(({ number, ...line }) => {
      return { ...line, number: number === "" ? undefined : number };
    });
    return { lines: lines.length, because, examples };
  }
  const problems = lines.slice(0, 200).map(({ sheet, row, number, text }) => {
    const of = number === "" ? ["không có số", "without a number"] : [`số ${number}`, `number ${number}`];
    const where = sheet === undefined ? ["", ""] : [`Trang “${sheet}”, `, `Sheet “${sheet}”, `];
    return {
      pointer: `/file/${row}`,
      detail: `${where[0]}dòng ${row}, ${of[0]}, ghi “${text}”: không tính cho trường hợp nào`,
      detailEn: `${where[1]}row ${row}, ${of[1]}, says “${text}”: it counts for no case`,
    };
  });
  throw new CommandRejected("answer-lines-aside", { lines: lines.length }, problems);
};

/** The sheet that is read, of several. */
const sheetOf = ({ sheets, sheet }: AnswerTable): string | undefined =>
  sheets.length > 1 ? sheets[sheet]?.name.slice(0, 100).toWellFormed() : undefined;

/**
 * The earlier package whose answer is repeated, and why this is the answer to the last package all
 * the same. Throws `answer-of-earlier-package` until a person has named that package and the
 * reason.
 */
const confirmedRepetition = (
  sent: LastPackage,
  lines: readonly AnswerLine[],
  { table, sha256, sameAs, because }: ReceivedAnswer,
): DataOf<"NationalAnswerRecorded">["sameAs"] => {
  const repeated = findRepeated(sent, table, lines, sha256);
  if (repeated === undefined) return undefined;
  if (because === undefined || sameAs !== repeated)
    throw new CommandRejected("answer-of-earlier-package", { package: repeated });
  return { package: repeated, because };
};

/**
 * The lines that may be results of an earlier package or of the last one, and of which they are.
 * Throws `answer-of-which-package`, with the cases, until a person has said so, with the reason. A
 * file that is confirmed to repeat an earlier answer is of the last package.
 */
const confirmedEither = (
  sent: LastPackage,
  lines: readonly AnswerLine[],
  { whose, because }: ReceivedAnswer,
  sameAs: DataOf<"NationalAnswerRecorded">["sameAs"],
): DataOf<"NationalAnswerRecorded">["ofEither"] => {
  const found = findEitherCases(sent, lines);
  if (found.length === 0 || sameAs !== undefined) return undefined;
  if (whose === undefined || because === undefined) {
    const problems = found.slice(0, 200).map(({ record: { number }, says, row, package: earlier, last }) => ({
      pointer: `/file/${row}`,
      detail: `Dòng ${row}, số ${number}, ${words[says][0]}: theo bản ở gói ${earlier}, hay bản đã đổi ở gói ${last}?`,
      detailEn: `Row ${row}, number ${number}, ${words[says][1]}: as package ${earlier} has it, or as changed in package ${last}?`,
    }));
    throw new CommandRejected("answer-of-which-package", { records: found.length }, problems);
  }
  const cases = found.map(({ record: { recordId, number }, says, package: earlier }) => ({
    recordId,
    number,
    says,
    package: earlier,
  }));
  return { cases, of: whose, because };
};

/**
 * What an answer says of these cases, where its lines for some of them belong to an earlier
 * package: those stay without a result.
 */
const matchWithout = (
  ofEarlier: ReadonlySet<string>,
  everSent: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
  asked: readonly PackedRecord[],
) => {
  const own = asked.filter(({ recordId }) => !ofEarlier.has(recordId));
  const matched = matchAnswer(everSent, lines, openingYear, own);
  const waiting = asked
    .filter(({ recordId }) => ofEarlier.has(recordId))
    .map(({ recordId, number, revision }) => ({ recordId, number, revision, pending: undefined }));
  return { ...matched, missing: [...matched.missing, ...waiting] };
};

/**
 * Later results: what the lines say of cases of earlier packages that no answer has named, as their
 * own event has it.
 */
const readLate = (sent: LastPackage, lines: readonly AnswerLine[], ofEarlier: ReadonlySet<string>) => {
  const { book, stillOpen } = sent;
  const everSent = everSentOf(sent);
  const { unknown: _, ...matched } = matchWithout(ofEarlier, everSent, lines, book.openingYear, stillOpen);
  if (matched.loaded + matched.refused.length === 0) return undefined;
  const packedRecordIds = stillOpen.map(({ recordId }) => recordId);
  return { ...fitAnswer({ ...matched, unknown: [], packedRecordIds }), more: true as const };
};

/**
 * What an answer says of each record of the package, as its event has it, and the later results for
 * earlier packages (`late`), which may be all there is. Throws `answer-names-none` for the answer
 * to another package, `answer-all-pending` where it has no result yet, `answer-contradicts`,
 * `answer-too-large`.
 */
const readAnswer = (
  sent: LastPackage,
  lines: readonly AnswerLine[],
  received: ReceivedAnswer,
  ofEither: DataOf<"NationalAnswerRecorded">["ofEither"],
) => {
  const { book, sequence, records, withoutAnswer, stillOpen, settled } = sent;
  const everSent = everSentOf(sent);
  const ofEarlier = new Set(ofEither?.of === "earlier" ? ofEither.cases.map(({ recordId }) => recordId) : []);
  const matched = matchWithout(ofEarlier, everSent, lines, book.openingYear, withoutAnswer ?? records);
  const late = readLate(sent, lines, ofEarlier);
  const tellsNothing = !withoutAnswer && matched.missing.length === records.length;
  if (tellsNothing && !late && ofEarlier.size === 0) {
    const isPending = matched.missing.some(({ pending }) => pending);
    throw new CommandRejected(isPending ? "answer-all-pending" : "answer-names-none", {
      records: records.length,
    });
  }
  const found = contradictedIn(everSent, lines, book.openingYear, settled).filter(
    ({ record }) => !ofEarlier.has(record.recordId),
  );
  const contradicted = confirmedContradictions(found, received);
  const taken = contradicted?.kept === "file" ? found : [];
  const withTaken = (answer: ReturnType<typeof matchAnswer>, asked: readonly PackedRecord[]) => ({
    ...answer,
    loaded: answer.loaded + taken.filter(({ now }) => now === "loaded").length,
    refused: [
      ...answer.refused,
      ...taken.flatMap(({ record: { recordId, number, revision }, reason }) =>
        reason === undefined ? [] : [{ recordId, number, revision, reason }],
      ),
    ],
    contradicted,
    packedRecordIds: [...asked, ...taken.map(({ record }) => record)].map(({ recordId }) => recordId),
  });
  const more = true as const;
  // The file contains only later results; the package still waits for its answer.
  if (tellsNothing) {
    const ofOpen = matchWithout(ofEarlier, everSent, lines, book.openingYear, stillOpen);
    return { answer: { ...fitAnswer(withTaken(ofOpen, stillOpen)), more }, late: undefined };
  }
  const whole = withTaken(matched, withoutAnswer ?? records);
  if (withoutAnswer) return { answer: { ...fitAnswer(whole), more }, late: undefined };
  const packedRecordIds = sequence > 1 ? whole.packedRecordIds : undefined;
  return { answer: fitAnswer({ ...whole, packedRecordIds }), late };
};

/**
 * The counts of an answer as it was recorded. Cases of earlier packages that it does not name do
 * not count as missing.
 */
const countsOf = (events: readonly HandoverEvent[]) => {
  const recorded = events.flatMap((event) => (event.type === "NationalAnswerRecorded" ? [event.data] : []));
  const { missing = [], unknown = [] } = recorded.at(-1) ?? {};
  return {
    loaded: recorded.reduce((sum, { loaded }) => sum + loaded, 0),
    refused: recorded.reduce((sum, { refused }) => sum + refused.length, 0),
    missing: missing.length,
    unknown: unknown.length,
  };
};

/**
 * Records the national database's answer to a package, or more results for cases that no answer has
 * named yet, and keeps the file. Counts the records loaded, refused and missing, and the numbers
 * that name no record. Throws what `recordNationalAnswerRefusals` names.
 */
export const recordNationalAnswer = async (
  { commands, blobs }: RecordNationalAnswerDependencies,
  sent: LastPackage,
  answer: ReceivedAnswer,
  context: CommandContext,
) => {
  const { file, fileName, sha256 } = answer;
  // A repeated command gets its first reply, whatever package has gone out since.
  const before = await commands.findHandled(handoverDecider, sent.book.id, context);
  if (before) return { handled: before, content: countsOf(before.events) };
  // A proposed mapping is not used until a person has looked at it.
  const { mapping } = answer;
  if (!mapping) {
    // A file of another book is refused as that first.
    getUncertainMentions(sent, answer.table);
    throw noMapping();
  }
  requireSensibleMapping(answer.table, mapping);
  requireNoLineSkipped(answer.table, mapping, everSentOf(sent), sent.book.openingYear);
  const { table, years } = getYearsInFull(sent, answer);
  const received = { ...answer, table };
  const uncertain = getUncertainMentions(sent, table);
  const lines = readAnswerLines(table, mapping);
  const sameAs = confirmedRepetition(sent, lines, received);
  const confirmations = {
    earlier: confirmedEarlierDay(sent, received),
    sameAs,
    ofEither: confirmedEither(sent, lines, received, sameAs),
    unread: confirmedMentions(uncertain, sent, received),
    ...years,
    doubted: confirmedDoubts(doubtsOf(sent, table, mapping, lines), received),
    aside: confirmedAside(linesAsideIn(table, mapping, everSentOf(sent), sent.book.openingYear), received),
    sheet: sheetOf(table),
    words: wordsIn(table, mapping),
  };
  const { answer: results, late } = readAnswer(sent, lines, received, confirmations.ofEither);
  await blobs.put(createReadStream(file));
  const recordedBy = context.actor.account;
  const shared = { ...keysOfBook(sent.book), fileName, sha256, mapping, recordedBy };
  const command: HandoverCommand = {
    type: "RecordAnswer",
    data: { ...shared, ...results, ...confirmations },
    late: late && { ...shared, ...late },
  };
  const handled = await commands
    .handle(handoverDecider, sent.book.id, command, context)
    .catch(async (error: unknown) => {
      if (error instanceof CommandRejected) await blobs.takeBack?.(sha256);
      throw error;
    });
  return { handled, content: countsOf(handled.events) };
};
