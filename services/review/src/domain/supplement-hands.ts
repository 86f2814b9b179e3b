import { type Hands, joinHands, sharesHand } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { findsLateScans, firstPackages, isLastSent, notesSince, type SentPackage } from "@sogoc/registers";

/** A note beside a case, with the revision in which it was written, and who has a hand in it. */
export interface CaseNote extends Hands {
  readonly revision: number;
  readonly text: string;
  readonly decision: DataOf<"RecordAnnotated">["decision"];
  readonly at: string;
}

/** The acceptance of a case with its batch, as far as scans are concerned. */
export interface CaseAcceptance {
  /** The version of the book's scans at that moment; unknown for older acceptances. */
  readonly scansSeen: number | undefined;
  /** Everybody who has a hand in it. */
  readonly by: Hands;
}

export interface NotedCase {
  readonly recordId: string;
  readonly number: string;
  readonly notes: readonly CaseNote[];
  /** Undefined as long as nobody has accepted its batch. */
  readonly acceptance?: CaseAcceptance | undefined;
}

export type AttachedScan = SentPackage["scans"][number] & {
  readonly version: number;
  /** Who attached it; undefined where one person asked for it and another approved. */
  readonly attachedBy: Hands | undefined;
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
): readonly UnjudgedNote[] => notesSince(packages.slice(0, acceptedPackages), cases);

/** The acceptance of whoever attached a scan is that of no second person. */
export const isOwnAcceptance = ({ attachedBy }: AttachedScan, { by }: CaseAcceptance): boolean =>
  attachedBy !== undefined && sharesHand(attachedBy, by);

/**
 * Everybody who, without a second person, changed something that goes out and that no acceptance
 * covers: whoever wrote a note beside a case, attached a cover or scan after the hand-over, or
 * attached one between acceptance and hand-over, since one person attaches the first scan of a case
 * that had none. The last second acceptance covers everything in the first `acceptedPackages`
 * packages. Even before it, a scan that every acceptance of a batch had seen is no change if the
 * first package with its case contains it.
 */
export const supplementHands = (
  packages: readonly SentPackage[],
  acceptedPackages: number,
  cases: readonly NotedCase[],
  scans: readonly AttachedScan[],
): Hands => {
  const firstOf = firstPackages(packages);
  const written = unjudgedNotes(packages, acceptedPackages, cases);
  const firstOfNumber = new Map(cases.map(({ recordId, number }) => [number, firstOf.get(recordId)]));
  const isLate = findsLateScans(packages, cases, isOwnAcceptance);
  const attached = scans.flatMap((scan) => {
    const { kind, number, attachedBy } = scan;
    const first = kind === "case" ? firstOfNumber.get(number ?? "") : 0;
    if (first === undefined || attachedBy === undefined) return [];
    const judged = packages.slice(0, isLate(scan) ? acceptedPackages : Math.max(acceptedPackages, first + 1));
    return isLastSent(judged, scan) ? [] : [attachedBy];
  });
  return joinHands([...written, ...attached]);
};
