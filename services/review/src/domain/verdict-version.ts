/** What a verdict on a book's cases is made from, besides their reviews. */
export interface SeenOfBook {
  /** A number that follows from its details and from every finding of it that is due. */
  readonly digest: number;
}

/** Behind the revisions there is room for this many digests; both fit into fifteen digits. */
const DIGESTS = 1_000_000_000;

/**
 * The version (ETag) that a verdict is made from: raised by every opening, check and verdict of the
 * reviews, another one wherever their books' details or findings are others. Compared for being the
 * same, and for nothing else.
 */
export const versionOfVerdict = (
  reviewRevisions: readonly number[],
  books: readonly SeenOfBook[],
): number => {
  const happened = reviewRevisions.reduce((sum, revision) => sum + revision + 1, 0);
  const digest = books.reduce((sum, book) => (sum * 31 + book.digest) % DIGESTS, 0);
  return happened * DIGESTS + digest;
};

/** The revision in a version of one stream and its book; -1 before its first event. */
export const revisionInVersion = (version: number): number => Math.floor(version / DIGESTS) - 1;
