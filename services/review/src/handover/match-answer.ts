import type { DataOf } from "@sogoc/events";
import { formatRegistrationNumber, limitOn, parseRegistrationNumber } from "@sogoc/registers";
import type { PackedRecord } from "../domain/handover.ts";
import type { AnswerLine, LineSays } from "./answer-file.ts";

type Matched = Pick<DataOf<"NationalAnswerRecorded">, "loaded" | "refused" | "missing" | "unknown">;

const NO_REASON = "Không ghi lý do";
const MAX_UNKNOWN = 200;

/** Where several lines name one record, the heaviest counts. */
const weight: Readonly<Record<LineSays, number>> = { loaded: 0, pending: 1, refused: 2 };

interface NamedCase {
  /**
   * Its number as in the records of the book: `5`, or `5/2009` if the year is not the opening year.
   */
  readonly key: string;
  /** Its number without the year. */
  readonly plain: string;
  /** The year as written, even if it is the opening year. */
  readonly year: number | undefined;
}

const nameCase = (text: string, openingYear: number): NamedCase => {
  const parsed = parseRegistrationNumber(text);
  if (!parsed) return { key: text.toLowerCase(), plain: text.toLowerCase(), year: undefined };
  const one = { number: parsed.number, suffix: parsed.suffix.toLowerCase() };
  const { year } = parsed;
  return {
    key: formatRegistrationNumber({ ...one, year: year === openingYear ? undefined : year }),
    plain: formatRegistrationNumber({ ...one, year: undefined }),
    year,
  };
};

/** Tells whether a text has the number of any of these records, whatever year it names. */
export const namesAnyOf = (
  packed: readonly PackedRecord[],
  openingYear: number,
): ((text: string) => boolean) => {
  const numbers = new Set(packed.map(({ number }) => nameCase(number, openingYear).plain));
  return (text) => numbers.has(nameCase(text, openingYear).plain);
};

/** The year that all these lines name; undefined if one names another, or none. */
const yearOfAll = (lines: readonly AnswerLine[], openingYear: number): number | undefined => {
  const [only, another] = new Set(lines.map(({ number }) => nameCase(number, openingYear).year));
  return another === undefined ? only : undefined;
};

/**
 * Finds the record for a number of an answer. The year counts, because numbering may begin again
 * within a book. It is ignored only if no record has the number as written, a single record has the
 * number without the year, and no other line names that one in full. The line's year, if it has
 * one, must then be the record's own, by its number or its registration. If the record's year is
 * not known, any year of the book will do, unless all lines have that same year: then they belong
 * to another book.
 */
const matcher = (packed: readonly PackedRecord[], lines: readonly AnswerLine[], openingYear: number) => {
  const byKey = new Map<string, PackedRecord>();
  const byPlain = new Map<string, PackedRecord[]>();
  for (const record of packed) {
    const { key, plain } = nameCase(record.number, openingYear);
    byKey.set(key, record);
    byPlain.set(plain, [...(byPlain.get(plain) ?? []), record]);
  }
  const named = new Set(lines.map(({ number }) => byKey.get(nameCase(number, openingYear).key)?.recordId));
  const allOfYear = yearOfAll(lines, openingYear);
  const isOfBook = (year: number): boolean =>
    openingYear <= year && year <= openingYear + limitOn("book-year-span").max && year !== allOfYear;
  return (text: string): PackedRecord | undefined => {
    const { key, plain, year } = nameCase(text, openingYear);
    const exact = byKey.get(key);
    if (exact) return exact;
    const [only, another] = byPlain.get(plain) ?? [];
    if (!only || another || named.has(only.recordId)) return undefined;
    if (year === undefined) return only;
    const own = nameCase(only.number, openingYear).year ?? only.registeredIn;
    return (own === undefined ? isOfBook(year) : year === own) ? only : undefined;
  };
};

/** A case of a package with what an answer says of it. */
export interface AnsweredCase {
  readonly record: PackedRecord;
  /** Undefined where no line names it. */
  readonly says: LineSays | undefined;
  /** Of a refused one. */
  readonly reason: string | undefined;
  /** The row of the line that counts, as in the sheet. */
  readonly row: number | undefined;
}

/**
 * Finds what an answer says of each case of a package, and the numbers in it that name no case.
 * Where lines contradict each other, refused counts before pending, and pending before loaded.
 * `asked` are the records to find, if not all of them.
 */
export const layBeside = (
  packed: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
  asked: readonly PackedRecord[] = packed,
): { readonly cases: readonly AnsweredCase[]; readonly unknown: readonly string[] } => {
  const recordOf = matcher(packed, lines, openingYear);
  const heaviest = new Map<string, AnswerLine>();
  const unknown: string[] = [];
  for (const line of lines) {
    const record = recordOf(line.number);
    if (!record) {
      unknown.push(line.number.slice(0, 40));
      continue;
    }
    const before = heaviest.get(record.recordId);
    // The heaviest of several lines counts; of equal ones, the first.
    if (!before || weight[line.says] > weight[before.says]) heaviest.set(record.recordId, line);
  }
  const cases = asked.map((record): AnsweredCase => {
    const line = heaviest.get(record.recordId);
    const reason = line?.says === "refused" ? line.reason || NO_REASON : undefined;
    return { record, says: line?.says, reason, row: line?.row };
  });
  return { cases, unknown: unknown.slice(0, MAX_UNKNOWN) };
};

/** A line that says less of its case than another line of the same file does, which counts. */
export interface OverruledLine {
  readonly line: AnswerLine;
  readonly countsAs: LineSays;
}

/** The lines of cases of which other lines say something heavier: see `layBeside`. */
export const overruledIn = (
  packed: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
): readonly OverruledLine[] => {
  const recordOf = matcher(packed, lines, openingYear);
  const byRecord = Map.groupBy(lines, ({ number }) => recordOf(number)?.recordId);
  return [...byRecord].flatMap(([recordId, ofCase]): OverruledLine[] => {
    const heaviest = ofCase.toSorted((one, other) => weight[other.says] - weight[one.says])[0];
    if (recordId === undefined || !heaviest) return [];
    return ofCase
      .filter(({ says }) => says !== heaviest.says)
      .map((line) => ({ line, countsAs: heaviest.says }));
  });
};

/** A case whose result an earlier answer contains. */
export interface SettledCase {
  readonly record: PackedRecord;
  readonly before: "loaded" | "refused";
}

/** A case for which this answer has another result. */
export interface ContradictedCase extends SettledCase {
  readonly now: "loaded" | "refused";
  readonly reason: string | undefined;
  readonly row: number | undefined;
}

/** The settled cases for which these lines have another result. */
export const contradictedIn = (
  packed: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
  settled: readonly SettledCase[],
): readonly ContradictedCase[] => {
  const asked = settled.map(({ record }) => record);
  const { cases } = layBeside(packed, lines, openingYear, asked);
  return settled.flatMap(({ record, before }, index) => {
    const { says, reason, row } = cases[index] ?? {};
    const isOtherwise = (says === "loaded" || says === "refused") && says !== before;
    return isOtherwise ? [{ record, before, now: says, reason, row }] : [];
  });
};

/**
 * What an answer says of a package, in the form of its event. The arguments are those of
 * `layBeside`.
 */
export const matchAnswer = (...laid: Parameters<typeof layBeside>): Matched => {
  const { cases, unknown } = layBeside(...laid);
  const refused: Matched["refused"] = [];
  const missing: Matched["missing"] = [];
  let loaded = 0;
  for (const { record, says, reason } of cases) {
    const { recordId, number, revision } = record;
    if (reason !== undefined) refused.push({ recordId, number, revision, reason });
    else if (says === "loaded") loaded++;
    else missing.push({ recordId, number, revision, pending: says === "pending" ? true : undefined });
  }
  return { loaded, refused, missing, unknown: [...unknown] };
};
