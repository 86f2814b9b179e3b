/** A record as the manifest of a package names it. */
export interface SentRecord {
  readonly recordId: string;
  /** Revision that was written into the package. */
  readonly revision: number;
}

/** An accepted record of a book, as it stands. */
export interface StandingRecord {
  readonly id: string;
  readonly number: string;
  /** Revision of the last change of its fields. */
  readonly contentRevision: number;
}

export const supplementKinds = ["addition", "change"] as const;

/** What the packages of a book do not hold. */
export interface SupplementRecord {
  readonly recordId: string;
  readonly number: string;
  /** No package has held it, or it has changed since the last one that did. */
  readonly kind: (typeof supplementKinds)[number];
}

/**
 * What of a book's accepted records its packages, the first one first, do not hold as they are now.
 * What is outstanding of these packages is no supplement: it waits for an answer of its own, and
 * goes out again by that.
 */
export const supplementOf = (
  records: readonly StandingRecord[],
  packages: readonly (readonly SentRecord[])[],
  outstanding: ReadonlySet<string>,
): readonly SupplementRecord[] => {
  const sent = new Map(packages.flat().map(({ recordId, revision }) => [recordId, revision]));
  return records.flatMap(({ id: recordId, number, contentRevision }): SupplementRecord[] => {
    if (outstanding.has(recordId)) return [];
    const before = sent.get(recordId);
    if (before === undefined) return [{ recordId, number, kind: "addition" }];
    return contentRevision > before ? [{ recordId, number, kind: "change" }] : [];
  });
};

export interface SupplementCounts {
  readonly additions: number;
  readonly changes: number;
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
});
