/**
 * Words of Latin letters as Unicode composes them, digits and common signs, with one space between
 * two words.
 */
const tidy =
  /^[!-_a-~\u00a1-\u00ac\u00ae-\u00b3\u00b5-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u0255\u0257-\u02b8\u1ea0-\u1ef9]+(?: [!-_a-~\u00a1-\u00ac\u00ae-\u00b3\u00b5-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u0255\u0257-\u02b8\u1ea0-\u1ef9]+)*$/;

/**
 * A text that is its own NFC, trimmed, single-spaced and without a character that any rule would
 * ask about. Nearly every cell is, and one look tells what a handful of patterns would be asked
 * for.
 */
export const isTidy = (text: string): boolean => tidy.test(text);
