import { parseBookNumber } from "../book-number.ts";
import { getCodeTable, lookupEntry } from "../code-tables.ts";
import { type FieldValue, normalisedText, writtenText } from "../field-value.ts";
import { type Finding, finding } from "../finding.ts";
import { parseTime } from "../normalise-text.ts";
import { type DateReading, readDateText, samePartialDate } from "../partial-date.ts";
import type { Field } from "../record-type-schema.ts";
import { parsePageNumber, parseRegistrationNumber } from "../registration-number.ts";
import { saysNothing } from "../says-nothing.ts";
import { isPlainText } from "../suspicious-characters.ts";
import { checkName } from "./check-name.ts";
import { checkText } from "./check-text.ts";

/** Does the text on paper say what is stored, no more and no less? */
const says = (raw: string, stored: DateReading): boolean => {
  const onPaper = readDateText(raw);
  if (onPaper.kind === "date" && stored.kind === "date") return samePartialDate(onPaper.date, stored.date);
  return onPaper.kind === "age" && stored.kind === "age" && onPaper.years === stored.years;
};

const checkDate = (field: Field, raw: string, value: string): Finding[] => {
  const reading = readDateText(value);
  if (reading.kind === "invalid")
    return [finding("date-invalid", { fields: [field], params: { text: raw } })];
  if (raw !== value && !says(raw, reading)) {
    return [finding("date-invented", { fields: [field], params: { text: raw, value } })];
  }
  const incomplete = reading.kind === "age" || reading.date.day === undefined;
  if (field.type !== "fullDate" || !incomplete) return [];
  return [finding("registration-date-incomplete", { fields: [field] })];
};

const checkListed = (field: Field, raw: string, value: string): Finding[] => {
  if (field.codeTable === undefined) return [];
  const { entry, candidates } = lookupEntry(getCodeTable(field.codeTable), value);
  if (entry !== undefined) return [];
  if (candidates.length > 1) {
    const names = candidates.map((candidate) => candidate.code).join(", ");
    return [finding("list-name-ambiguous", { fields: [field], params: { text: raw, candidates: names } })];
  }
  const rule = field.type === "code" ? "code-not-in-table" : "list-name-unknown";
  return [finding(rule, { fields: [field], params: { text: raw } })];
};

const checkShape = (field: Field, raw: string, value: string): Finding[] => {
  const wrong = (rule: string) => [finding(rule, { fields: [field], params: { text: raw } })];
  switch (field.type) {
    case "registerNumber":
      return parseRegistrationNumber(value) === undefined ? wrong("registration-number-invalid") : [];
    case "bookNumber":
      return parseBookNumber(value) === undefined ? wrong("book-number-invalid") : [];
    case "pageNumber":
      return parsePageNumber(value) === undefined ? wrong("page-number-invalid") : [];
    case "fullDate":
    case "partialDate":
      return checkDate(field, raw, value);
    case "code":
    case "listName":
      return checkListed(field, raw, value);
    case "time":
      return parseTime(value) === undefined ? wrong("time-invalid") : [];
    case "personName":
      return checkName(field, value);
    case "place":
    case "orgName":
    case "idNumber":
    case "integer":
    case "text":
      return [];
  }
};

/** In a list, `0` is an entry like any other. */
const listed: ReadonlySet<string> = new Set(["code", "listName"]);

/** Rule 1: a dash or a zero is no value, unless somebody says that it is what the paper has. */
const checkPlaceholder = (field: Field, raw: string): Finding[] =>
  listed.has(field.type) || raw.trim() === "" || !saysNothing(raw)
    ? []
    : [finding("placeholder-value", { fields: [field], params: { text: raw.trim() } })];

const shaped: ReadonlySet<string> = new Set([
  "registerNumber",
  "bookNumber",
  "pageNumber",
  "fullDate",
  "partialDate",
  "code",
  "listName",
  "time",
]);
const printable = /^[ -~\u00c0-\u01b0\u1ea0-\u1ef9]*$/u;

/** The rules that need one cell only: shapes, dates, lists, names and characters. */
export const checkField = (field: Field, value: FieldValue): Finding[] => {
  const raw = writtenText(value);
  if (raw === undefined || raw === "") return [];
  const text = normalisedText(value);
  if (text === undefined) return checkText(field, raw, raw);
  const ofShape = checkShape(field, raw, text);
  const shape = ofShape.length > 0 ? ofShape : checkPlaceholder(field, raw);
  // A cell of a fixed shape, in plain letters, has nothing left to find fault with.
  if (shape.length === 0 && shaped.has(field.type) && printable.test(raw) && isPlainText(raw)) return shape;
  const characters = checkText(field, raw, text);
  if (characters.length === 0) return shape;
  return shape.length === 0 ? characters : [...shape, ...characters];
};
