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
}

type AttachedScan = SentPackage["scans"][number] & {
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
 * case, or attached a cover or a scan after it was handed over. What the packages held that the
 * last second acceptance rests on, `acceptedPackages` of them, was judged with it; before there is
 * one, the scans that a case was handed over with for the first time are no change of it.
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
  const attached = scans.flatMap(({ kind, number, sha256, attachedBy }) => {
    const first = kind === "case" ? firstOfNumber.get(number ?? "") : 1;
    if (first === undefined || attachedBy === undefined) return [];
    const isKnown = packagesUntil(first).some((one) => one.scans.some((scan) => scan.sha256 === sha256));
    return isKnown ? [] : [attachedBy];
  });
  return joinHands([...written, ...attached]);
};
