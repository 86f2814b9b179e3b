import { findCodeTable } from "./code-tables.ts";
import { namedInFacts } from "./named-in-facts.ts";
import { hasLimit } from "./quality/limits.ts";
import { type PersonColumns, RecordType } from "./record-type-schema.ts";

const columnsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(columnsIn);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(columnsIn);
  return [];
};

const columnsOfPerson = (person: PersonColumns): string[] => {
  const { role: _role, label_vi: _vi, label_en: _en, sexIs: _sexIs, ...columns } = person;
  return columnsIn(columns);
};

/**
 * By these two a case is found in any book, so they are called the same in all of them. What a
 * sheet calls them otherwise stands in their `aliases`.
 */
const columnsOfEveryBook = { so: "registerNumber", quyenSo: "bookNumber" } as const;

/** Throws for the first kind of names of which some are not known. */
const requireKnown = (
  code: string,
  kind: string,
  names: readonly string[],
  isKnown: (name: string) => boolean,
) => {
  const lost = [...new Set(names)].filter((name) => !isKnown(name));
  if (lost.length > 0) throw new Error(`${code}: unknown ${kind} ${lost.join(", ")}`);
};

/**
 * Reads a record type from data. Nothing is registered: the functions of this package take the
 * result. Throws an `Error` when the shape is wrong, when a layout, key, person, fact, group or
 * code table names something that is not there, or when the columns of the number and of the book
 * have names of their own.
 */
export const defineRecordType = (data: unknown): RecordType => {
  const recordType = RecordType.parse(data);
  for (const [code, type] of Object.entries(columnsOfEveryBook)) {
    if (recordType.fields.find((field) => field.code === code)?.type !== type)
      throw new Error(`${recordType.code}: needs a column ${code} of type ${type}`);
  }
  const codes = new Set(recordType.fields.map((field) => field.code));
  if (codes.size !== recordType.fields.length)
    throw new Error(`${recordType.code}: a field code is used twice`);
  const facts = namedInFacts(recordType.facts);
  const named = [
    recordType.officeField,
    ...recordType.naturalKey,
    ...recordType.subjectFields,
    ...Object.keys(recordType.sample),
    ...Object.values(recordType.layouts).flatMap((layout) => layout.codes),
    ...recordType.persons.flatMap(columnsOfPerson),
    ...facts.columns,
  ];
  const roles = new Set(recordType.persons.map(({ role }) => role));
  const groups = new Set(recordType.fields.map(({ group }) => group));
  requireKnown(recordType.code, "field", named, (code) => codes.has(code));
  requireKnown(recordType.code, "person", facts.roles, (role) => roles.has(role));
  requireKnown(recordType.code, "limit", facts.limits, hasLimit);
  requireKnown(recordType.code, "group", Object.keys(recordType.groups), (group) => groups.has(group));
  for (const field of recordType.fields) {
    if (field.codeTable !== undefined && findCodeTable(field.codeTable) === undefined) {
      throw new Error(`${recordType.code}.${field.code}: unknown code table ${field.codeTable}`);
    }
    if ((field.type === "code" || field.type === "listName") && field.codeTable === undefined) {
      throw new Error(`${recordType.code}.${field.code}: a ${field.type} needs a code table`);
    }
  }
  return recordType;
};
