import { contentDifferences, type SentContent } from "@sogoc/registers";
import type { Outstanding, PackedRecord, RecordedAnswer } from "../domain/handover.ts";
import type { LineSays } from "./answer-file.ts";

/** The result of a case as answers have it. */
export interface CaseOutcome {
  readonly says: "loaded" | "refused";
  /** Why it was refused; shortened where the event has no room. */
  readonly reason: string | undefined;
}

/** The result of a case by what an answer left outstanding; undefined where it has none yet. */
export const outcomeOf = (outstanding: Outstanding | undefined): CaseOutcome | undefined => {
  if (!outstanding) return { says: "loaded", reason: undefined };
  const { reason } = outstanding;
  return reason === undefined ? undefined : { says: "refused", reason };
};

/** A case in one of the packages in which it went out. */
export interface Sending {
  readonly package: number;
  readonly content: SentContent;
  /** Its last final result; undefined where no answer had one, or only that it is still to come. */
  readonly outcome: CaseOutcome["says"] | undefined;
}

/** A case with all packages in which it went out, the first one first. */
export interface SentCase {
  /** As the last of them contains it. */
  readonly record: PackedRecord;
  readonly sendings: readonly Sending[];
}

/** A package by its manifest. */
export interface SentPackage {
  readonly sequence: number;
  readonly office: string;
  readonly records: readonly PackedRecord[];
  /** What it holds of each case, by the id of its record. */
  readonly contents: ReadonlyMap<string, SentContent>;
}

/**
 * The cases that went out more than once. An answer is of the last package that its case was in
 * when it was recorded, unless a person said that its line is of an earlier one.
 */
export const casesSentAgain = (
  packages: readonly SentPackage[],
  answers: readonly Pick<RecordedAnswer, "sequence" | "packedRecordIds" | "outstanding">[],
): readonly SentCase[] => {
  const sent = new Map<string, { record: PackedRecord; sendings: Sending[] }>();
  for (const { sequence, records, contents } of packages) {
    for (const record of records) {
      const content = contents.get(record.recordId);
      if (!content) continue;
      const before = sent.get(record.recordId)?.sendings ?? [];
      const sendings = [...before, { package: sequence, content, outcome: undefined }];
      sent.set(record.recordId, { record, sendings });
    }
  }
  const recordsOf = new Map(packages.map(({ sequence, records }) => [sequence, records]));
  for (const { sequence, packedRecordIds, outstanding } of answers) {
    const asked = packedRecordIds ?? recordsOf.get(sequence)?.map(({ recordId }) => recordId) ?? [];
    for (const recordId of asked) {
      const { sendings = [] } = sent.get(recordId) ?? {};
      const index = sendings.findLastIndex((sending) => sending.package <= sequence);
      const answered = sendings[index];
      const outcome = outcomeOf(outstanding.get(recordId))?.says;
      if (answered && outcome) sendings[index] = { ...answered, outcome };
    }
  }
  return [...sent.values()].filter(({ sendings }) => sendings.length > 1);
};

/**
 * The earlier sending that a line with this result may be of, where that is in doubt: it went out
 * with another content than the last one, and it never got a final result; or it got the same
 * result, and the file names cases that were last in packages before this case's (`namesEarlier`),
 * so that it may repeat an earlier answer. Undefined where the line is of the last sending, of
 * whichever one since all hold the same, or changes nothing.
 */
export const sendingInDoubt = (
  sendings: readonly Sending[],
  says: LineSays | undefined,
  namesEarlier: boolean,
): Sending | undefined => {
  const last = sendings.at(-1);
  if (!last || says === undefined || says === "pending" || last.outcome === says) return undefined;
  return sendings
    .slice(0, -1)
    .findLast(
      ({ content, outcome }) =>
        (outcome === undefined || (namesEarlier && outcome === says)) &&
        contentDifferences(content, last.content).length > 0,
    );
};
