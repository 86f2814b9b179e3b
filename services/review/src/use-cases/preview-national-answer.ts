import { CommandRejected, type ErrorCode, vietnamDay } from "@sogoc/core";
import { getRecordType } from "@sogoc/registers";
import type { PackedRecord } from "../domain/handover.ts";
import {
  type AnswerLine,
  type AnswerMapping,
  type AnswerTable,
  type LineSays,
  proposeColumns,
  proposeMapping,
  readAnswerLines,
  rowsOfMapping,
  statusesIn,
} from "../handover/answer-file.ts";
import { doubtedIn, requireSensibleMapping, wordsIn } from "../handover/answer-words.ts";
import { type BookMention, bookMentionsOf, dayBefore, lastDayOf } from "../handover/book-mentions.ts";
import { type EitherCase, eitherCasesIn } from "../handover/either-package.ts";
import { linesAsideIn } from "../handover/lines-aside.ts";
import { type AnsweredCase, contradictedIn, layBeside, overruledIn } from "../handover/match-answer.ts";
import { packageRepeatedBy } from "../handover/repeated-answer.ts";
import {
  type Centuries,
  type ShortYear,
  shortYearColumns,
  shortYearsIn,
  withCentury,
} from "../handover/short-years.ts";
import { requireNoLineSkipped } from "../handover/skipped-lines.ts";
import type { LastPackage } from "../steps/load-last-package.ts";
import { manifestRefusals } from "../steps/read-manifest.ts";

export const previewNationalAnswerRefusals = [
  ...manifestRefusals,
  "answer-mapping-wrong",
  "answer-of-another-book",
  "answer-unreadable",
  "book-unknown",
  "not-handed-over",
  "workbook-refused",
] as const satisfies readonly ErrorCode[];

/** As many cases as a person reads through, those that are not loaded first. */
const MOST_SHOWN = 500;

type Outcome = LineSays | "not-named";

const outcomeOf = ({ says }: AnsweredCase): Outcome => says ?? "not-named";

const order: readonly Outcome[] = ["refused", "pending", "not-named", "loaded"];

/** The cases of the package and of all earlier ones. */
export const everSentOf = ({ records, settled, stillOpen }: LastPackage): readonly PackedRecord[] => {
  const known = new Set(records.map(({ recordId }) => recordId));
  const before = [...settled.map(({ record }) => record), ...stillOpen];
  return [...records, ...before.filter(({ recordId }) => !known.has(recordId))];
};

const MOST_NAMED = 20;
/** Examples of years of two digits for each column. */
const MOST_OF_A_COLUMN = 4;

/** Problems that show years of two digits in a file, each with its two readings. */
export const shortYearProblems = (found: readonly ShortYear[]) =>
  found.slice(0, MOST_NAMED).map(({ row, heading, text }) => ({
    pointer: `/file/${row}`,
    detail: `Dòng ${row}, cột “${heading}”: ${text} – năm 19… hay 20…?`,
    detailEn: `Row ${row}, column “${heading}”: ${text} – a year of 19… or of 20…?`,
  }));

/** The lines of a file that may name another book, in words. */
const inWords = ({ row, heading, text }: BookMention) =>
  row === 0
    ? { vi: `Tên tệp hoặc trang tính “${text}”`, en: `Name of the file or sheet “${text}”` }
    : heading === ""
      ? { vi: `Dòng ${row}: ${text}`, en: `Row ${row}: ${text}` }
      : {
          vi: `Dòng ${row}, cột “${heading}”: ${text}`,
          en: `Row ${row}, column “${heading}”: ${text}`,
        };

export const problemsOfMentions = (lines: readonly BookMention[], { book, office }: LastPackage) =>
  lines.slice(0, MOST_NAMED).map((line) => {
    const { bookNumber } = book;
    const type = getRecordType(book.recordType);
    const { vi, en } = inWords(line);
    return {
      pointer: `/file/${line.row}`,
      detail: `${vi}; gói này là sổ ${type.name_vi.toLowerCase()} ${bookNumber}, ${office}`,
      detailEn: `${en}; this package is book ${bookNumber} (${type.name_en.toLowerCase()}), ${office}`,
    };
  });

/**
 * The lines of a file that may name another book than the package's, which a person has to read.
 * Throws `answer-of-another-book` where the file clearly names another book.
 */
export const getUncertainMentions = (sent: LastPackage, table: AnswerTable): readonly BookMention[] => {
  const { elsewhere, uncertain } = bookMentionsOf(table, sent.answeredBook);
  if (elsewhere.length === 0) return uncertain;
  throw new CommandRejected(
    "answer-of-another-book",
    { lines: elsewhere.length },
    problemsOfMentions(elsewhere, sent),
  );
};

/**
 * The earlier package whose answer a file repeats, byte for byte or in what it says of each case. A
 * file with a day after the package was made is not an earlier answer.
 */
export const findRepeated = (
  sent: LastPackage,
  table: AnswerTable,
  lines: readonly AnswerLine[],
  sha256: string | undefined,
): number | undefined => {
  const { book, earlier, madeAt } = sent;
  const sameFile = earlier.findLast((one) => one.sha256 === sha256);
  if (sameFile) return sameFile.package;
  const day = lastDayOf(table);
  if (day !== undefined && day > vietnamDay(new Date(madeAt))) return undefined;
  return packageRepeatedBy(everSentOf(sent), lines, book.openingYear, earlier);
};

/** The lines that may be of an earlier package than the one that contained their case last. */
export const findEitherCases = (sent: LastPackage, lines: readonly AnswerLine[]): readonly EitherCase[] =>
  eitherCasesIn(everSentOf(sent), lines, sent.book.openingYear, sent.sentAgain, sent.packageOf);

/** The lines that contradict what they count as, by their own texts or by other lines. */
export const doubtsOf = (
  sent: LastPackage,
  table: AnswerTable,
  mapping: AnswerMapping,
  lines: readonly AnswerLine[],
) => doubtedIn(table, mapping, overruledIn(everSentOf(sent), lines, sent.book.openingYear));

/** The cases of earlier packages that no answer had named and that these lines name. */
export const lateCasesOf = (sent: LastPackage, lines: readonly AnswerLine[]): readonly AnsweredCase[] =>
  layBeside(everSentOf(sent), lines, sent.book.openingYear, sent.stillOpen).cases.filter(
    ({ says }) => says !== undefined,
  );

const earlierThan = (last: number, sequence: number | undefined): number | undefined =>
  sequence === undefined || sequence >= last ? undefined : sequence;

/**
 * What an answer says, by this mapping, of each case of the package that waits for it, and of cases
 * of earlier packages that no answer has named.
 */
const casesBy = (
  sent: LastPackage,
  table: AnswerTable,
  mapping: AnswerMapping,
  sha256: string | undefined,
) => {
  const { book, sequence, records, withoutAnswer = records, settled, packageOf } = sent;
  const lines = readAnswerLines(table, mapping);
  const everSent = everSentOf(sent);
  const { cases, unknown } = layBeside(everSent, lines, book.openingYear, withoutAnswer);
  const contradicted = contradictedIn(everSent, lines, book.openingYear, settled);
  const late = lateCasesOf(sent, lines);
  const doubted = doubtsOf(sent, table, mapping, lines);
  const aside = linesAsideIn(table, mapping, everSent, book.openingYear);
  const textOf = new Map(table.rows.map(({ row, cells }) => [row, cells[mapping.status] ?? ""]));
  const count = (outcome: Outcome) => cases.filter((one) => outcomeOf(one) === outcome).length;
  return {
    counts: {
      loaded: count("loaded"),
      refused: count("refused"),
      pending: count("pending"),
      notNamed: count("not-named"),
    },
    late: late.length,
    words: wordsIn(table, mapping),
    doubted: { count: doubted.length, lines: doubted.slice(0, MOST_NAMED).map((line) => ({ ...line })) },
    aside: { count: aside.length, lines: aside.slice(0, MOST_NAMED).map((line) => ({ ...line })) },
    sameAs: findRepeated(sent, table, lines, sha256),
    ofEither: findEitherCases(sent, lines).map(
      ({ record: { recordId, number, revision: until }, revision: after, differs, ...one }) => ({
        ...one,
        recordId,
        number,
        differs: [...differs],
        after,
        until,
      }),
    ),
    unknown: [...unknown],
    contradicted: contradicted.map(({ record, before, now, row, reason }) => ({
      recordId: record.recordId,
      number: record.number,
      before,
      now,
      row,
      reason,
    })),
    cases: [...late, ...cases]
      .toSorted((one, other) => order.indexOf(outcomeOf(one)) - order.indexOf(outcomeOf(other)))
      .slice(0, MOST_SHOWN)
      .map((one) => ({
        recordId: one.record.recordId,
        number: one.record.number,
        says: outcomeOf(one),
        text: one.row === undefined ? undefined : textOf.get(one.row),
        row: one.row,
        reason: one.reason,
        ofPackage: earlierThan(sequence, packageOf.get(one.record.recordId)),
      })),
  };
};

/**
 * Proposes what the columns of an answer file are, and shows its first rows. `proposal` is null
 * where a column, or a text of the status column, is not understood. `matched` is what the answer
 * says of each case, by the mapping that a person has chosen or else by the proposal; null without
 * either. `shortYears` are years of two digits, which are read only after a person has chosen their
 * century. `sheets` are all of the file, one of which is read. Throws `answer-of-another-book`,
 * `answer-mapping-wrong`.
 */
export const previewNationalAnswer = (
  sent: LastPackage,
  received: AnswerTable,
  chosen: AnswerMapping | undefined,
  sha256?: string,
  century?: Centuries,
) => {
  const reading = { recordType: sent.book.recordType, number: chosen?.number };
  const shortYears = shortYearsIn(received, reading);
  const table = withCentury(received, century, reading);
  const uncertain = getUncertainMentions(sent, table);
  if (chosen) {
    requireSensibleMapping(table, chosen);
    requireNoLineSkipped(table, chosen, everSentOf(sent), sent.book.openingYear);
  }
  const columns = proposeColumns(table);
  const { number, status } = columns;
  const { headerRow } = table;
  const read = number === undefined || status === undefined ? undefined : { headerRow, number, status };
  const rows = read ? rowsOfMapping(table, read) : table.rows;
  const statuses = status === undefined ? [] : statusesIn({ rows }, status);
  const proposal = proposeMapping(table) ?? null;
  const mapping = chosen ?? proposal;
  return {
    headerRow,
    sheets: table.sheets.map((one, index) => {
      return { name: one.name, rows: one.rows.length, isRead: index === table.sheet };
    }),
    headings: [...table.headings],
    columns,
    proposal,
    statuses: statuses.slice(0, 50),
    rows: table.rows.slice(0, 20).map(({ row, cells }) => ({ row, cells: [...cells] })),
    matched: mapping && casesBy(sent, table, mapping, sha256),
    unread: { count: uncertain.length, places: uncertain.slice(0, MOST_NAMED).map((line) => ({ ...line })) },
    earlierDay: dayBefore(table, sent.madeAt),
    shortYears: {
      count: shortYears.length,
      columns: shortYearColumns(shortYears, century).map(({ column, heading, places }) => ({
        column,
        heading,
        count: places.length,
        examples: places.slice(0, MOST_OF_A_COLUMN).map(({ row, text }) => ({ row, text })),
      })),
      examples: shortYears.slice(0, MOST_NAMED).map(({ row, heading, text }) => ({ row, heading, text })),
    },
  };
};
