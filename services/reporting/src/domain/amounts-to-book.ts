/** More records than these are looked up or handed over again by nobody: they are a book. */
const FEW = 20;
/** Half of a book that has so few is a few records; all of it is the book. */
const FEW_OF_ALL = 5;

/**
 * Whether records exported from a book amount to the whole book: more than twenty of them, half of
 * it, or all of a small one.
 */
export const amountsToBook = (taken: number, inBook: number): boolean =>
  taken > FEW || taken >= inBook || (taken > FEW_OF_ALL && taken * 2 >= inBook);
