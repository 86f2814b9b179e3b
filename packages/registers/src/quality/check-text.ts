import { type Finding, finding } from "../finding.ts";
import { convertLegacyText, detectLegacyEncoding } from "../legacy-encoding.ts";
import { singleSpaced } from "../normalise-text.ts";
import type { Field } from "../record-type-schema.ts";
import {
  codePoint,
  hiddenCharacters,
  isPlainText,
  lookAlikeLetters,
  otherSpaces,
  withoutSuspiciousCharacters,
} from "../suspicious-characters.ts";
import { isTidy } from "../tidy-text.ts";

const beyondLatin1 = /[\u0100-\u1ef9]/u;
const ascii = /^[ -_a-~]*$/u;
const spareSpaces = /^\s|\s$|\s\s|[\t\n\r\u00a0]/u;
const softHyphen = "\u00ad";

/** Rules 21 and 22: how the text is written, whatever it says. */
export const checkText = (field: Field, raw: string, value: string): Finding[] => {
  // Where no letter is beyond U+00FF, those beyond ASCII may be another encoding's; nothing else is
  // wrong with tidy text.
  if (isTidy(raw) && (raw === value || isTidy(value)) && (beyondLatin1.test(raw) || ascii.test(raw)))
    return [];
  const findings: Finding[] = [];
  if (spareSpaces.test(value)) {
    findings.push(finding("extra-spaces", { fields: [field], suggestion: singleSpaced(value) }));
  }
  if (ascii.test(raw)) return findings;

  const encoding = detectLegacyEncoding(raw);
  if (encoding !== undefined) {
    const suggestion = convertLegacyText(raw, encoding);
    findings.push(finding("legacy-encoding", { fields: [field], params: { encoding }, suggestion }));
  }
  const spaces = otherSpaces(raw);
  if (spaces.length > 0) {
    // The value has the keyboard's space already: nobody needs to answer for it.
    const params = { characters: spaces.map(codePoint).join(", ") };
    findings.push(finding("look-alike-letters", { fields: [field], params, severity: "info" }));
  }
  // Plain text is NFC by its repertoire and holds nothing hidden.
  if (isPlainText(raw) && (raw === value || isPlainText(value))) return findings;

  if (raw.normalize("NFC") !== raw || value.normalize("NFC") !== value) {
    findings.push(finding("text-not-nfc", { fields: [field], suggestion: value.normalize("NFC") }));
  }
  const clean = singleSpaced(withoutSuspiciousCharacters(value));
  const both = raw === value ? raw : raw + value;
  // In TCVN3 the soft hyphen is the letter ư.
  const hidden = hiddenCharacters(both).filter(
    (character) => encoding !== "TCVN3" || character !== softHyphen,
  );
  if (hidden.length > 0) {
    const params = { characters: hidden.map(codePoint).join(", ") };
    findings.push(finding("control-characters", { fields: [field], params, suggestion: clean }));
  }
  // In TCVN3 the eth is the letter é.
  const letters = encoding === undefined ? lookAlikeLetters(both) : [];
  if (letters.length > 0) {
    const params = { characters: letters.join(", ") };
    findings.push(finding("look-alike-letters", { fields: [field], params, suggestion: clean }));
  }
  return findings;
};
