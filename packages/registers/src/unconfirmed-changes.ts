import type { SentPackage, ShownScan } from "./supplement.ts";

/** A note by a decision, with the revision of its case in which it was written. */
export interface WrittenNote {
  readonly revision: number;
  readonly text: string;
}

/** A case with its notes, and the acceptance of its batch. */
export interface NotedCase<Note extends WrittenNote = WrittenNote> {
  readonly recordId: string;
  readonly number: string;
  readonly notes: readonly Note[];
  /**
   * The version of the book's scans at that moment, unknown for older acceptances; undefined as
   * long as nobody has accepted the batch.
   */
  readonly acceptance?: { readonly scansSeen: number | undefined } | undefined;
}

/** A scan of a book, with the version that the book's scans have had since it was attached. */
export interface VersionedScan extends ShownScan {
  readonly version: number;
}

/** A note, and the case that it stands beside. */
export type NoteOfCase<Note extends WrittenNote = WrittenNote> = Note &
  Pick<NotedCase, "recordId" | "number">;

/** Whether whoever attached a scan has a hand in the acceptance of a case. */
type IsOwnAcceptance<Case extends NotedCase, Scan extends VersionedScan> = (
  scan: Scan,
  accepted: NonNullable<Case["acceptance"]>,
) => boolean;

/** Names a note, or a scan, as it was confirmed. */
export const keyOfNote = ({ recordId, revision }: Pick<NoteOfCase, "recordId" | "revision">): string =>
  `${recordId}@${revision}`;
export const keyOfScan = ({ sha256, version }: Pick<VersionedScan, "sha256" | "version">): string =>
  `${sha256}@${version}`;

/** The last revision of each case in these packages; -1 where none contains it. */
const revisionIn = (packages: readonly SentPackage[]): ((recordId: string) => number) => {
  const known = new Map<string, number>();
  for (const { records } of packages)
    for (const { recordId, revision } of records)
      known.set(recordId, Math.max(revision, known.get(recordId) ?? -1));
  return (recordId) => known.get(recordId) ?? -1;
};

/** The notes that were written after the last of these packages that contains their case. */
export const notesSince = <Note extends WrittenNote>(
  packages: readonly SentPackage[],
  cases: readonly NotedCase<Note>[],
): readonly NoteOfCase<Note>[] => {
  const known = revisionIn(packages);
  return cases.flatMap(({ recordId, number, notes }) =>
    notes.filter(({ revision }) => revision > known(recordId)).map((note) => ({ ...note, recordId, number })),
  );
};

/** For each record, the first of these packages that contains it. */
export const firstPackages = (packages: readonly SentPackage[]): ReadonlyMap<string, number> => {
  const firstOf = new Map<string, number>();
  for (const [index, { records }] of packages.entries())
    for (const { recordId } of records) if (!firstOf.has(recordId)) firstOf.set(recordId, index);
  return firstOf;
};

/**
 * Whether the last of these packages that shows the case, the cover or the whole book by a scan
 * contains this one: what was put back after another had gone out in its stead is new again.
 */
export const isLastSent = (packages: readonly SentPackage[], scan: ShownScan): boolean => {
  const isOfSame = ({ kind, number }: ShownScan) =>
    kind === scan.kind && (number ?? "") === (scan.number ?? "");
  // The same file may show another case, too: that it was sent for one says nothing of the other.
  const last = packages.findLast(({ scans }) => scans.some(isOfSame));
  return last?.scans.some((one) => isOfSame(one) && one.sha256 === scan.sha256) === true;
};

/**
 * Tells whether a scan is one that an acceptance in force has not seen. It concerns its case; a
 * cover or a scan of the whole book concerns every case, so that each acceptance must have seen it:
 * a later one of other cases did not hold the earlier cases beside it. The acceptance of whoever
 * attached it counts for nothing. Where it is not known what an acceptance saw, the scan is late if
 * the first package with its case, or of the book, went out without it.
 */
export const findsLateScans = <Case extends NotedCase, Scan extends VersionedScan>(
  packages: readonly SentPackage[],
  cases: readonly Case[],
  isOwnAcceptance: IsOwnAcceptance<Case, Scan>,
): ((scan: Scan) => boolean) => {
  const firstOf = firstPackages(packages);
  const caseOf = new Map(cases.map((one) => [one.number, one]));
  return (scan) => {
    const { kind, number, sha256, version } = scan;
    const isOfCase = kind === "case";
    const shown = isOfCase ? caseOf.get(number ?? "") : undefined;
    const concerned = isOfCase ? (shown ? [shown] : []) : cases;
    return concerned.some(({ recordId, acceptance }) => {
      if (acceptance?.scansSeen === undefined) {
        const first = packages[isOfCase ? (firstOf.get(recordId) ?? packages.length) : 0];
        return first !== undefined && !first.scans.some((sent) => sent.sha256 === sha256);
      }
      return isOwnAcceptance(scan, acceptance) || version > acceptance.scansSeen;
    });
  };
};

/** What one person alone put beside what was accepted. */
export interface ChangesOfOne<Note extends WrittenNote, Scan extends VersionedScan> {
  readonly notes: readonly NoteOfCase<Note>[];
  readonly scans: readonly Scan[];
}

/**
 * The notes by decision, and of the scans that one person alone attached the late ones, that no
 * package contained and nobody else has confirmed.
 */
export const listUnconfirmed = <
  Note extends WrittenNote,
  Case extends NotedCase<Note>,
  Scan extends VersionedScan,
>(book: {
  readonly packages: readonly SentPackage[];
  readonly cases: readonly Case[];
  readonly scansOfOne: readonly Scan[];
  /** What was confirmed, by keys. */
  readonly confirmed: ReadonlySet<string>;
  readonly isOwnAcceptance: IsOwnAcceptance<Case, Scan>;
}): ChangesOfOne<Note, Scan> => {
  const { packages, cases, scansOfOne, confirmed, isOwnAcceptance } = book;
  const isLate = findsLateScans(packages, cases, isOwnAcceptance);
  return {
    notes: notesSince<Note>(packages, cases).filter((note) => !confirmed.has(keyOfNote(note))),
    scans: scansOfOne.filter(
      (scan) => !isLastSent(packages, scan) && !confirmed.has(keyOfScan(scan)) && isLate(scan),
    ),
  };
};

const nameOfScan = ({ kind, number }: ShownScan) =>
  kind === "case"
    ? { vi: `Số ${number}: ảnh quét`, en: `Number ${number}: a scan` }
    : kind === "cover"
      ? { vi: "Ảnh bìa sổ", en: "The cover" }
      : { vi: "Ảnh cả quyển", en: "The scan of the whole book" };

const MOST_NAMED = 200;

/** Where each of these changes is, and what it is, for whoever is refused because of them. */
export const unconfirmedInWords = ({ notes, scans }: ChangesOfOne<WrittenNote, VersionedScan>) => {
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
  return [...ofNotes, ...ofScans].slice(0, MOST_NAMED);
};
