import { readdirSync, readFileSync } from "node:fs";
import { defineRecordType } from "./define-record-type.ts";
import type { RecordType } from "./record-type-schema.ts";

/** Throws an `Error` that begins with the name of the file where its data is not right. */
const readRecordType = (name: string, folder: URL): RecordType => {
  try {
    return defineRecordType(JSON.parse(readFileSync(new URL(name, folder), "utf8")));
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};

const placeOf = ({ order = Number.POSITIVE_INFINITY }: RecordType): number => order;

/**
 * Reads every `.json` file of a folder as a book type, by `order` and then by code. A file that is
 * added needs no other mention. Throws where one does not hang together, and where two have one
 * code or one prefix of file names; the files are named.
 */
export const readRecordTypes = (folder: URL): readonly RecordType[] => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const fileOf = new Map(files.map((name) => [readRecordType(name, folder), name]));
  const recordTypes = [...fileOf.keys()];
  recordTypes.sort((one, other) =>
    placeOf(one) === placeOf(other) ? (one.code < other.code ? -1 : 1) : placeOf(one) - placeOf(other),
  );
  for (const key of ["code", "filePrefix"] as const) {
    for (const [name, same] of Map.groupBy(recordTypes, (recordType) => recordType[key])) {
      const of = same.map((recordType) => fileOf.get(recordType)).join(", ");
      if (same.length > 1) throw new Error(`Two book types have the ${key} ${name}: ${of}`);
    }
  }
  return recordTypes;
};
