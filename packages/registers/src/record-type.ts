import type { Field, FieldType, RecordType } from "./record-type-schema.ts";

/**
 * Columns that every register has, whatever they are called. Number and book number are the address
 * of a case.
 */
export interface ColumnsOfRegister {
  readonly number: string;
  readonly book: string;
  readonly page: string | undefined;
  readonly date: string;
  readonly office: string;
}

interface Index {
  readonly byCode: ReadonlyMap<string, Field>;
  readonly ofRegister: ColumnsOfRegister;
  readonly required: readonly Field[];
}

const indexes = new WeakMap<RecordType, Index>();

const indexOf = (recordType: RecordType): Index => {
  const known = indexes.get(recordType);
  if (known !== undefined) return known;
  const ofType = (type: FieldType) => recordType.fields.find((field) => field.type === type)?.code;
  const index: Index = {
    byCode: new Map(recordType.fields.map((field) => [field.code, field])),
    ofRegister: {
      number: ofType("registerNumber") ?? "so",
      book: ofType("bookNumber") ?? "quyenSo",
      page: ofType("pageNumber"),
      date: recordType.dateField,
      office: recordType.officeField,
    },
    required: recordType.fields.filter((field) => field.required),
  };
  indexes.set(recordType, index);
  return index;
};

/** For who looks at many fields of one record. */
export const fieldsByCode = (recordType: RecordType): ReadonlyMap<string, Field> =>
  indexOf(recordType).byCode;

export const findField = (recordType: RecordType, code: string): Field | undefined =>
  indexOf(recordType).byCode.get(code);

/** Throws `RangeError` when the record type has no such column. */
export const getField = (recordType: RecordType, code: string): Field => {
  const field = findField(recordType, code);
  if (field === undefined) throw new RangeError(`${recordType.code} has no field ${code}`);
  return field;
};

export const columnsOfRegister = (recordType: RecordType): ColumnsOfRegister =>
  indexOf(recordType).ofRegister;

/** The fields without which a case cannot be told from another. */
export const requiredFields = (recordType: RecordType): readonly Field[] => indexOf(recordType).required;

/**
 * The sheet of phase 1 where there is one; by name, because object keys like `2024` come first in
 * any order.
 */
export const mainLayout = (recordType: RecordType): string =>
  "legacy" in recordType.layouts ? "legacy" : (Object.keys(recordType.layouts)[0] ?? "legacy");

/** The fields of one import sheet in its own order. Throws `RangeError` for an unknown layout. */
export const layoutFields = (recordType: RecordType, layout = mainLayout(recordType)): Field[] => {
  const found = Object.hasOwn(recordType.layouts, layout) ? recordType.layouts[layout] : undefined;
  if (found === undefined) throw new RangeError(`${recordType.code} has no layout ${layout}`);
  return found.codes.map((code) => getField(recordType, code));
};
