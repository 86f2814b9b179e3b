import type { SupplementCounts } from "./supplement.ts";

/** A package that went out: what it held, and of a later one, what of that was new or changed. */
interface HandedPackage {
  readonly records: number;
  readonly supplement?: Pick<SupplementCounts, "additions" | "changes"> | undefined;
}

/** What became of the cases of a book that went out, as every page and paper counts them. */
export interface HandedCounts {
  /** Cases that went out, each counted once. */
  readonly records: number;
  /** Of these, those that the national database contains as they are here. */
  readonly loaded: number;
  /** In the packages that wait for their answer, and not loaded as they are in these. */
  readonly awaited: number;
  /** Sent and not loaded as they are here, or accepted since and not sent yet. */
  readonly notLoaded: number;
}

const none = { additions: 0, changes: 0 };

/**
 * Counts what was handed over. `outstanding` is how many cases were refused, or not named by an
 * answer; `since`, what was accepted or changed after the packages went out. What was sent is
 * loaded, outstanding, awaited or changed, and nothing twice.
 */
export const countHanded = (
  packages: readonly HandedPackage[],
  answered: number,
  outstanding: number,
  since: Pick<SupplementCounts, "additions" | "changes"> = none,
): HandedCounts => {
  const ofSupplements = (from: number, of: (supplement: typeof none) => number) =>
    packages.slice(from).reduce((sum, { supplement = none }) => sum + of(supplement), 0);
  const records = (packages[0]?.records ?? 0) + ofSupplements(0, ({ additions }) => additions);
  const isFirstOpen = packages.length > 0 && answered === 0;
  const awaited = isFirstOpen
    ? records
    : ofSupplements(answered, ({ additions, changes }) => additions + changes);
  const loaded = isFirstOpen ? 0 : records - outstanding - awaited - since.changes;
  return { records, loaded, awaited, notLoaded: records - loaded + since.additions };
};
