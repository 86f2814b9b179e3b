import { type Hands, joinHands } from "@sogoc/core";
import type { SentPackage } from "@sogoc/registers";

/** A note beside a case, with the revision of the case that it made, and whose hand it was. */
export interface CaseNote extends Hands {
  readonly revision: number;
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

/**
 * Everybody who alone changed what goes out with a supplement: who wrote a note beside a case after
 * it was handed over, or attached a cover or a scan since. What the packages held that the last
 * second acceptance rests on, `acceptedPackages` of them, was judged with it; before there is one,
 * what a case was handed over with for the first time is no change of it.
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
  const revisionBy = (count: number, recordId: string): number =>
    Math.max(
      -1,
      ...packagesUntil(count).flatMap(({ records }) =>
        records.filter((one) => one.recordId === recordId).map(({ revision }) => revision),
      ),
    );
  const written = cases.flatMap(({ recordId, notes }) => {
    const first = firstOf.get(recordId);
    if (first === undefined || notes.length === 0) return [];
    const known = revisionBy(first, recordId);
    return notes.filter(({ revision }) => revision > known);
  });
  const firstOfNumber = new Map(cases.map(({ recordId, number }) => [number, firstOf.get(recordId)]));
  const attached = scans.flatMap(({ kind, number, sha256, attachedBy }) => {
    const first = kind === "case" ? firstOfNumber.get(number ?? "") : 1;
    if (first === undefined || attachedBy === undefined) return [];
    const isKnown = packagesUntil(first).some((one) => one.scans.some((scan) => scan.sha256 === sha256));
    return isKnown ? [] : [attachedBy];
  });
  return joinHands([...written, ...attached]);
};
