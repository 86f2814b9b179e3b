import { CommandRejected, joinHands, noHands, requireOtherHands, sharesHand, withHand } from "@sogoc/core";
import { listUnconfirmed, type SentPackage, unconfirmedInWords } from "@sogoc/registers";
import type { Deciding } from "./deciding.ts";
import {
  type AttachedScan,
  type CaseNote,
  isOwnAcceptance,
  type NotedCase,
  type UnjudgedNote,
} from "./supplement-hands.ts";

/**
 * What one person alone put beside what was accepted, that no package contained yet and nobody else
 * has confirmed.
 */
export interface UnconfirmedChanges<Scan extends AttachedScan = AttachedScan> {
  readonly notes: readonly UnjudgedNote[];
  readonly scans: readonly Scan[];
}

/** Which changes another person has confirmed, by keys. */
export type ConfirmedChanges = ReadonlySet<string>;

/**
 * The notes by decision, and the late scans and covers (`findsLateScans`), that no package
 * contained and nobody has confirmed.
 */
export const unconfirmedChangesIn = <Scan extends AttachedScan>(
  packages: readonly SentPackage[],
  cases: readonly NotedCase[],
  scans: readonly Scan[],
  confirmed: ConfirmedChanges,
): UnconfirmedChanges<Scan> =>
  listUnconfirmed<CaseNote, NotedCase, Scan>({
    packages,
    cases,
    scansOfOne: scans.filter(({ attachedBy }) => attachedBy !== undefined),
    confirmed,
    isOwnAcceptance,
  });

/** What a package contains of these changes. */
export const unconfirmedInPackage = (
  { notes, scans }: UnconfirmedChanges,
  { records, scans: packedScans }: SentPackage,
): UnconfirmedChanges => {
  const revisions = new Map(records.map(({ recordId, revision }) => [recordId, revision]));
  const shas = new Set(packedScans.map(({ sha256 }) => sha256));
  return {
    notes: notes.filter(({ recordId, revision }) => (revisions.get(recordId) ?? -1) >= revision),
    scans: scans.filter(({ sha256 }) => shas.has(sha256)),
  };
};

/** Throws `changes-not-confirmed`, naming each, where a package contains any of these. */
export const requireChangesConfirmed = (changes: UnconfirmedChanges): void => {
  const count = changes.notes.length + changes.scans.length;
  if (count === 0) return;
  throw new CommandRejected("changes-not-confirmed", { changes: count }, unconfirmedInWords(changes));
};

const handsOf = ({ notes, scans }: UnconfirmedChanges) =>
  joinHands([...notes, ...scans.flatMap(({ attachedBy }) => (attachedBy ? [attachedBy] : []))]);

/** Nobody confirms what they wrote or attached. Throws `supplemented-by-yourself`. */
export const requireChangesOfOthers = (changes: UnconfirmedChanges, deciding: Deciding): void =>
  requireOtherHands(handsOf(changes), deciding, "supplemented-by-yourself");

/** Whether this account, or a hand behind it, has a part in a change. */
export const isOwnChange = (
  hands: Parameters<typeof sharesHand>[0] | undefined,
  { account, acting }: Deciding,
): boolean => hands !== undefined && sharesHand(hands, withHand(noHands, account, acting));
