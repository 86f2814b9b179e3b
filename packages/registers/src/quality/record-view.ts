import { type FieldValue, type FieldValues, normalisedText } from "../field-value.ts";
import type { Finding, FindingParts } from "../finding.ts";
import { finding } from "../finding.ts";
import { type CompleteDate, isComplete, type PartialDate, parsePartialDate } from "../partial-date.ts";
import { type ColumnsOfRegister, columnsOfRegister, findField } from "../record-type.ts";
import type { Field, PersonColumns, RecordType } from "../record-type-schema.ts";

/** The book as inventoried. Everything may be unknown. */
export interface BookContext {
  /** `01/2008` */
  readonly quyenSo?: string | undefined;
  readonly openingYear?: number | undefined;
}

/** Answers from the administrative units; `on` is ISO. False when no such unit existed then. */
export interface PlaceResolvers {
  readonly office?: ((name: string, on: string) => boolean) | undefined;
  readonly province?: ((name: string, on: string) => boolean) | undefined;
}

export interface RecordInput {
  readonly recordType: RecordType;
  readonly fields: FieldValues;
  readonly book?: BookContext | undefined;
  readonly places?: PlaceResolvers | undefined;
}

/** One record as the rules read it. Dates are parsed once. */
export interface RecordView {
  readonly input: RecordInput;
  readonly recordType: RecordType;
  readonly key: ColumnsOfRegister;
  value(code: string | undefined): FieldValue | undefined;
  text(code: string | undefined): string | undefined;
  date(code: string | undefined): PartialDate | undefined;
  person(role: string): PersonColumns | undefined;
  field(code: string): Field | string;
  /** the day of registration when it is complete */
  readonly registered: CompleteDate | undefined;
}

export const viewRecord = (input: RecordInput): RecordView => {
  const { recordType, fields } = input;
  const key = columnsOfRegister(recordType);
  const dates = new Map<string, PartialDate | undefined>();
  const text = (code: string | undefined) =>
    code === undefined || !Object.hasOwn(fields, code) ? undefined : normalisedText(fields[code]);
  const date = (code: string | undefined) => {
    const written = text(code);
    if (code === undefined || written === undefined) return undefined;
    if (!dates.has(code)) dates.set(code, parsePartialDate(written));
    return dates.get(code);
  };
  const registered = date(key.date);
  return {
    input,
    recordType,
    key,
    text,
    date,
    value: (code) => (code === undefined || !Object.hasOwn(fields, code) ? undefined : fields[code]),
    person: (role) => recordType.persons.find((person) => person.role === role),
    field: (code) => findField(recordType, code) ?? code,
    registered: registered !== undefined && isComplete(registered) ? registered : undefined,
  };
};

/** A rule looks at one record and says what it finds. */
export type RecordRule = (record: RecordView) => Iterable<Finding>;

/** Build a finding whose message names the first column. */
export const found = (
  record: RecordView,
  rule: string,
  codes: readonly (string | undefined)[],
  parts: Omit<FindingParts, "fields"> = {},
): Finding => {
  const fields = codes.filter((code) => code !== undefined).map((code) => record.field(code));
  return finding(rule, { ...parts, fields });
};
