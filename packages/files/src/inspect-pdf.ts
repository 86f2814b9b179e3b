import { inflateSync } from "node:zlib";
import { type ObjectTokens, readObject } from "./pdf-tokens.ts";
import { refusal } from "./refusal.ts";

export interface PdfFacts {
  readonly pages: number;
  readonly hasScript: boolean;
  readonly encrypted: boolean;
  readonly embeddedFiles: boolean;
}

export interface PdfLimits {
  readonly maxPages: number;
  readonly maxBytes: number;
  /** unpacked object streams; scans have next to none */
  readonly maxObjectBytes: number;
}

export const pdfLimits: PdfLimits = { maxPages: 200, maxBytes: 50 * 2 ** 20, maxObjectBytes: 32 * 2 ** 20 };

/** Actions that run, send or open something. Going to a page of the same file is harmless and not among them. */
const scripts = new Set(
  ["JS", "JavaScript", "Launch", "SubmitForm", "ImportData", "RichMedia", "Rendition", "XFA", "GoToE"].map(
    (name) => `/${name}`,
  ),
);
const embedded = new Set(["/EmbeddedFile", "/EmbeddedFiles", "/Filespec", "/EF"]);

class Survey {
  hasScript = false;
  embeddedFiles = false;
  encrypted = false;
  hasTrailer = false;
  #unpacked = 0;
  /** Object numbers that are pages; a later version of an object stands in for the earlier one. */
  readonly pages = new Map<number, boolean>();
  readonly #limits: PdfLimits;
  constructor(limits: PdfLimits) {
    this.#limits = limits;
  }

  visit(number: number, tokens: readonly string[]): void {
    let isPage = false;
    tokens.forEach((token, index) => {
      if (scripts.has(token)) this.hasScript = true;
      else if (embedded.has(token)) this.embeddedFiles = true;
      else if (token === "/Encrypt") this.encrypted = true;
      else if (token === "/XRef" || token === "/Root") this.hasTrailer = true;
      if (token === "/Type" && tokens[index + 1] === "/Page") isPage = true;
    });
    if (number >= 0) this.pages.set(number, isPage);
  }

  /** Objects packed into a stream are read like all others, within a limit. */
  unpack(bytes: Buffer, object: ObjectTokens): void {
    const numberAfter = (name: string) => Number(object.tokens[object.tokens.indexOf(name) + 1]);
    const start = object.end + (bytes[object.end] === 13 ? 2 : 1);
    const marker = bytes.indexOf("endstream", start, "latin1");
    const end = marker < 0 ? bytes.length : marker;
    let body = bytes.subarray(start, end);
    if (object.tokens.includes("/DecodeParms")) throw refusal("scan-refused", "damaged");
    if (object.tokens.includes("/Filter")) {
      const filters = object.tokens.filter((token) => /Decode$/u.test(token));
      if (filters.length !== 1 || filters[0] !== "/FlateDecode") throw refusal("scan-refused", "damaged");
      body = inflate(body, this.#limits.maxObjectBytes - this.#unpacked);
    }
    this.#unpacked += body.length;
    const text = body.toString("latin1");
    const [first, count] = [numberAfter("/First"), numberAfter("/N")];
    const head = text.slice(0, first).trim().split(/\s+/u).map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(count) || head.length < count * 2) {
      throw refusal("scan-refused", "damaged");
    }
    for (let index = 0; index < count; index += 1) {
      const from = first + (head[index * 2 + 1] ?? 0);
      const to = index + 1 < count ? first + (head[index * 2 + 3] ?? 0) : text.length;
      this.visit(head[index * 2] ?? 0, readObject(text, from, to).tokens);
    }
    // Offsets that overlap or go back could hide something: once more, as one piece.
    this.visit(-1, readObject(text, first).tokens);
  }
}

function inflate(body: Buffer, maxOutputLength: number): Buffer {
  try {
    return inflateSync(body, { maxOutputLength: Math.max(maxOutputLength, 1) });
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw refusal("scan-refused", tooLarge ? "compression-ratio" : "damaged");
  }
}

/**
 * Looks at every object of a PDF, also those that no table points to and those inside other streams, and runs none.
 * @throws CommandRejected `scan-refused` when it is no PDF, is damaged or encrypted, has a script, an action that
 * opens something, or an embedded file, or has too many pages
 */
export function inspectPdf(bytes: Buffer, limits: Partial<PdfLimits> = {}): PdfFacts {
  const { maxPages, maxBytes } = { ...pdfLimits, ...limits };
  if (bytes.length > maxBytes) throw refusal("scan-refused", "file-too-large", maxBytes);
  if (bytes.subarray(0, 1024).indexOf("%PDF-") < 0) throw refusal("scan-refused", "not-a-pdf");
  if (bytes.subarray(-2048).indexOf("%%EOF") < 0) throw refusal("scan-refused", "damaged");
  const survey = new Survey({ ...pdfLimits, ...limits });
  const text = bytes.toString("latin1");
  let read = 0;
  const heads = /(?:(\d{1,10})[\0\s]+\d{1,5}[\0\s]+obj|\btrailer)(?![A-Za-z0-9])/g;
  for (let head = heads.exec(text); head !== null; head = heads.exec(text)) {
    const object = readObject(text, heads.lastIndex);
    read += object.end - heads.lastIndex;
    // An object of a real file is read once; strings without an end would make this quadratic.
    if (read > 4 * text.length + 2 ** 20) throw refusal("scan-refused", "damaged");
    survey.visit(head[1] === undefined ? -1 : Number(head[1]), object.tokens);
    if (object.hasStream && object.tokens.includes("/ObjStm")) survey.unpack(bytes, object);
    // The search goes on right here, also through strings and streams: a table may point into one.
  }
  const pages = [...survey.pages.values()].filter((isPage) => isPage).length;
  if (survey.encrypted) throw refusal("scan-refused", "encrypted");
  if (survey.hasScript) throw refusal("scan-refused", "pdf-script");
  if (survey.embeddedFiles) throw refusal("scan-refused", "pdf-embedded-file");
  if (!survey.hasTrailer || pages === 0) throw refusal("scan-refused", "damaged");
  if (pages > maxPages) throw refusal("scan-refused", "pdf-too-many-pages", maxPages);
  return { pages, hasScript: false, encrypted: false, embeddedFiles: false };
}
