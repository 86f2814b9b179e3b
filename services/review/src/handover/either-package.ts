import { contentDifferences, type contentParts } from "@sogoc/registers";
import type { PackedRecord } from "../domain/handover.ts";
import type { AnswerLine } from "./answer-file.ts";
import { layBeside } from "./match-answer.ts";
import { type SentCase, sendingInDoubt } from "./sendings.ts";

/** A line that may be the result of a case as it was sent then or as it was sent last. */
export interface EitherCase {
  readonly record: PackedRecord;
  readonly says: "loaded" | "refused";
  readonly row: number | undefined;
  /** The earlier package, and the revision of the case in it. */
  readonly package: number;
  readonly revision: number;
  /** The package that contained the case last. */
  readonly last: number;
  /** What the one holds otherwise than the other. */
  readonly differs: readonly (typeof contentParts)[number][];
}

/**
 * The lines that may belong to an earlier package than the one that contained their case last.
 * `packageOf` is the last package of each case.
 */
export const eitherCasesIn = (
  everSent: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
  sentAgain: readonly SentCase[],
  packageOf: ReadonlyMap<string, number>,
): readonly EitherCase[] => {
  if (sentAgain.length === 0) return [];
  const named = layBeside(everSent, lines, openingYear).cases.filter(({ says }) => says !== undefined);
  const byRecord = new Map(named.map((one) => [one.record.recordId, one]));
  const packages = named.flatMap(({ record }) => packageOf.get(record.recordId) ?? []);
  const earliest = packages.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  return sentAgain.flatMap(({ record, sendings }): EitherCase[] => {
    const { says, row } = byRecord.get(record.recordId) ?? {};
    const last = sendings.at(-1);
    if (!last || (says !== "loaded" && says !== "refused")) return [];
    const earlier = sendingInDoubt(sendings, says, earliest < last.package);
    if (!earlier) return [];
    const differs = contentDifferences(earlier.content, last.content);
    const { revision } = earlier.content;
    return [{ record, says, row, package: earlier.package, revision, last: last.package, differs }];
  });
};
