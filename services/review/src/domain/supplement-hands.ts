import { type Hands, joinHands } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import type { SentPackage } from "@sogoc/registers";

/** A note beside a case, with the revision of the case that it made, and whose hand it was. */
export interface CaseNote extends Hands {
  readonly revision: number;
  readonly text: string;
  readonly decision: DataOf<"RecordAnnotated">["decision"];
  readonly at: string;
}

interface NotedCase {
  readonly recordId: string;
  readonly number: string;
  readonly notes: readonly CaseNote[];
  /** The version of its book's scans that its acceptance had seen; not known of older ones. */
  readonly scansSeen?: number | undefined;
}

type AttachedScan = SentPackage["scans"][number] & {
  readonly version: number;
  /** Whose hand it was; undefined where two people exchanged it. */
  readonly attachedBy: Hands | undefined;
};

type RevisionKnown = (recordId: string) => number;

/** The last revision of each case that these packages held; -1 where none of them held it. */
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
 * The notes beside cases that no second acceptance has judged. A note is written by one person
 * after the case was accepted, so that no check has seen it, also where the first package holds it.
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
 * Everybody who alone changed what goes out beside what was accepted: who wrote a note beside a
 * case, or attached a cover or a scan after it was handed over, or before that and after it was
 * accepted: a case that no scan showed gets its first one by one person. What the packages held
 * that the last second acceptance rests on, `acceptedPackages` of them, was judged with it; before
 * there is one, scans that the acceptance had seen are no change of the first package.
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
