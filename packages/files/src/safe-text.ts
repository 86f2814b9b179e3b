const forbidden = /[\p{Cc}\ufffe\uffff]/gu;
/** The usual case, told by one quick look. */
const isPlain = /^[\n -~\u00a0-\ud7ff]*$/;
const loneSurrogate = /\p{Surrogate}/gu;

/**
 * Text that XML and CSV can hold: no control characters, no halves of characters, line ends as
 * `\n`.
 */
export const storableText = (text: string): string => {
  if (isPlain.test(text)) return text;
  return text
    .replace(/\r\n?/gu, "\n")
    .replace(forbidden, (sign) => (sign === "\n" || sign === "\t" ? sign : ""))
    .replace(loneSurrogate, "\ufffd");
};

const dangerous = /^'*[=+\-@\t＝＋－＠]/u;

/**
 * An apostrophe before text that a spreadsheet would run as a formula; `readNeutralised` takes it
 * away again.
 */
export const neutraliseFormula = (text: string): string => (dangerous.test(text) ? `'${text}` : text);

export const readNeutralised = (text: string): string =>
  text.startsWith("'") && dangerous.test(text) ? text.slice(1) : text;
