import type { DataOf } from "@sogoc/events";
import { formatRegistrationNumber, parseRegistrationNumber } from "@sogoc/registers";
import type { PackedRecord } from "../domain/handover.ts";
import type { AnswerLine } from "./answer-file.ts";

type Matched = Pick<DataOf<"NationalAnswerRecorded">, "loaded" | "refused" | "missing" | "unknown">;

const NO_REASON = "Không ghi lý do";
const MAX_UNKNOWN = 200;

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

/**
 * Finds the record that a number of an answer names. The year counts, because numbering may begin
 * again within a book. Only where nothing stands under the number as written is the year left out,
 * and only for a case that is alone under it, that no other line names in full, and whose own year
 * does not contradict.
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
  return (text: string): PackedRecord | undefined => {
    const { key, plain, year } = nameCase(text, openingYear);
    const exact = byKey.get(key);
    if (exact) return exact;
    const [only, another] = byPlain.get(plain) ?? [];
    if (!only || another || named.has(only.recordId)) return undefined;
    const own = nameCase(only.number, openingYear).year;
    return year !== undefined && own !== undefined && year !== own ? undefined : only;
  };
};

/**
 * Lays an answer beside the package it answers. A number named twice counts as refused if one of
 * the lines refuses it.
 */
export const matchAnswer = (
  packed: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
): Matched => {
  const recordOf = matcher(packed, lines, openingYear);
  const verdicts = new Map<string, string | null>();
  const unknown: string[] = [];
  for (const { number, loaded, reason } of lines) {
    const record = recordOf(number);
    if (!record) {
      unknown.push(number.slice(0, 40));
      continue;
    }
    const before = verdicts.get(record.recordId);
    if (before === undefined || before === null)
      verdicts.set(record.recordId, loaded ? null : reason === "" ? NO_REASON : reason);
  }
  const refused: Matched["refused"] = [];
  const missing: Matched["missing"] = [];
  let loaded = 0;
  for (const { recordId, number, revision } of packed) {
    const verdict = verdicts.get(recordId);
    if (verdict === null) loaded++;
    else if (verdict === undefined) missing.push({ recordId, number, revision });
    else refused.push({ recordId, number, revision, reason: verdict });
  }
  return { loaded, refused, missing, unknown: unknown.slice(0, MAX_UNKNOWN) };
};
