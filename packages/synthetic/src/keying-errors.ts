import { type FieldValues, getRecordType, isWritten, type KeyedValue, toFieldValues } from "@sogoc/registers";
import type { SyntheticCase } from "./book-model.ts";
import type { Random } from "./random.ts";

/** Share of the fields that go wrong in this way. */
export interface KeyingRates {
  readonly typo: number;
  readonly tone: number;
  readonly swappedDigits: number;
  readonly skipped: number;
}

/** A careful clerk: about one field in a hundred. */
export const usualKeying: KeyingRates = { typo: 0.004, tone: 0.003, swappedDigits: 0.002, skipped: 0.002 };

export interface KeyingError {
  readonly field: string;
  readonly kind: keyof KeyingRates;
}

const tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"];

/** Another tone on one letter that has one: `Thủy` as `Thúy`. */
const withWrongTone = (random: Random, text: string): string => {
  const letters = text.normalize("NFD");
  const places = [...letters.matchAll(/[\u0300\u0301\u0303\u0309\u0323]/gu)];
  if (places.length === 0) return text;
  const { index, 0: tone } = random.pick(places);
  const other = random.pick(tones.filter((mark) => mark !== tone));
  return `${letters.slice(0, index)}${other}${letters.slice(index + 1)}`.normalize("NFC");
};

const withTypo = (random: Random, text: string): string => {
  const places = [...text.matchAll(/[\p{L}\d]/gu)].map(({ index }) => index);
  if (places.length < 2) return text;
  const at = random.pick(places);
  switch (random.int(0, 2)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at + 1) + text.slice(at);
    default: {
      const wrong = /\d/u.test(text.charAt(at)) ? String(random.int(0, 9)) : random.pick([..."nhgtcmaeo"]);
      return text.slice(0, at) + wrong + text.slice(at + 1);
    }
  }
};

const withSwappedDigits = (random: Random, text: string): string => {
  const pairs = [...text.matchAll(/(?=(\d)(\d))/gu)].filter(([, first, second]) => first !== second);
  if (pairs.length === 0) return text;
  const { index, 1: first = "", 2: second = "" } = random.pick(pairs);
  return text.slice(0, index) + second + first + text.slice(index + 2);
};

/**
 * What a clerk who makes such errors keys from the page, ready to be stored, and which errors these
 * are.
 */
export const keyingErrors = (
  page: SyntheticCase,
  rates: KeyingRates,
  random: Random,
): { fields: FieldValues; errors: KeyingError[] } => {
  const keyed: Record<string, KeyedValue> = {};
  const errors: KeyingError[] = [];
  for (const [field, value] of Object.entries(page.paper)) {
    if (!isWritten(value)) {
      keyed[field] = value;
      continue;
    }
    const change = (kind: keyof KeyingRates, text: string) => {
      if (text !== value.raw) errors.push({ field, kind });
      return text;
    };
    const { raw } = value;
    if (random.chance(rates.skipped)) {
      errors.push({ field, kind: "skipped" });
    } else if (random.chance(rates.typo)) keyed[field] = { raw: change("typo", withTypo(random, raw)) };
    else if (random.chance(rates.tone)) keyed[field] = { raw: change("tone", withWrongTone(random, raw)) };
    else if (random.chance(rates.swappedDigits)) {
      keyed[field] = { raw: change("swappedDigits", withSwappedDigits(random, raw)) };
    } else keyed[field] = { raw };
  }
  return { fields: toFieldValues(getRecordType(page.recordType), keyed).fields, errors };
};

/** What a clerk without any error keys. */
export const keyedFaithfully = (page: SyntheticCase): FieldValues => {
  const paper: Record<string, KeyedValue> = { ...page.paper };
  return toFieldValues(getRecordType(page.recordType), paper).fields;
};
