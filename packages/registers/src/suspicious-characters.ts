/** Letters of other alphabets, and the Icelandic and African D, that look like one of ours. */
const lookAlikes = new Map(
  [
    ..."ÐĐðđƉĐɖđ".matchAll(/(.)(.)/gu),
    ..."АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXаaсcеeоoрpхxуyіiјjѕsԁdһhԛqԝw".matchAll(/(.)(.)/gu),
    ..."ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaιiκkρpυu".matchAll(/(.)(.)/gu),
  ].map((pair) => [pair[1] ?? "", pair[2] ?? ""]),
);

const unusual =
  /[^ -_a-~\u00a0-\u00ac\u00ae-\u00b3\u00b5-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u0255\u0257-\u02b8\u1ea0-\u1ef9]/u;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;
const foreignScript = /[\p{Script=Cyrillic}\p{Script=Greek}ÐðƉɖ]/gu;
/** Between two letters, as in H'Hen and Y-Bih: there every program writes its own. */
const apostropheLike = /(?<=\p{L})[`´‘’‛′ʹʻʼʽˈ＇](?=\p{L})/gu;
const hyphenLike = /(?<=\p{L})[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d](?=\p{L})/gu;
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

/** Letters and signs in the text that look like those of a Vietnamese keyboard and are others. */
export const lookAlikeLetters = (text: string): string[] => [
  ...new Set([foreignScript, apostropheLike, hyphenLike].flatMap((sign) => text.match(sign) ?? [])),
];

/** The text without hidden characters and with our letters and signs for their look-alikes. */
export const withoutSuspiciousCharacters = (text: string): string => {
  const visible = text.replace(hidden, (character) => (whiteSpace.test(character) ? character : ""));
  return visible
    .replace(foreignScript, (letter) => lookAlikes.get(letter) ?? letter)
    .replace(apostropheLike, "'")
    .replace(hyphenLike, "-");
};

/** `U+200B`, for messages */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
