/** Cyrillic and Greek letters that look like a Latin one. */
const lookAlikes = new Map(
  [
    ..."АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXаaсcеeоoрpхxуyіiјjѕsԁdһhԛqԝw".matchAll(/(.)(.)/gu),
    ..."ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaιiκkρpυu".matchAll(/(.)(.)/gu),
  ].map((pair) => [pair[1] ?? "", pair[2] ?? ""]),
);

const unusual = /[^ -~\u00a0-\u00ac\u00ae-\u02ff\u1ea0-\u1ef9]/u;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;
const foreignScript = /[\p{Script=Cyrillic}\p{Script=Greek}]/gu;
const whiteSpace = /[\t\n\r]/u;

/**
 * Nothing but Latin letters, digits and common signs: the quick way out of every check of
 * characters.
 */
export const isPlainText = (text: string): boolean => !unusual.test(text);

/**
 * Control, zero-width, private and broken characters; line breaks and tabs are white space and do
 * not count.
 */
export const hiddenCharacters = (text: string): string[] =>
  [...new Set(text.match(hidden))].filter((character) => !whiteSpace.test(character));

/** Cyrillic and Greek letters in the text. */
export const lookAlikeLetters = (text: string): string[] => [...new Set(text.match(foreignScript))];

/** The text without hidden characters and with Latin letters for their look-alikes. */
export const withoutSuspiciousCharacters = (text: string): string => {
  const visible = text.replace(hidden, (character) => (whiteSpace.test(character) ? character : ""));
  return visible.replace(foreignScript, (letter) => lookAlikes.get(letter) ?? letter);
};

/** `U+200B`, for messages */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
