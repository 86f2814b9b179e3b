import type { DataOf } from "@sogoc/events";
import { formatRegistrationNumber, limitOn, parseRegistrationNumber } from "@sogoc/registers";
import type { PackedRecord } from "../domain/handover.ts";
import type { AnswerLine, LineSays } from "./answer-file.ts";

type Matched = Pick<DataOf<"NationalAnswerRecorded">, "loaded" | "refused" | "missing" | "unknown">;

const NO_REASON = "Không ghi lý do";
const MAX_UNKNOWN = 200;

/** Of what several lines say of one record, the heaviest counts. */
const weight: Readonly<Record<LineSays, number>> = { loaded: 0, pending: 1, refused: 2 };

interface NamedCase {
  /**
   * As the book's records are numbered: `5`, and `5/2009` only in a book opened in another year.
   */
  readonly key: string;
  /** The same without its year. */
  readonly plain: string;
  /** The year as it is written, also where it is the book's own. */
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

/** The one year that all these lines name; undefined where any names another, or none. */
const yearOfAll = (lines: readonly AnswerLine[], openingYear: number): number | undefined => {
  const [only, another] = new Set(lines.map(({ number }) => nameCase(number, openingYear).year));
  return another === undefined ? only : undefined;
};

/**
 * Finds the record that a number of an answer names. The year counts, because numbering may begin
 * again within a book. Only where nothing stands under the number as written is the year left out,
 * and only for a case that is alone under it, that no other line names in full, and whose own year,
 * in its number or as it was registered, is the one that is named. Of a case whose year nobody
 * knows it may be another year of the book, unless all lines name that one: they are another
 * book's.
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

/** A case of a package, and what an answer says of it. */
export interface AnsweredCase {
  readonly record: PackedRecord;
  /** Undefined where no line names it. */
  readonly says: LineSays | undefined;
  /** Of a refused one. */
  readonly reason: string | undefined;
  /** The line that counts, as a sheet counts them. */
  readonly row: number | undefined;
}

/**
 * Lays an answer beside the package it answers, case by case, with the numbers that name none. A
 * number named twice counts as refused if one of the lines refuses it, and as not answered yet if
 * one of them says so. `asked` are the records that are counted, where it is not all of them.
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
    // Of several lines the heaviest counts, of equal ones the first.
    if (!before || weight[line.says] > weight[before.says]) heaviest.set(record.recordId, line);
  }
  const cases = asked.map((record): AnsweredCase => {
    const line = heaviest.get(record.recordId);
    const reason = line?.says === "refused" ? line.reason || NO_REASON : undefined;
    return { record, says: line?.says, reason, row: line?.row };
  });
  return { cases, unknown: unknown.slice(0, MAX_UNKNOWN) };
};

/** A case that an answer before this one has settled already. */
export interface SettledCase {
  readonly record: PackedRecord;
  readonly before: "loaded" | "refused";
}

/** The same where this answer says otherwise. */
export interface ContradictedCase extends SettledCase {
  readonly now: "loaded" | "refused";
  readonly reason: string | undefined;
  readonly row: number | undefined;
}

/** Of the settled cases those of which these lines say otherwise. */
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

/** What an answer says of a package, as its event names it. Arguments as those of `layBeside`. */
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
