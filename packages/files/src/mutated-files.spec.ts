import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget } from "./budget.ts";
import { inspectPdf, pdfBudget, pdfLimits } from "./inspect-pdf.ts";
import { FileRefusal } from "./refusal.ts";
import { forgeWorkbook, forgeZip } from "./testing/forged-zip.ts";
import { objectStream } from "./testing/hostile-files.ts";
import { openWorkbook } from "./workbook.ts";
import { workbookBudget, workbookLimits } from "./workbook-model.ts";
import { openZip } from "./zip.ts";

// Files that were good once, changed at random: whatever comes of it is an answer or a refusal,
// within the budget.

const RUNS = 300;
const testFile = (name: string) => readFileSync(join(import.meta.dirname, "..", "test-files", name));

const words = [
  ...[
    "obj",
    "endobj",
    "stream",
    "endstream",
    "xref",
    "trailer",
    "startxref",
    "<<",
    ">>",
    "[",
    "(",
    "%",
    "R",
    "\0",
  ],
  ...[
    "/Type",
    "/Page",
    "/Pages",
    "/Kids",
    "/ObjStm",
    "/XRef",
    "/Length 99999",
    "/Prev 0",
    "9999999999",
    "-1",
    "0",
  ],
  ...[
    "<c>",
    "</c>",
    "<row",
    "<t>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&",
    "&#1;",
    "<?",
    '"',
    "r='ZZ9'",
    "\n",
    ",",
  ],
];

type Change =
  | { readonly kind: "flip" | "cut" | "drop"; readonly at: number; readonly size: number }
  | { readonly kind: "insert"; readonly at: number; readonly word: string }
  | { readonly kind: "copy"; readonly at: number; readonly size: number; readonly to: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const size = fc.integer({ min: 1, max: 400 });
const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom("flip" as const, "drop" as const), at: place, size }),
    fc.record({ kind: fc.constant("cut" as const), at: fc.double({ min: 0.5, max: 1, noNaN: true }), size }),
    fc.record({ kind: fc.constant("insert" as const), at: place, word: fc.constantFrom(...words) }),
    fc.record({ kind: fc.constant("copy" as const), at: place, size, to: place }),
  ),
  { minLength: 1, maxLength: 6 },
);

const changed = (bytes: Buffer, change: Change): Buffer => {
  const at = Math.floor(change.at * bytes.length);
  switch (change.kind) {
    case "flip": {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << (change.size % 8));
      return flipped;
    }
    case "cut":
      return bytes.subarray(0, at);
    case "drop":
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + change.size)]);
    case "insert":
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(change.word), bytes.subarray(at)]);
    case "copy": {
      const to = Math.floor(change.to * bytes.length);
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at, at + change.size), bytes.subarray(to)]);
    }
  }
};

const mutate = (bytes: Buffer, all: readonly Change[]): Buffer => all.reduce(changed, bytes);

/** Only a refusal may come out of a reader. */
const answered = async (read: () => unknown): Promise<void> => {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    expect(error.texts.vi).not.toBe("");
  }
};

const pdfs = [
  testFile("two-pages-one-deleted.pdf"),
  testFile("padded-with-zeros.pdf"),
  Buffer.concat([
    Buffer.from("%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"),
    objectStream(9, "2 0 3 40 ", "<</Type/Pages/Kids[3 0 R]/Count 1>>     <</Type/Page/Parent 2 0 R>>", 2),
    Buffer.from("trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"),
  ]),
];

const sheet =
  '<?xml version="1.0"?><worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>39687</v></c>' +
  '<c r="C1" t="inlineStr"><is><t>Lê &amp; Trần</t></is></c></row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>';
const parts = {
  "xl/worksheets/sheet1.xml": sheet,
  "xl/sharedStrings.xml": "<sst><si><t>Nguyễn</t></si><si><r><t>a</t></r><rPh><t>x</t></rPh></si></sst>",
  "xl/styles.xml":
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
};

const readAllRows = async (bytes: Buffer, fileName: string): Promise<void> => {
  const budget = new Budget(workbookBudget(workbookLimits), "workbook-refused");
  const book = await openWorkbook(bytes, { fileName }, budget);
  try {
    for await (const { row } of book) expect(Number.isSafeInteger(row)).toBe(true);
  } finally {
    book.close();
  }
};

describe("files that were good once", () => {
  it("are PDFs", async () => {
    const any = fc.constantFrom(...pdfs);
    await fc.assert(
      fc.asyncProperty(any, changes, async (bytes, all) => {
        const mutated = mutate(bytes, all);
        const budget = new Budget(pdfBudget(mutated.length, pdfLimits), "scan-refused");
        await answered(() => inspectPdf(mutated, {}, budget));
      }),
      { numRuns: RUNS },
    );
  });

  it("are objects packed into a PDF", async () => {
    const packed = "2 0 3 40 <</Type/Pages/Kids[3 0 R]/Count 1>>     <</Type/Page/Parent 2 0 R>>";
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(99), async (all, first) => {
        const body = deflateSync(mutate(Buffer.from(packed), all));
        const pdf = Buffer.concat([
          Buffer.from("%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"),
          Buffer.from(`9 0 obj <</Type/ObjStm/N 2/First ${first}/Filter/FlateDecode>> stream\n`),
          body,
          Buffer.from("\nendstream endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"),
        ]);
        await answered(() => inspectPdf(pdf));
      }),
      { numRuns: RUNS },
    );
  });

  it("are parts of a workbook", async () => {
    const any = fc.constantFrom(...(Object.keys(parts) as (keyof typeof parts)[]));
    await fc.assert(
      fc.asyncProperty(any, changes, async (path, all) => {
        const mutated = { ...parts, [path]: mutate(Buffer.from(parts[path]), all) };
        await answered(() => readAllRows(forgeWorkbook("", mutated), "so.xlsx"));
      }),
      { numRuns: RUNS / 3 },
    );
  });

  it("are CSVs", async () => {
    const csv = Buffer.from('so;ten;ghi chu\n1;"Nguyễn; ""Văn"" A";x\n2;Lê;=1+1\n');
    await fc.assert(
      fc.asyncProperty(changes, (all) => answered(() => readAllRows(mutate(csv, all), "so.csv"))),
      { numRuns: RUNS },
    );
  });

  it("are zips, of scans and of workbooks", async () => {
    const zip = forgeZip([
      { path: "KS/a.pdf", content: "%PDF".repeat(99) },
      { path: "b.pdf", content: "x" },
    ]);
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        await answered(async () => {
          const archive = await openZip(mutate(zip, all));
          try {
            for await (const entry of archive) await entry.read();
          } finally {
            archive.close();
          }
        });
        await answered(() => readAllRows(mutate(forgeWorkbook("", parts), all), "so.xlsx"));
      }),
      { numRuns: RUNS },
    );
  });
});
