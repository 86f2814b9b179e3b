import { open } from "node:fs/promises";
import { Budget, type BudgetLimits } from "./budget.ts";
import { isWhiteSpace } from "./pdf-lexer.ts";
import { PdfObjects } from "./pdf-objects.ts";
import { countPages } from "./pdf-pages.ts";
import { stepsPerByte } from "./pdf-streams.ts";
import { PdfSurvey } from "./pdf-survey.ts";
import { refusal } from "./refusal.ts";

export interface PdfFacts {
  /** As a reader shows them; pages that were deleted do not count. */
  readonly pages: number;
}

export interface PdfLimits {
  readonly maxPages: number;
  readonly maxBytes: number;
  /** Unpacked object streams; scans have next to none. */
  readonly maxObjectBytes: number;
  /** Tokens, each object being worth twenty of them; a scan of 800 pages has 200,000. */
  readonly maxTokens: number;
  /** Of one image, as its width and height say. */
  readonly maxImagePixels: number;
}

export const pdfLimits: PdfLimits = {
  maxPages: 200,
  maxBytes: 50 * 2 ** 20,
  maxObjectBytes: 16 * 2 ** 20,
  maxTokens: 5_000_000,
  // Two pages of A4 beside each other at 1200 dpi, which no office needs, have 278 million.
  maxImagePixels: 300_000_000,
};

/** Levels of dictionaries and arrays in one another; what leads to a page has five. */
const MAX_DEPTH = 100;
const TAIL = 2048;
const HEAD = 1024;

/** Also for a file of a few hundred bytes. */
const LEAST_STEPS = 2 ** 20;

/** What looking at a PDF of `size` bytes may cost. */
export const pdfBudget = (size: number, { maxBytes, maxObjectBytes, maxTokens }: PdfLimits): BudgetLimits => {
  const steps = LEAST_STEPS + stepsPerByte * size;
  return {
    bytes: maxBytes,
    listing: 0,
    unpacked: maxObjectBytes,
    items: maxTokens,
    steps,
    text: 0,
    depth: MAX_DEPTH,
  };
};

/** Where the content ends: copiers pad their files with zeros up to a whole block. */
const endOfContent = (bytes: Buffer): number => {
  let end = bytes.length;
  while (end > 0 && isWhiteSpace(bytes[end - 1])) end -= 1;
  return end;
};

const checkHead = (head: Buffer, size: number, { maxBytes }: PdfLimits): void => {
  if (head.subarray(0, HEAD).indexOf("%PDF-") < 0) throw refusal("scan-refused", "not-a-pdf");
  if (size > maxBytes) throw refusal("scan-refused", "file-too-large", maxBytes);
};

/**
 * Looks at every object of a PDF, also those that no table points to and those inside other
 * streams, and runs none. `budget` is charged with all of it. Throws `scan-refused` when it is no
 * PDF, is damaged or encrypted, has a script, an action that leads out of the file, or an embedded
 * file, has too many pages or too large an image, or takes too much work to read.
 */
export const inspectPdf = (bytes: Buffer, limits: Partial<PdfLimits> = {}, budget?: Budget): PdfFacts => {
  const all: PdfLimits = { ...pdfLimits, ...limits };
  checkHead(bytes, bytes.length, all);
  const charged = budget ?? new Budget(pdfBudget(bytes.length, all), "scan-refused");
  charged.spend("bytes", bytes.length);
  const end = endOfContent(bytes);
  const tail = bytes.subarray(Math.max(0, end - TAIL), end);
  if (tail.indexOf("%%EOF") < 0) throw refusal("scan-refused", "damaged");
  const objects = new PdfObjects(bytes.subarray(0, end), charged);
  const survey = new PdfSurvey(objects);
  survey.run();
  const { fault } = survey;
  if (fault) throw refusal("scan-refused", fault.reason, { name: fault.name });
  if (survey.mostPixels > all.maxImagePixels)
    throw refusal("scan-refused", "pdf-image-too-large", all.maxImagePixels);
  const pages = countPages(objects, survey, end);
  if (pages === 0) throw refusal("scan-refused", "damaged");
  if (pages > all.maxPages) throw refusal("scan-refused", "pdf-too-many-pages", all.maxPages);
  return { pages };
};

/** The same for a file; its beginning and its size are looked at before any more of it is read. */
export const inspectPdfFile = async (path: string, limits: Partial<PdfLimits> = {}): Promise<PdfFacts> => {
  const all: PdfLimits = { ...pdfLimits, ...limits };
  await using file = await open(path);
  const { size } = await file.stat();
  const head = Buffer.alloc(HEAD);
  const { bytesRead } = await file.read(head, 0, HEAD, 0);
  checkHead(head.subarray(0, bytesRead), size, all);
  // Of exactly its size: reading a file piece by piece would hold it twice.
  const bytes = Buffer.allocUnsafeSlow(size);
  let read = 0;
  while (read < size) {
    const part = await file.read(bytes, read, size - read, read);
    if (part.bytesRead === 0) throw refusal("scan-refused", "damaged");
    read += part.bytesRead;
  }
  return inspectPdf(bytes, all);
};
