/** A record as the manifest of a package names it. */
export interface SentRecord {
  readonly recordId: string;
  readonly number: string;
  /** Revision that was written into the package. */
  readonly revision: number;
}

/** A scan of a book, or of a package. */
export interface ShownScan {
  readonly kind: string;
  /** Of a scan of one case: its registration number. */
  readonly number?: string | null | undefined;
  readonly sha256: string;
}

/** What a book's cases are shown by, and where they were registered. */
export interface ShownBook {
  readonly office: string;
  readonly scans: readonly ShownScan[];
}

/** A package as its manifest tells it. */
export interface SentPackage extends ShownBook {
  readonly records: readonly SentRecord[];
}

/** An accepted record of a book, as it stands. */
export interface AcceptedRecord {
  readonly id: string;
  readonly number: string;
  /** Revision of the last change of what a package holds of it: its fields, and notes by them. */
  readonly writtenRevision: number;
}

/** What goes out with a case beside its fields. */
interface Paper {
  readonly office: string;
  /** SHA-256 of the scan that shows it: its own, else that of the whole book. */
  readonly scan: string | undefined;
}

const isSamePaper = (one: Paper, other: Paper): boolean =>
  one.office === other.office && one.scan === other.scan;

const findWholeBook = <Scan extends Pick<ShownScan, "kind">>(scans: readonly Scan[]): Scan | undefined =>
  scans.find(({ kind }) => kind === "whole-book");

const wholeBookIn = (scans: readonly ShownScan[]): string | undefined => findWholeBook(scans)?.sha256;

/** The scan that shows a case, by its number: its own, else that of the whole book. */
export const scansByCase = <Scan extends Pick<ShownScan, "kind" | "number">>(
  scans: readonly Scan[],
): ((number: string) => Scan | undefined) => {
  const own = new Map(scans.flatMap((scan) => (scan.kind === "case" ? [[scan.number, scan] as const] : [])));
  const wholeBook = findWholeBook(scans);
  return (number) => own.get(number) ?? wholeBook;
};

/** The paper of each case, by its number; `wholeBook` is the scan that a package before held. */
const papersOf = ({ office, scans }: ShownBook, wholeBook?: string): ((number: string) => Paper) => {
  const scanOf = scansByCase(scans);
  return (number) => ({ office, scan: scanOf(number)?.sha256 ?? wholeBook });
};

const coverIn = (scans: readonly ShownScan[]): string | undefined =>
  scans.find(({ kind }) => kind === "cover")?.sha256;

/**
 * Whether the cover of a book was exchanged, or attached for the first time, after the packages
 * that went out: the next one holds it.
 */
export const isCoverOutdated = ({ scans }: ShownBook, packages: readonly SentPackage[]): boolean => {
  const now = coverIn(scans);
  const sent = packages.reduce<string | undefined>((before, one) => coverIn(one.scans) ?? before, undefined);
  return now !== undefined && now !== sent;
};

/**
 * What of a package is shown otherwise by now: its cases of which the scan or the office is another
 * one, and in a package of the whole book every other scan that is gone or new; in a later one the
 * cover, where it holds one.
 */
export const shownOtherwise = (
  sent: SentPackage & { readonly isWhole: boolean },
  now: ShownBook,
): { readonly records: readonly string[]; readonly scans: number } => {
  const wholeBook = sent.isWhole ? undefined : wholeBookIn(now.scans);
  const [before, after] = [papersOf(sent, wholeBook), papersOf(now)];
  const records = sent.records
    .filter(({ number }) => !isSamePaper(before(number), after(number)))
    .map(({ recordId }) => recordId);
  const cover = coverIn(sent.scans);
  const isOtherCover = cover !== undefined && cover !== coverIn(now.scans);
  if (!sent.isWhole) return { records, scans: isOtherCover ? 1 : 0 };
  const contentOf = ({ scans }: ShownBook) => new Set(scans.map(({ sha256 }) => sha256));
  const [held, inForce] = [contentOf(sent), contentOf(now)];
  const gone = [...held].filter((sha256) => !inForce.has(sha256));
  const fresh = [...inForce].filter((sha256) => !held.has(sha256));
  return { records, scans: gone.length + fresh.length };
};

export const supplementKinds = ["addition", "change", "cover"] as const;

/** What the packages of a book do not hold. */
export interface SupplementRecord {
  readonly recordId: string;
  readonly number: string;
  /**
   * No package has held it, or it, its scan or its office has changed since the last one that did.
   * `cover`: it is as it was sent, and goes along with the cover of its book, which is another one.
   */
  readonly kind: (typeof supplementKinds)[number];
}

/** What a package holds of a case, beside what it holds of all of them. */
export interface SentContent extends Paper {
  /** Revision of the record that was written into it. */
  readonly revision: number;
  /** SHA-256 of the cover of the book, as this package or the last one before it held it. */
  readonly cover: string | undefined;
}

/**
 * What each package, the first one first, holds of each of its cases. A scan of the whole book and
 * a cover are sent once; they are those of later packages too.
 */
export const contentsSent = (
  packages: readonly SentPackage[],
): readonly ReadonlyMap<string, SentContent>[] => {
  let wholeBook: string | undefined;
  let cover: string | undefined;
  return packages.map((one) => {
    const paperOf = papersOf(one, wholeBook);
    const coverThen = coverIn(one.scans) ?? cover;
    cover = coverThen;
    wholeBook = wholeBookIn(one.scans) ?? wholeBook;
    return new Map(
      one.records.map(({ recordId, number, revision }) => [
        recordId,
        { ...paperOf(number), revision, cover: coverThen },
      ]),
    );
  });
};

export const contentParts = ["values", "scan", "office", "cover"] as const;

/** What one package holds of a case otherwise than another one does. */
export const contentDifferences = (
  one: SentContent,
  other: SentContent,
): readonly (typeof contentParts)[number][] =>
  contentParts.filter((part) =>
    part === "values" ? one.revision !== other.revision : one[part] !== other[part],
  );

/** The record whose number comes first in the book. */
const firstOf = (records: readonly AcceptedRecord[]): AcceptedRecord | undefined => {
  const plain = ({ number }: AcceptedRecord) => Number.parseInt(number, 10) || 0;
  return records.toSorted(
    (one, other) => plain(one) - plain(other) || (one.number < other.number ? -1 : 1),
  )[0];
};

/**
 * What of a book's accepted records its packages, the first one first, do not hold as they are now,
 * with the scans that show them and the office. What is outstanding of these packages is no
 * supplement: it waits for an answer of its own, and goes out again by that. An answer is given by
 * case, so another cover goes out with cases; where none has to, with the first one of the book.
 */
export const supplementOf = (
  records: readonly AcceptedRecord[],
  shown: ShownBook,
  packages: readonly SentPackage[],
  outstanding: ReadonlySet<string>,
): readonly SupplementRecord[] => {
  const sent = new Map(contentsSent(packages).flatMap((contents) => [...contents]));
  const paperNow = papersOf(shown);
  const found = records.flatMap(({ id: recordId, number, writtenRevision }): SupplementRecord[] => {
    if (outstanding.has(recordId)) return [];
    const before = sent.get(recordId);
    if (before === undefined) return [{ recordId, number, kind: "addition" }];
    const isAsSent = writtenRevision <= before.revision && isSamePaper(before, paperNow(number));
    return isAsSent ? [] : [{ recordId, number, kind: "change" }];
  });
  const first = firstOf(records);
  if (!first || found.length + outstanding.size > 0 || !isCoverOutdated(shown, packages)) return found;
  return [{ recordId: first.id, number: first.number, kind: "cover" }];
};

export interface SupplementCounts {
  readonly additions: number;
  readonly changes: number;
  /** Records that are as they were sent, and go along with another cover. */
  readonly withCover: number;
}

/**
 * How many records of a supplement there are of each kind. A record of the package that waits for
 * its answer, as `awaited` names them, is not counted as changed once more: it is not loaded yet.
 */
export const countSupplement = (
  records: readonly Pick<SupplementRecord, "recordId" | "kind">[],
  awaited: ReadonlySet<string> = new Set(),
): SupplementCounts => ({
  additions: records.filter(({ kind }) => kind === "addition").length,
  changes: records.filter(({ kind, recordId }) => kind === "change" && !awaited.has(recordId)).length,
  withCover: records.filter(({ kind, recordId }) => kind === "cover" && !awaited.has(recordId)).length,
});
