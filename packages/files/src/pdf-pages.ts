import type { PdfObjects, PdfPlace } from "./pdf-objects.ts";
import type { PdfSurvey } from "./pdf-survey.ts";
import { BrokenTable, PdfTable } from "./pdf-table.ts";
import {
  asArray,
  asDictionary,
  asName,
  asReference,
  type PdfDictionary,
  type PdfValue,
} from "./pdf-values.ts";
import { FileRefusal } from "./refusal.ts";

/** Gives an object by its number; undefined for one that is not there. */
type FindPlace = (number: number) => PdfPlace | undefined;

/**
 * Counts the pages that a reader shows: the leaves of the tree that hangs on the catalog. `Count`
 * is not believed, a node is visited once, however often the tree leads to it.
 */
const countLeaves = (objects: PdfObjects, find: FindPlace, root: number): number => {
  const load = (value: PdfValue | undefined): PdfDictionary | undefined => {
    const number = asReference(value);
    const place = number === undefined ? undefined : find(number);
    return asDictionary(number === undefined ? value : place && objects.readWhole(place));
  };
  const loadList = (value: PdfValue | undefined) => {
    const number = asReference(value);
    const place = number === undefined ? undefined : find(number);
    return asArray(number === undefined ? value : place && objects.readWhole(place));
  };
  const visited = new Set<number>();
  const waiting: (PdfValue | undefined)[] = [load({ reference: root })?.get("Pages")];
  let leaves = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    const number = asReference(next);
    if (number !== undefined) {
      if (visited.has(number)) continue;
      visited.add(number);
    }
    const node = load(next);
    if (node === undefined) continue;
    const kids = loadList(node.get("Kids"));
    if (kids === undefined || asName(node.get("Type")) === "Page") leaves += 1;
    else for (const kid of kids) waiting.push(kid);
  }
  return leaves;
};

/** The number behind the last `startxref`. */
const startOfTable = (bytes: Buffer, end: number): number | undefined => {
  const tail = bytes.toString("latin1", Math.max(0, end - 2048), end);
  const at = tail.lastIndexOf("startxref");
  const [, digits] = /^startxref\s*(\d{1,12})/u.exec(tail.slice(Math.max(at, 0))) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

/** By the file's own table. Undefined where there is none that can be followed. */
const countByTable = (objects: PdfObjects, shift: number, start: number): number | undefined => {
  try {
    const table = new PdfTable(objects, shift);
    table.read(start);
    const { root } = table;
    if (root === undefined) return undefined;
    return countLeaves(objects, (number) => table.find(number), root);
  } catch (error) {
    const isBroken = error instanceof BrokenTable;
    if (isBroken || (error instanceof FileRefusal && error.reason === "damaged")) return undefined;
    throw error;
  }
};

/**
 * By what was found in the file, its later objects before its earlier ones, as readers do it with a
 * broken table.
 */
const countBySurvey = (objects: PdfObjects, survey: PdfSurvey): number => {
  if (survey.lastRoot === undefined) return 0;
  const root = asReference(asDictionary(objects.read({ at: survey.lastRoot }))?.get("Root"));
  if (root === undefined) return 0;
  return countLeaves(objects, (number) => survey.places.get(number), root);
};

/**
 * Pages that a reader shows, those that were deleted left out; 0 where no page can be found.
 * `end` is where the file ends without padding.
 */
export const countPages = (objects: PdfObjects, survey: PdfSurvey, end: number): number => {
  const start = startOfTable(objects.bytes, end);
  const header = Math.max(0, objects.bytes.subarray(0, 1024).indexOf("%PDF-"));
  if (start !== undefined) {
    for (const shift of header > 0 ? [0, header] : [0]) {
      const pages = countByTable(objects, shift, start);
      if (pages !== undefined && pages > 0) return pages;
    }
  }
  return countBySurvey(objects, survey);
};
