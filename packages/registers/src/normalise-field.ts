import { formatBookNumber, parseBookNumber } from "./book-number.ts";
import { getCodeTable, lookupEntry } from "./code-tables.ts";
import type { FieldValue } from "./field-value.ts";
import { written } from "./field-value.ts";
import type { Finding } from "./finding.ts";
import { parseTime, singleSpaced } from "./normalise-text.ts";
import { parsePartialDate, toIso } from "./partial-date.ts";
import { checkField } from "./quality/check-field.ts";
import type { Field } from "./record-type-schema.ts";
import { formatRegistrationNumber, parsePageNumber, parseRegistrationNumber } from "./registration-number.ts";
import { readableNumber } from "./suspicious-characters.ts";
import { isTidy } from "./tidy-text.ts";

const normaliseDate = (raw: string): string => {
  const date = parsePartialDate(raw);
  return date === undefined ? raw : toIso(date);
};

const normaliseEntry = (tableName: string | undefined, raw: string): string => {
  if (tableName === undefined) return raw;
  const table = getCodeTable(tableName);
  const cut = /^0+(\d)$/u.exec(raw)?.[1];
  const { entry } = lookupEntry(table, raw);
  return entry?.code ?? (cut === undefined ? raw : (lookupEntry(table, cut).entry?.code ?? raw));
};

const normalise = (field: Field, raw: string): string => {
  switch (field.type) {
    case "registerNumber": {
      const number = parseRegistrationNumber(raw);
      return number === undefined ? raw : formatRegistrationNumber(number);
    }
    case "bookNumber": {
      const number = parseBookNumber(raw);
      return number === undefined ? raw : formatBookNumber(number);
    }
    case "pageNumber":
      return parsePageNumber(raw)?.toString() ?? raw;
    case "fullDate":
    case "partialDate":
      return normaliseDate(raw);
    case "code":
    case "listName":
      return normaliseEntry(field.codeTable, singleSpaced(raw));
    case "time":
      return parseTime(raw) ?? raw;
    case "idNumber": {
      const readable = readableNumber(raw);
      return /^[\d\s.]+$/u.test(readable) ? readable.replace(/[\s.]+/gu, "") : singleSpaced(raw);
    }
    case "integer":
    case "personName":
    case "place":
    case "orgName":
    case "text":
      return singleSpaced(raw);
  }
};

/**
 * What was keyed into a cell as a value. `raw` keeps the text but for NFC and outer spaces; `value`
 * is added where the normalised form differs: dates ISO, codes as digits, names of lists as in the
 * list. A text that cannot be read stays as it is; nothing is invented and nothing throws. An empty
 * text has no value.
 */
export const readField = (field: Field, rawText: string): FieldValue | undefined => {
  const raw = isTidy(rawText) ? rawText : rawText.normalize("NFC").trim();
  return raw === "" ? undefined : written(raw, normalise(field, raw));
};

/** The same with what the rules of a single cell have to say about it. */
export const normaliseField = (
  field: Field,
  rawText: string,
): { value: FieldValue | undefined; problems: Finding[] } => {
  const value = readField(field, rawText);
  return { value, problems: value === undefined ? [] : checkField(field, value) };
};
