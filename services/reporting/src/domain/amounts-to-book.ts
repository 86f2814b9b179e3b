/** More records than these are looked up or handed over again by nobody: they are a book. */
const FEW = 20;
/** Fewer than these are a few records of the smallest book, too. */
const FEW_OF_ALL = 5;

/**
 * Whether records that one person takes of a book are as good as the book: more than twenty of
 * them, or half of it.
 */
export const amountsToBook = (taken: number, inBook: number): boolean =>
  taken > FEW || (taken > FEW_OF_ALL && taken * 2 >= inBook);
