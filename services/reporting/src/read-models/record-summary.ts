import type { FieldValues } from "@sogoc/events";
import {
  columnsOfRegister,
  findField,
  findRecordType,
  firstDay,
  foldForSearch,
  foldPlace,
  kindOfPlace,
  lastDay,
  normalisedText,
  parsePartialDate,
  phaseOf,
  placesIn,
  type RecordType,
  toIso,
  writtenText,
} from "@sogoc/registers";

/** What lists and searches need of a record's values; the rest is read from its stream. */
export interface RecordSummary {
  /** Names of those whom the record is about. */
  readonly subjects: string;
  /** Folded names of everybody in the record but the officers. */
  readonly words: string;
  /** ISO as far as the book tells it, `yyyy[-MM[-dd]]`; the text itself when it is no date. */
  readonly registeredOn: string | null;
  /** First and last day that the date may mean; for searching only. */
  readonly registeredFrom: string | null;
  readonly registeredTo: string | null;
  readonly registeredYear: number | null;
  /** The office that registered it, folded; for searching only. */
  readonly office: string;
  /** What kind of place that says it is of, folded; empty where it says none. */
  readonly officeKind: string;
}

/**
 * Signatories and officers stand in the common columns; looking for them would find half the book.
 */
const nameCodesOf = (recordType: RecordType): readonly string[] =>
  recordType.fields
    .filter(
      ({ type, group, code }) =>
        type === "personName" && (group !== "basic" || recordType.subjectFields.includes(code)),
    )
    .map(({ code }) => code);

/**
 * The values that a summary and the checks of a book look at: names, number, page, date and office
 * of registration.
 */
export const keptFields = (recordTypeCode: string, fields: FieldValues): FieldValues => {
  const recordType = findRecordType(recordTypeCode);
  if (!recordType) return {};
  const { number, page, date, office } = columnsOfRegister(recordType);
  const kept: FieldValues = {};
  for (const code of [number, page, date, office, ...recordType.subjectFields, ...nameCodesOf(recordType)]) {
    const value = code === undefined ? undefined : fields[code];
    if (code !== undefined && value) kept[code] = value;
  }
  return kept;
};

export const summarise = (recordTypeCode: string, kept: FieldValues): RecordSummary => {
  const recordType = findRecordType(recordTypeCode);
  if (!recordType) {
    return {
      subjects: "",
      words: "",
      registeredOn: null,
      registeredFrom: null,
      registeredTo: null,
      registeredYear: null,
      office: "",
      officeKind: "",
    };
  }
  const nameOf = (code: string) => writtenText(kept[code]) ?? "";
  const [office = ""] = placesIn(nameOf(columnsOfRegister(recordType).office));
  const everybody = [...new Set([...recordType.subjectFields, ...nameCodesOf(recordType)])];
  const text = normalisedText(kept[columnsOfRegister(recordType).date]);
  const date = text === undefined ? undefined : parsePartialDate(text);
  return {
    subjects: recordType.subjectFields
      .filter((code) => findField(recordType, code) !== undefined)
      .map(nameOf)
      .filter(Boolean)
      .join(" – "),
    words: [...new Set(foldForSearch(everybody.map(nameOf).join(" ")).split(" "))].join(" "),
    registeredOn: date ? toIso(date) : (text ?? null),
    registeredFrom: date ? toIso(firstDay(date)) : null,
    registeredTo: date ? toIso(lastDay(date)) : null,
    registeredYear: date?.year ?? null,
    office: foldPlace(office),
    officeKind: kindOfPlace(office) ?? "",
  };
};

/** The office as the record has it; empty where it is not written. */
export const writtenOfficeOf = (recordTypeCode: string, kept: FieldValues): string => {
  const recordType = findRecordType(recordTypeCode);
  return (recordType && writtenText(kept[columnsOfRegister(recordType).office])) ?? "";
};

/**
 * What of a summary its keyers have doubts about, or could read in part only: whoever sees it in a
 * list sees that too.
 */
export const doubtsIn = (recordTypeCode: string, kept: FieldValues): ("subjects" | "registeredOn")[] => {
  const recordType = findRecordType(recordTypeCode);
  if (!recordType) return [];
  const isDoubtful = (code: string) => {
    const value = kept[code];
    return value !== undefined && ("illegible" in value || ("doubtful" in value && value.doubtful === true));
  };
  return [
    ...(recordType.subjectFields.some(isDoubtful) ? (["subjects"] as const) : []),
    ...(isDoubtful(columnsOfRegister(recordType).date) ? (["registeredOn"] as const) : []),
  ];
};

/** Number of the phase, 0 for a year that no phase holds. */
export const phaseNumberOf = (openingYear: number): number => {
  try {
    return phaseOf(openingYear).no;
  } catch {
    return 0;
  }
};
