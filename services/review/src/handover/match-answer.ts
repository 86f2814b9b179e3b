import type { DataOf } from "@sogoc/events";
import { formatRegistrationNumber, parseRegistrationNumber } from "@sogoc/registers";
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
 * the lines refuses it, and as not answered yet if one of them says so. `asked` are the records
 * that are counted, where it is not all of them.
 */
export const matchAnswer = (
  packed: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
  asked: readonly PackedRecord[] = packed,
): Matched => {
  const recordOf = matcher(packed, lines, openingYear);
  const reasons = new Map<string, string>();
  const said = new Map<string, LineSays>();
  const unknown: string[] = [];
  for (const { number, says, reason } of lines) {
    const record = recordOf(number);
    if (!record) {
      unknown.push(number.slice(0, 40));
      continue;
    }
    const { recordId } = record;
    const before = said.get(recordId) ?? "loaded";
    if (before !== "refused" && says === "refused") reasons.set(recordId, reason === "" ? NO_REASON : reason);
    said.set(recordId, weight[says] >= weight[before] ? says : before);
  }
  const refused: Matched["refused"] = [];
  const missing: Matched["missing"] = [];
  let loaded = 0;
  for (const { recordId, number, revision } of asked) {
    const reason = reasons.get(recordId);
    if (reason !== undefined) refused.push({ recordId, number, revision, reason });
    else if (said.get(recordId) === "loaded") loaded++;
    else missing.push({ recordId, number, revision });
  }
  return { loaded, refused, missing, unknown: unknown.slice(0, MAX_UNKNOWN) };
};
