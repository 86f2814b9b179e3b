/**
 * Marks that may follow one letter. Vietnamese has two, no script of people more than a few;
 * Unicode's own bound for streams of text is thirty (UAX #15, 13).
 */
export const MOST_MARKS = 16;

const mark = /^[\p{M}\uff9e\uff9f]$/u;
/**
 * What is taken out of a text before it is compared or searched for, so that the marks on either
 * side come together: signs that nobody sees, and apostrophes.
 */
const fallsOut = /^(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}\p{Co}'`´‘’‛′ʹʻʼʽˈ＇]$/u;
const [OTHER, MARK, FALLS_OUT] = [0, 1, 2] as const;

/** Beyond it no mark is ever put in order. */
const TABLE_LENGTH = 0x2_0000;
/** From here on there are only signs that nobody sees. */
const UNSEEN = 0xe_0000;

/** By code point; a million characters are looked up in milliseconds. */
const makeTable = (): Uint8Array =>
  Uint8Array.from({ length: TABLE_LENGTH }, (_, code) => {
    const sign = String.fromCodePoint(code);
    if (mark.test(sign)) return MARK;
    return fallsOut.test(sign) ? FALLS_OUT : OTHER;
  });

let table: Uint8Array | undefined;

/** What Vietnamese and English are written with, composed: told by one quick look. */
const hasNoMarks = /^[\0-\u02ff\u1e00-\u1fff]*$/;

/**
 * Whether no letter carries more marks than `MOST_MARKS`. To put the marks of a letter in order
 * takes the square of their number: a few kilobytes of them would stop a program for seconds.
 */
export const hasBoundedMarks = (text: string): boolean => {
  if (hasNoMarks.test(text)) return true;
  table ??= makeTable();
  let marks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    const kind = code < UNSEEN ? (table[code] ?? OTHER) : FALLS_OUT;
    if (kind === MARK) marks += 1;
    else if (kind === OTHER) marks = 0;
    if (marks > MOST_MARKS) return false;
  }
  return true;
};

/**
 * Text from outside, composed (NFC); undefined where a letter carries more marks than any text of
 * people has. Call it on whatever comes in before anything else composes, folds or compares it.
 */
export const composeForeignText = (text: string): string | undefined =>
  hasBoundedMarks(text) ? text.normalize("NFC") : undefined;

/**
 * Nothing that a person sees in a name, or that shows its letters in another order than they are.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The first sign of a name that nobody sees, as `U+200B`; undefined where there is none. */
export const findUnseenSign = (name: string): string | undefined => {
  const code = name.match(unseen)?.[0].codePointAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
};

/** A name with nothing left in it that nobody sees. */
export const withoutUnseenSigns = (name: string): string => name.replace(unseen, "");
