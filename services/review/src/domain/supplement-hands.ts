import { type Hands, joinHands } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import type { SentPackage } from "@sogoc/registers";

/** A note beside a case, with the revision in which it was written, and who has a hand in it. */
export interface CaseNote extends Hands {
  readonly revision: number;
  readonly text: string;
  readonly decision: DataOf<"RecordAnnotated">["decision"];
  readonly at: string;
}

export interface NotedCase {
  readonly recordId: string;
  readonly number: string;
  readonly notes: readonly CaseNote[];
  /**
   * The version of the book's scans at the acceptance of its batch; unknown for older acceptances.
   */
  readonly scansSeen?: number | undefined;
}

export type AttachedScan = SentPackage["scans"][number] & {
  readonly version: number;
  /** Who attached it; undefined where one person asked for it and another approved. */
  readonly attachedBy: Hands | undefined;
};

type RevisionKnown = (recordId: string) => number;

/** The last revision of each case in these packages; -1 where none contains it. */
const revisionIn = (packages: readonly SentPackage[]): RevisionKnown => {
  const known = new Map<string, number>();
  for (const { records } of packages)
    for (const { recordId, revision } of records)
      known.set(recordId, Math.max(revision, known.get(recordId) ?? -1));
  return (recordId) => known.get(recordId) ?? -1;
};

/** A note that no second acceptance has judged. */
export interface UnjudgedNote extends CaseNote {
  readonly recordId: string;
  readonly number: string;
}

/**
 * The notes beside cases that no second acceptance covers. One person writes a note after the case
 * was accepted, so no check has seen it, even if the first package contains it.
 */
export const unjudgedNotes = (
  packages: readonly SentPackage[],
  acceptedPackages: number,
  cases: readonly NotedCase[],
): readonly UnjudgedNote[] => {
  const judged = revisionIn(packages.slice(0, acceptedPackages));
  return cases.flatMap(({ recordId, number, notes }) =>
    notes
      .filter(({ revision }) => revision > judged(recordId))
      .map((note) => ({ ...note, recordId, number })),
  );
};

/**
 * Everybody who, without a second person, changed something that goes out and that no acceptance
 * covers: whoever wrote a note beside a case, attached a cover or scan after the hand-over, or
 * attached one between acceptance and hand-over, since one person attaches the first scan of a case
 * that had none. The last second acceptance covers everything in the first `acceptedPackages`
 * packages. Even before it, a scan that the acceptance of the batch had seen is no change if the
 * first package with its case contains it.
 */
export const supplementHands = (
  packages: readonly SentPackage[],
  acceptedPackages: number,
  cases: readonly NotedCase[],
  scans: readonly AttachedScan[],
): Hands => {
  const firstOf = new Map<string, number>();
  for (const [index, { records }] of packages.entries())
    for (const { recordId } of records) if (!firstOf.has(recordId)) firstOf.set(recordId, index + 1);
  const packagesUntil = (count: number) => packages.slice(0, Math.max(acceptedPackages, count));
  const written = unjudgedNotes(packages, acceptedPackages, cases);
  const firstOfNumber = new Map(cases.map(({ recordId, number }) => [number, firstOf.get(recordId)]));
  const seenOfNumber = new Map(cases.map(({ number, scansSeen }) => [number, scansSeen]));
  const seenOfBook = cases.reduce((last, { scansSeen = -1 }) => Math.max(last, scansSeen), -1);
  const isAfterAcceptance = ({ kind, number, version }: AttachedScan): boolean => {
    const seen = kind === "case" ? (seenOfNumber.get(number ?? "") ?? -1) : seenOfBook;
    return seen >= 0 && version > seen;
  };
  const attached = scans.flatMap((scan) => {
    const { kind, number, sha256, attachedBy } = scan;
    const first = kind === "case" ? firstOfNumber.get(number ?? "") : 1;
    if (first === undefined || attachedBy === undefined) return [];
    const judged = isAfterAcceptance(scan) ? packages.slice(0, acceptedPackages) : packagesUntil(first);
    const isKnown = judged.some((one) => one.scans.some((scan) => scan.sha256 === sha256));
    return isKnown ? [] : [attachedBy];
  });
  return joinHands([...written, ...attached]);
};
