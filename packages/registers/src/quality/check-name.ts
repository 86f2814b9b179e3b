import { type Finding, finding } from "../finding.ts";
import type { Field } from "../record-type-schema.ts";

const nameCharacters = /^[\p{L}\p{M}'’ʼ.\- ]+$/u;
const titleCase = /^(?:\p{Lu}[\p{Ll}\p{Lm}\p{M}]*(?:['’ʼ.-]\p{L}[\p{Ll}\p{M}]*)*[.'’-]?|Ma?c\p{Lu}\p{Ll}+)$/u;
const particles = new Set([
  "de",
  "da",
  "do",
  "dos",
  "du",
  "di",
  "la",
  "le",
  "van",
  "von",
  "der",
  "den",
  "el",
  "al",
  "bin",
  "binti",
]);
const wordStart = /(^|[\s'’ʼ.-])(\p{L})/gu;

/** `NGUYỄN văn a` as `Nguyễn Văn A`; a proposal, never applied by itself. */
export const proposeTitleCase = (name: string): string =>
  name.toLowerCase().replace(wordStart, (_, before: string, letter: string) => before + letter.toUpperCase());

const isAllCapitals = (name: string): boolean => name === name.toUpperCase() && /\p{Lu}{2}/u.test(name);

const MOST_REMEMBERED = 5_000;
const remembered = new Set<string>();

/** Names are made of few thousand syllables, so that most words of a book have been seen before. */
const isTitleCase = (word: string): boolean => {
  if (remembered.has(word)) return true;
  if (!titleCase.test(word)) return false;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.add(word);
  return true;
};

/** Rule 19: what a person's name may look like. */
export const checkName = (field: Field, name: string): Finding[] => {
  const words = name.split(" ");
  // Such words hold nothing but the characters of names, and no two capitals side by side.
  if (words.length > 1 && words.every(isTitleCase)) return [];
  const fields = [field];
  const params = { text: name };
  if (!nameCharacters.test(name)) return [finding("name-characters", { fields, params })];
  const findings: Finding[] = [];
  if (words.length < 2) findings.push(finding("name-one-word", { fields, params }));
  if (isAllCapitals(name)) {
    findings.push(finding("name-all-capitals", { fields, params, suggestion: proposeTitleCase(name) }));
  } else if (!words.every((word) => word === "" || isTitleCase(word) || particles.has(word))) {
    findings.push(finding("name-case", { fields, params, suggestion: proposeTitleCase(name) }));
  }
  return findings;
};
