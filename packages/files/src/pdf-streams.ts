import { inflateSync } from "node:zlib";
import type { Budget } from "./budget.ts";
import { asArray, asCount, asDictionary, asName, type PdfDictionary, type PdfValue } from "./pdf-values.ts";
import { refusal } from "./refusal.ts";

/**
 * Each byte is searched for a word or two, belongs to one object, and may be met again on the way
 * to the pages.
 */
export const stepsPerByte = 8;

const damaged = () => refusal("scan-refused", "damaged");

const inflate = (body: Buffer, budget: Budget): Buffer => {
  try {
    return inflateSync(body, { maxOutputLength: Math.max(budget.left("unpacked"), 1) });
  } catch (error) {
    throw error instanceof RangeError ? refusal("scan-refused", "compression-ratio") : damaged();
  }
};

/**
 * Where the line of the word `stream` ends. Readers do not agree on what else may stand in it, and
 * would find another content.
 */
const startOfBody = (bytes: Buffer, after: number): number => {
  const [line] = /^[ \t]{0,8}(?:\r\n|\n|\r)/u.exec(bytes.toString("latin1", after, after + 10)) ?? [];
  if (line === undefined) throw damaged();
  return after + line.length;
};

/** The bytes between `stream` and `endstream`. `after` is the end of the word `stream`. */
const bodyOf = (bytes: Buffer, dictionary: PdfDictionary, after: number, budget: Budget): Buffer => {
  const start = startOfBody(bytes, after);
  const length = asCount(dictionary.get("Length"));
  if (length !== undefined) {
    const tail = bytes.toString("latin1", start + length, start + length + 13);
    if (/^\s{0,3}endstream/u.test(tail)) return bytes.subarray(start, start + length);
  }
  const marker = bytes.indexOf("endstream", start, "latin1");
  const end = marker < 0 ? bytes.length : marker;
  budget.spend("steps", end - start);
  return bytes.subarray(start, end);
};

/**
 * Takes back the prediction of PNG (RFC 2083, 6), the only one that tables of objects are written
 * with.
 */
const unpredict = (body: Buffer, columns: number): Buffer => {
  if (columns < 1 || columns > 64) throw refusal("scan-refused", "pdf-unsupported");
  const rows = Math.floor(body.length / (columns + 1));
  const out = Buffer.alloc(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const filter = body[row * (columns + 1)] ?? 0;
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      const left = column > 0 ? (out[at - 1] ?? 0) : 0;
      const above = row > 0 ? (out[at - columns] ?? 0) : 0;
      const corner = row > 0 && column > 0 ? (out[at - columns - 1] ?? 0) : 0;
      const raw = body[row * (columns + 1) + 1 + column] ?? 0;
      out[at] = raw + predictionOf(filter, left, above, corner);
    }
  }
  return out;
};

const predictionOf = (filter: number, left: number, above: number, corner: number): number => {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) throw damaged();
  const estimate = left + above - corner;
  const distances = [left, above, corner].map((value) => Math.abs(estimate - value));
  const nearest = Math.min(...distances);
  return [left, above, corner][distances.indexOf(nearest)] ?? 0;
};

const single = (value: PdfValue | undefined): PdfValue | undefined => {
  const list = asArray(value);
  if (list === undefined) return value;
  if (list.length > 1) throw refusal("scan-refused", "pdf-unsupported");
  return list[0];
};

/** Numbers only: one that stands elsewhere would be found by some readers and not by others. */
const predictionParameters = (value: PdfValue) => {
  const parameters = value === null ? new Map<string, PdfValue>() : asDictionary(value);
  const numberOf = (name: string, standard: number) => {
    const given = parameters?.get(name) ?? standard;
    return typeof given === "number" ? given : undefined;
  };
  const predictor = numberOf("Predictor", 1);
  const columns = numberOf("Columns", 1);
  const isPlain = numberOf("Colors", 1) === 1 && numberOf("BitsPerComponent", 8) === 8;
  const isKnown = predictor === 1 || (predictor !== undefined && predictor >= 10 && predictor <= 15);
  if (parameters === undefined || columns === undefined || !isKnown || !isPlain) {
    throw refusal("scan-refused", "pdf-unsupported");
  }
  return { predictor, columns };
};

/**
 * What a stream of objects or a table of objects holds. Both are packed with Flate or not at all in
 * every file that a scanner or an office program writes; another filter is refused, because it
 * could hide an object.
 */
export const decodeStream = (
  bytes: Buffer,
  dictionary: PdfDictionary,
  after: number,
  budget: Budget,
): Buffer => {
  // What readers take for short forms of `Filter` and `DecodeParms`.
  if (dictionary.has("F") || dictionary.has("DP")) throw refusal("scan-refused", "pdf-unsupported");
  const filter = single(dictionary.get("Filter"));
  const body = bodyOf(bytes, dictionary, after, budget);
  if (filter === undefined || filter === null) return body;
  if (asName(filter) !== "FlateDecode") throw refusal("scan-refused", "pdf-unsupported");
  const unpacked = inflate(body, budget);
  budget.spend("unpacked", unpacked.length);
  budget.allow("steps", stepsPerByte * unpacked.length);
  const { predictor, columns } = predictionParameters(single(dictionary.get("DecodeParms")) ?? null);
  if (predictor === 1) return unpacked;
  budget.spend("steps", unpacked.length);
  return unpredict(unpacked, columns);
};
