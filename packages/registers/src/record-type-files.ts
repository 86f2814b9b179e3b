import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { defineRecordType } from "./define-record-type.ts";
import type { RecordType } from "./record-type-schema.ts";

/** The place of a book type in lists; a type that names none comes after those that do. */
const Placed = z.object({ order: z.number().default(Number.POSITIVE_INFINITY) });

/**
 * Reads every `.json` file of a folder as a book type, by `order` and then by code. A file that is
 * added needs no other mention. Throws where one does not hang together, and where two have one
 * code or one prefix of file names.
 */
export const readRecordTypes = (folder: URL): readonly RecordType[] => {
  const placed = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8")))
    .map((data) => ({ order: Placed.parse(data).order, recordType: defineRecordType(data) }));
  placed.sort((one, other) =>
    one.order === other.order
      ? one.recordType.code < other.recordType.code
        ? -1
        : 1
      : one.order - other.order,
  );
  const recordTypes = placed.map(({ recordType }) => recordType);
  for (const key of ["code", "filePrefix"] as const) {
    const names = recordTypes.map((recordType) => recordType[key]);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) throw new Error(`Two book types have the ${key} ${twice}`);
  }
  return recordTypes;
};
