/** What a verdict depends on besides the reviews: its book. */
export interface SeenOfBook {
  /** A number computed from the book's details and all its findings that are due. */
  readonly digest: number;
}

/** Digests are below this number, so that revisions and digest fit into fifteen digits. */
const DIGESTS = 1_000_000_000;

/**
 * The version (ETag) of everything that a verdict depends on. Every opening, check and verdict of
 * the reviews raises it, and it differs wherever details or findings of the books do. Versions are
 * only compared for equality.
 */
export const versionOfVerdict = (
  reviewRevisions: readonly number[],
  books: readonly SeenOfBook[],
): number => {
  const happened = reviewRevisions.reduce((sum, revision) => sum + revision + 1, 0);
  const digest = books.reduce((sum, book) => (sum * 31 + book.digest) % DIGESTS, 0);
  return happened * DIGESTS + digest;
};

/** The revision in a version of a single stream and its book; -1 before the first event. */
export const revisionInVersion = (version: number): number => Math.floor(version / DIGESTS) - 1;
