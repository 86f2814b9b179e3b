import { deflateSync } from "node:zlib";
import type { RefusalReason } from "../refusal.ts";
import { forgeWorkbook, forgeZip } from "./forged-zip.ts";

const MB = 1_000_000;

/** A file that is made to keep its reader busy, to fill its memory, or both. */
export interface HostileFile {
  readonly name: string;
  /** Name under which it is sent. */
  readonly fileName: string;
  readonly kind: "scan" | "workbook";
  /** Any of these is a true reason to refuse it; which one comes first depends on its size. */
  readonly reasons: readonly RefusalReason[];
  /** Grows with `bytes`, which is about the size of the file, or of what comes out of it. */
  readonly make: (bytes: number) => Buffer;
  /** What to grow it to, where it is as large as an upload or as its unpacked content may be. */
  readonly largest: number;
}

const pdf = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat([
    Buffer.from(
      "%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n" +
        "3 0 obj <</Type/Page/Parent 2 0 R>> endobj\n",
    ),
    ...parts.map((part) => Buffer.from(part)),
    Buffer.from("\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"),
  ]);

/** A stream of objects as an attacker writes it: any offsets, any content. */
export const objectStream = (number: number, head: string, body: Buffer | string, count: number): Buffer => {
  const packed = deflateSync(Buffer.concat([Buffer.from(head), Buffer.from(body)]));
  const entry = `${number} 0 obj <</Type/ObjStm/N ${count}/First ${head.length}/Filter/FlateDecode/Length ${packed.length}>> stream\n`;
  return Buffer.concat([Buffer.from(entry), packed, Buffer.from("\nendstream endobj\n")]);
};

const repeated = (text: string, bytes: number): string => text.repeat(Math.ceil(bytes / text.length));

const contentTypes = (elements: number): string =>
  `<Types>${'<Default Extension="xml" ContentType="application/xml"/>'.repeat(elements)}</Types>`;

/** Letters that carry marks in the order that takes longest to mend. */
const markedLetter = (marks: number): string => `a${"\u0301".repeat(marks / 2)}${"\u0316".repeat(marks / 2)}`;

const sheetOf = (content: string) => `<worksheet><sheetData>${content}</sheetData></worksheet>`;

const workbooks: readonly HostileFile[] = [
  {
    name: "a list of content types that never ends",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["entry-too-large", "compression-ratio"],
    largest: 260 * MB,
    make: (bytes) => forgeWorkbook("", { "[Content_Types].xml": contentTypes(bytes / 56) }),
  },
  {
    name: "a cell that comes in pieces",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["cell-too-long", "compression-ratio"],
    largest: 260 * MB,
    make: (bytes) =>
      forgeWorkbook(
        `<row r="1"><c r="A1" t="inlineStr"><is>${repeated("<t>a<!-- --></t>", bytes)}</is></c></row>`,
      ),
  },
  {
    name: "one long string that every cell repeats",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["row-too-long", "too-much-work"],
    largest: 200 * MB,
    make: (bytes) => {
      const row = `<row>${'<c t="s"><v>0</v></c>'.repeat(6)}</row>`;
      return forgeWorkbook(repeated(row, bytes), {
        "xl/sharedStrings.xml": `<sst><si><t>${"a".repeat(30_000)}</t></si></sst>`,
      });
    },
  },
  {
    name: "a table of strings without end",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["archive-too-large", "compression-ratio", "too-much-work"],
    largest: 400 * MB,
    make: (bytes) =>
      forgeWorkbook('<row><c t="s"><v>0</v></c></row>', {
        "xl/sharedStrings.xml": `<sst>${repeated("<si><t>a</t></si>", bytes)}</sst>`,
      }),
  },
  {
    name: "a number format full of brackets",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["entry-too-large", "damaged"],
    largest: 7 * MB,
    make: (bytes) =>
      forgeWorkbook('<row><c s="0"><v>1</v></c></row>', {
        "xl/styles.xml": `<styleSheet><numFmts>${repeated(
          `<numFmt numFmtId="164" formatCode="${"[".repeat(100_000)}"/>`,
          bytes,
        )}</numFmts><cellXfs>${'<xf numFmtId="164"/>'.repeat(1_000)}</cellXfs></styleSheet>`,
      }),
  },
  {
    name: "elements without end in one another",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["too-much-work", "compression-ratio"],
    largest: 200 * MB,
    make: (bytes) => forgeWorkbook("", { "xl/worksheets/sheet1.xml": repeated("<a>", bytes) }),
  },
  {
    name: "empty rows without end",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["too-much-work", "compression-ratio", "too-many-rows"],
    largest: 400 * MB,
    make: (bytes) => forgeWorkbook("", { "xl/worksheets/sheet1.xml": sheetOf(repeated("<row/>", bytes)) }),
  },
  {
    name: "an attribute that never ends",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["xml-too-long", "compression-ratio"],
    largest: 200 * MB,
    make: (bytes) => forgeWorkbook(`<row r="1" spans="${repeated("a", bytes)}"/>`),
  },
  {
    name: "a comment in a sheet that never ends",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["xml-too-long", "compression-ratio"],
    largest: 200 * MB,
    make: (bytes) => forgeWorkbook(`<!--${repeated("- a", bytes)}-->`),
  },
  {
    name: "a line of a CSV of the Mac that never ends",
    fileName: "so.csv",
    kind: "workbook",
    reasons: ["row-too-long", "too-many-columns", "cell-too-long"],
    largest: 500 * MB,
    make: (bytes) => Buffer.from(`so\r${repeated(",", bytes)}`),
  },
  {
    name: "a line of a CSV that never ends",
    fileName: "so.csv",
    kind: "workbook",
    reasons: ["row-too-long", "too-many-columns", "cell-too-long"],
    largest: 500 * MB,
    make: (bytes) => Buffer.from(`so\n${repeated(",", bytes)}`),
  },
  {
    name: "cells of letters that carry thousands of marks",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["too-many-marks"],
    largest: 100 * MB,
    make: (bytes) => {
      const cell = `<c t="inlineStr"><is><t>${markedLetter(32_000)}</t></is></c>`;
      return forgeWorkbook(repeated(`<row>${cell}${cell}</row>`, bytes));
    },
  },
  {
    name: "a table of strings of letters that carry thousands of marks",
    fileName: "so.xlsx",
    kind: "workbook",
    reasons: ["too-many-marks"],
    largest: 90 * MB,
    make: (bytes) =>
      forgeWorkbook(repeated('<row><c t="s"><v>0</v></c></row>', bytes / 10), {
        "xl/sharedStrings.xml": `<sst>${repeated(`<si><t>${markedLetter(32_000)}</t></si>`, bytes)}</sst>`,
      }),
  },
  {
    name: "a CSV of letters that carry thousands of marks",
    fileName: "so.csv",
    kind: "workbook",
    reasons: ["too-many-marks"],
    largest: 100 * MB,
    make: (bytes) => Buffer.from(`so\n${repeated(`${markedLetter(32_000)}\n`, bytes)}`),
  },
  {
    name: "a quoted cell of a CSV that never ends",
    fileName: "so.csv",
    kind: "workbook",
    reasons: ["row-too-long", "too-many-columns", "cell-too-long"],
    largest: 500 * MB,
    make: (bytes) => Buffer.from(`so\n"${repeated('a""', bytes)}`),
  },
];

const scans: readonly HostileFile[] = [
  {
    name: "packed objects whose offsets go back and forth",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["damaged", "too-much-work", "compression-ratio"],
    largest: 4 * MB,
    make: (bytes) => {
      const count = Math.floor(bytes / 10);
      const body = `[${repeated("/a ", bytes)}]`;
      const head = Array.from(
        { length: count },
        (_, index) => `${10 + index} ${index % 2 ? 0 : body.length}`,
      );
      return pdf(objectStream(9, `${head.join(" ")} `, body, count));
    },
  },
  {
    name: "names without end",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["too-much-work"],
    largest: 49 * MB,
    make: (bytes) => pdf("4 0 obj [", repeated("/a ", bytes), "] endobj"),
  },
  {
    name: "strings that never end",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["too-much-work"],
    largest: 49 * MB,
    make: (bytes) => pdf(repeated("4 0 obj (", bytes)),
  },
  {
    name: "comments that never end",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["too-much-work"],
    largest: 49 * MB,
    make: (bytes) => pdf(repeated("4 0 obj %", bytes)),
  },
  {
    name: "objects without end",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["too-much-work"],
    largest: 49 * MB,
    make: (bytes) => pdf(repeated("4 0 obj 1 endobj\n", bytes)),
  },
  {
    name: "arrays in arrays without end",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["too-much-work"],
    largest: 24 * MB,
    make: (bytes) =>
      pdf("1 0 obj <</Root ", repeated("[", bytes), ">> endobj trailer <</Root", repeated("[", bytes)),
  },
  {
    name: "packed objects that swell",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["compression-ratio", "too-much-work"],
    largest: 20 * MB,
    make: (bytes) => pdf(objectStream(9, "10 0 ", Buffer.alloc(bytes * 20, 32), 1)),
  },
  {
    name: "images whose size stands elsewhere",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["pdf-image-too-large", "too-much-work"],
    largest: 24 * MB,
    make: (bytes) =>
      pdf(
        "8 0 obj 60000 ",
        repeated("[", bytes / 2),
        " endobj ",
        repeated("9 0 obj <</Subtype/Image/Width 8 0 R/Height 8 0 R>> endobj ", bytes / 2),
      ),
  },
  {
    name: "no PDF at all",
    fileName: "KS.2008.01.2008-03-17.01.pdf",
    kind: "scan",
    reasons: ["not-a-pdf"],
    largest: 2_000 * MB,
    make: (bytes) => Buffer.alloc(bytes, "MZ"),
  },
  {
    name: "a zip of names that never end",
    fileName: "quet.zip",
    kind: "scan",
    // What lies under a name is looked at once all names were read.
    reasons: ["too-much-work", "not-a-pdf"],
    largest: 2_000 * MB,
    make: (bytes) => {
      const content = "MZ";
      const count = Math.ceil(bytes / 120_000);
      return forgeZip(
        Array.from({ length: count }, (_, number) => ({ path: `${number}${"a".repeat(60_000)}`, content })),
      );
    },
  },
  {
    name: "a zip of names whose letters carry thousands of marks",
    fileName: "quet.zip",
    kind: "scan",
    reasons: ["too-many-marks"],
    largest: 2_000 * MB,
    make: (bytes) =>
      forgeZip(
        Array.from({ length: Math.ceil(bytes / 120_000) }, (_, number) => ({
          path: `${number}${markedLetter(30_000)}`,
          content: "MZ",
        })),
      ),
  },
  {
    name: "a zip whose entries lie on top of one another",
    fileName: "quet.zip",
    kind: "scan",
    reasons: ["overlapping-entries", "too-many-entries"],
    largest: 2 * MB,
    make: (bytes) =>
      forgeZip(
        Array.from({ length: Math.ceil(bytes / 120) }, (_, number) => ({
          path: `KS.2008.01.2008-03-17.${number}.pdf`,
          content: "%PDF-1.4",
          onTop: number > 0,
        })),
      ),
  },
  {
    name: "a zip with a PDF of strings that never end",
    fileName: "quet.zip",
    kind: "scan",
    reasons: ["too-much-work", "compression-ratio"],
    largest: 49 * MB,
    make: (bytes) =>
      forgeZip([
        { path: "KS.2008.01.2008-03-17.01.pdf", content: pdf(repeated("4 0 obj (", bytes)), method: 0 },
      ]),
  },
];

/** Every kind that is known, each made by `make` as large as wanted. */
export const hostileFiles: readonly HostileFile[] = [...scans, ...workbooks];
