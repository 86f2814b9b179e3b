import { findCodeTable } from "./code-tables.ts";
import { findGroup } from "./groups.ts";
import { type NamedValues, namedInFacts } from "./named-in-facts.ts";
import { hasLimit } from "./quality/limits.ts";
import { type Field, type PersonColumns, RecordType } from "./record-type-schema.ts";

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

/** A coded value that no column of its table can hold would switch its rule off unseen. */
const requireKnownValues = ({ code, fields }: RecordType, named: readonly NamedValues[]): void => {
  for (const { column, values } of named) {
    const table = findCodeTable(fields.find((field) => field.code === column)?.codeTable ?? "");
    const known = new Set(table?.entries.map((entry) => entry.code));
    if (table) requireKnown(code, `value of ${column}`, values, (value) => known.has(value));
  }
};

/** Each column is in a layout, or says that no sheet has it; hints stand beside their columns. */
const requireLaidOut = ({ code, fields, layouts }: RecordType): void => {
  const laidOut = new Set(Object.values(layouts).flatMap((layout) => layout.codes));
  const isRight = ({ code: column, inNoSheet = false }: Field) => laidOut.has(column) !== inNoSheet;
  const wrong = fields.filter((field) => !isRight(field)).map((field) => field.code);
  if (wrong.length > 0)
    throw new Error(`${code}: not in any layout, or in one in spite of inNoSheet: ${wrong.join(", ")}`);
  for (const [name, { codes, headersWithHint = {} }] of Object.entries(layouts)) {
    if (new Set(codes).size !== codes.length) throw new Error(`${code}: layout ${name} has a column twice`);
    requireKnown(code, `hint in layout ${name}`, Object.keys(headersWithHint), (column) =>
      codes.includes(column),
    );
  }
};

const requireCodeTables = ({ code, fields }: RecordType): void => {
  for (const field of fields) {
    if (field.codeTable !== undefined && findCodeTable(field.codeTable) === undefined) {
      throw new Error(`${code}.${field.code}: unknown code table ${field.codeTable}`);
    }
    if ((field.type === "code" || field.type === "listName") && field.codeTable === undefined) {
      throw new Error(`${code}.${field.code}: a ${field.type} needs a code table`);
    }
  }
};

/** As the schema has it. Throws an `Error` that names each member that is wrong and its place. */
const readShape = (data: unknown): RecordType => {
  const read = RecordType.safeParse(data);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join(".") || "book type"}: ${message}`);
  throw new Error(wrong.join("; "), { cause: read.error });
};

/**
 * Reads a record type from data. Nothing is registered: the functions of this package take the
 * result. Throws an `Error` when the shape is wrong or has a member that the schema does not know,
 * when a layout, key, person, fact, group or code table names something that is not there, when a
 * column is in no layout, when the columns of the number and of the book have names of their own,
 * or when the day of registration is no full date.
 */
export const defineRecordType = (data: unknown): RecordType => {
  const recordType = readShape(data);
  for (const [code, type] of Object.entries(columnsOfEveryBook)) {
    if (recordType.fields.find((field) => field.code === code)?.type !== type)
      throw new Error(`${recordType.code}: needs a column ${code} of type ${type}`);
  }
  if (recordType.fields.find(({ code }) => code === recordType.dateField)?.type !== "fullDate")
    throw new Error(`${recordType.code}: dateField needs a column of type fullDate`);
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
  const groups = recordType.fields.map(({ group }) => group);
  const own = Object.keys(recordType.groups);
  requireKnown(recordType.code, "field", named, (code) => codes.has(code));
  requireKnown(recordType.code, "person", facts.roles, (role) => roles.has(role));
  requireKnown(recordType.code, "limit", facts.limits, hasLimit);
  requireKnown(recordType.code, "group", own, (group) => groups.includes(group));
  requireKnown(recordType.code, "group", groups, (group) => own.includes(group) || !!findGroup(group));
  requireLaidOut(recordType);
  requireCodeTables(recordType);
  requireKnownValues(recordType, facts.values);
  return recordType;
};
