import { CommandRejected, joinHands, noHands, requireOtherHands, sharesHand, withHand } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import type { SentPackage } from "@sogoc/registers";
import type { Deciding } from "./deciding.ts";
import {
  type AttachedScan,
  findsLateScans,
  type NotedCase,
  type UnjudgedNote,
  unjudgedNotes,
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

type ConfirmedNote = DataOf<"ChangesSinceAcceptanceConfirmed">["notes"][number];

export const keyOfNote = ({ recordId, revision }: Pick<ConfirmedNote, "recordId" | "revision">): string =>
  `${recordId}@${revision}`;
export const keyOfScan = ({ sha256, version }: Pick<AttachedScan, "sha256" | "version">): string =>
  `${sha256}@${version}`;

/**
 * The notes by decision, and the late scans and covers (`findsLateScans`), that no package
 * contained and nobody has confirmed.
 */
export const unconfirmedChangesIn = <Scan extends AttachedScan>(
  packages: readonly SentPackage[],
  cases: readonly NotedCase[],
  scans: readonly Scan[],
  confirmed: ConfirmedChanges,
): UnconfirmedChanges<Scan> => {
  const sentShas = new Set(packages.flatMap((one) => one.scans.map(({ sha256 }) => sha256)));
  const isLate = findsLateScans(packages, cases);
  return {
    notes: unjudgedNotes(packages, packages.length, cases).filter((note) => !confirmed.has(keyOfNote(note))),
    scans: scans.filter(
      (scan) =>
        scan.attachedBy !== undefined &&
        !sentShas.has(scan.sha256) &&
        !confirmed.has(keyOfScan(scan)) &&
        isLate(scan),
    ),
  };
};

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

const nameOfScan = ({ kind, number }: Pick<AttachedScan, "kind" | "number">) =>
  kind === "case"
    ? { vi: `Số ${number}: ảnh quét`, en: `Number ${number}: a scan` }
    : kind === "cover"
      ? { vi: "Ảnh bìa sổ", en: "The cover" }
      : { vi: "Ảnh cả quyển", en: "The scan of the whole book" };

/** Throws `changes-not-confirmed`, naming each, where a package contains any of these. */
export const requireChangesConfirmed = ({ notes, scans }: UnconfirmedChanges): void => {
  const count = notes.length + scans.length;
  if (count === 0) return;
  const ofNotes = notes.map(({ number, text }) => ({
    pointer: `/cases/${number}`,
    detail: `Số ${number}: ghi chú “${text}”`,
    detailEn: `Number ${number}: the note “${text}”`,
  }));
  const ofScans = scans.map((scan) => ({
    pointer: scan.kind === "case" ? `/cases/${scan.number}` : "/book",
    detail: nameOfScan(scan).vi,
    detailEn: nameOfScan(scan).en,
  }));
  throw new CommandRejected(
    "changes-not-confirmed",
    { changes: count },
    [...ofNotes, ...ofScans].slice(0, 200),
  );
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
