/** Latin letters that look like one of a Vietnamese keyboard and are others. */
export const foreignLatin =
  "ÐðƉɖ\u0131\u017f\u0184\u0196\u01bd\u01c0\u0251\u0261\u0263\u0269\u026a\u028f\u1d04\u1d0f\u1d1c\u1d20-\u1d22\ua731";

/**
 * Letters as Unicode composes them, digits and common signs, as a part of a class of characters:
 * all that no rule asks about. Without `foreignLatin`, hidden characters, and signs that stand for
 * an apostrophe.
 */
export const ordinary = [
  "!-_a-~\u00a1-\u00ac\u00ae-\u00b3\u00b5-\u00cf\u00d1-\u00ef\u00f1-\u0130\u0132-\u017e\u0180-\u0183\u0185-\u0188",
  "\u018a-\u0195\u0197-\u01bc\u01be\u01bf\u01c1-\u0250\u0252-\u0255\u0257-\u0260\u0262\u0264-\u0268\u026b-\u028e",
  "\u0290-\u02b8\u1ea0-\u1ef9",
].join("");

/** Words of ordinary letters and signs with one space between two words. */
const tidy = new RegExp(`^[${ordinary}]+(?: [${ordinary}]+)*$`);

/**
 * A text that is its own NFC, trimmed, single-spaced and without a character that any rule would
 * ask about. Nearly every cell is, and one look tells what a handful of patterns would be asked
 * for.
 */
export const isTidy = (text: string): boolean => tidy.test(text);
