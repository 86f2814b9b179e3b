import { layoutFields, mainLayout } from "./record-type.ts";
import type { RecordType } from "./record-type-schema.ts";
import { recordTypes } from "./record-types.ts";

/** A header row told apart. `columns` follows the sheet: the field of each column, or undefined. */
export interface DetectedLayout {
  readonly recordType: RecordType;
  /**
   * a layout of the record type, or `police` for its columns in capitals without the foreign group
   */
  readonly dialect: string;
  readonly columns: (string | undefined)[];
  /** headers that mean no field; known extra columns of the police are not among them */
  readonly unknown: string[];
  /** fields of the layout that the sheet does not have */
  readonly missing: string[];
}

const indexes = new WeakMap<RecordType, ReadonlyMap<string, string>>();

/** No header that is known is near as long; what is, is none, and is folded for every type. */
const MAX_HEADER = 200;

const foldHeader = (header: string): string => {
  const [line = ""] = header
    .trim()
    .slice(0, MAX_HEADER)
    .normalize("NFC")
    .split(/[\r\n]/u);
  return line.replace(/\s+/gu, "").toLowerCase();
};

const indexOf = (recordType: RecordType): ReadonlyMap<string, string> => {
  const known = indexes.get(recordType);
  if (known !== undefined) return known;
  const pairs = recordType.fields.flatMap(({ code, aliases = [] }) =>
    [...aliases, code].map((name) => [foldHeader(name), code] as const),
  );
  const index = new Map([
    ...pairs,
    ...recordType.fields.map(({ code }) => [foldHeader(code), code] as const),
  ]);
  indexes.set(recordType, index);
  return index;
};

/**
 * The field a header means: case, spaces and everything after the first line break do not count;
 * aliases do.
 */
export const matchHeader = (recordType: RecordType, headerCell: string): string | undefined => {
  const index = indexOf(recordType);
  const header = foldHeader(headerCell);
  // Older sheets name the office after the column: "noiDangKy UBND xã …".
  const [column = ""] = header.split("ubnd");
  return index.get(header) ?? index.get(column);
};

const isPolice = (headers: readonly string[], recordType: RecordType): boolean => {
  const extra = new Set(recordType.knownExtraColumns.map(foldHeader));
  if (headers.some((header) => extra.has(foldHeader(header)))) return true;
  const named = headers.filter((header) => matchHeader(recordType, header) !== undefined);
  return named.length > 0 && named.every((header) => header === header.toUpperCase());
};

/** The layout with the most columns in the sheet; of equals the one that misses fewest. */
const closestLayout = (recordType: RecordType, present: ReadonlySet<string>): string => {
  const scored = Object.entries(recordType.layouts).map(([name, { codes }]) => {
    const hits = codes.filter((code) => present.has(code)).length;
    return { name, hits, missing: codes.length - hits };
  });
  scored.sort((a, b) => b.hits - a.hits || a.missing - b.missing);
  return scored[0]?.name ?? mainLayout(recordType);
};

const describe = (recordType: RecordType, headers: readonly string[]): DetectedLayout => {
  const seen = new Set<string>();
  const extra = new Set(recordType.knownExtraColumns.map(foldHeader));
  const unknown: string[] = [];
  const columns = headers.map((header) => {
    const code = matchHeader(recordType, header);
    if (code !== undefined && !seen.has(code)) {
      seen.add(code);
      return code;
    }
    // A second column of the same name is unknown too: which of the two is meant cannot be told.
    if (foldHeader(header) !== "" && !extra.has(foldHeader(header))) unknown.push(header.trim());
    return undefined;
  });
  const police = isPolice(headers, recordType);
  const layout = closestLayout(recordType, seen);
  const fields = layoutFields(recordType, police ? mainLayout(recordType) : layout);
  const missing = fields
    .filter(({ code, group }) => !seen.has(code) && !(police && group === "foreign"))
    .map(({ code }) => code);
  return { recordType, dialect: police ? "police" : layout, columns, unknown, missing };
};

/**
 * Tell the book type and the dialect from a header row. Undefined when no type has its subject and
 * a third of its own columns there; columns that all types share say nothing about the type.
 */
export const detectLayout = (
  headers: readonly string[],
  types: readonly RecordType[] = recordTypes,
): DetectedLayout | undefined => {
  const scored = types.map((recordType) => {
    const present = new Set(headers.map((header) => matchHeader(recordType, header)));
    const shared = (code: string) =>
      types.length > 1 && types.every((other) => other.fields.some((field) => field.code === code));
    const own = layoutFields(recordType).filter(({ code }) => !shared(code));
    const hits = own.filter(({ code }) => present.has(code)).length;
    const hasSubject = recordType.subjectFields.some((code) => present.has(code));
    return { recordType, hits, hasSubject, share: own.length === 0 ? 0 : hits / own.length };
  });
  scored.sort((a, b) => b.hits - a.hits);
  const best = scored.find(({ hasSubject }) => hasSubject);
  return best === undefined || best.share < 1 / 3 ? undefined : describe(best.recordType, headers);
};
