import { deflateSync } from "node:zlib";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, it } from "vitest";
import { inspectPdf } from "./inspect-pdf.ts";
import { refusedWith } from "./testing/refused.ts";

// What a reader does with a file must not be hidden from the search by the way it is written.
// Mozilla's reader says what is in it.

/** Packed objects by their number, or the text of one object. */
interface Written {
  readonly number: number;
  readonly head?: string;
  readonly text?: string;
  readonly packed?: readonly (readonly [number: number, text: string])[];
  /** Of the stream's dictionary; `/Type /ObjStm` unless given. */
  readonly type?: string;
  /** Behind the word `stream`, to the end of its line. */
  readonly line?: string;
  readonly filter?: { readonly entries: string; readonly encode: (plain: Buffer) => Buffer };
}

const flate = { entries: "/Filter /FlateDecode", encode: (plain: Buffer) => deflateSync(plain) };

const streamOf = ({ packed = [], type = "/Type /ObjStm", line = "\n", filter = flate }: Written) => {
  let index = "";
  let body = "";
  for (const [number, text] of packed) {
    index += `${number} ${body.length} `;
    body += `${text}\n`;
  }
  const content = filter.encode(Buffer.from(index + body, "latin1")).toString("latin1");
  const entries = `${type} /N ${packed.length} /First ${index.length} ${filter.entries}`;
  return `<< ${entries} /Length ${content.length} >>\nstream${line}${content}\nendstream`;
};

const TABLE = 50;

/** With a packed table that names every object. */
const write = (objects: readonly Written[]): Buffer => {
  let out = "%PDF-1.7\n";
  const rows = Buffer.alloc(7 * (TABLE + 1));
  const setRow = (number: number, kind: number, place: number, last: number) => {
    rows[7 * number] = kind;
    rows.writeUInt32BE(place, 7 * number + 1);
    rows.writeUInt16BE(last, 7 * number + 5);
  };
  for (const written of objects) {
    const { number, head = `${number} 0 obj`, text, packed = [] } = written;
    setRow(number, 1, out.length, 0);
    for (const [index, [inner]] of packed.entries()) setRow(inner, 2, number, index);
    out += `${head}\n${text ?? streamOf(written)}\nendobj\n`;
  }
  const start = out.length;
  setRow(TABLE, 1, start, 0);
  const table = deflateSync(rows).toString("latin1");
  out += `${TABLE} 0 obj\n<< /Type /XRef /Size ${TABLE + 1} /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length ${table.length} >>\nstream\n${table}\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(out, "latin1");
};

const script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
const catalogWith = (entries: string) => `<< /Type /Catalog /Pages 2 0 R ${entries} >>`;
const catalog = catalogWith(`/OpenAction ${script}`);
const pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>";
const all = (root: string) => [[1, root] as const, [2, pages] as const, [3, page] as const];
const packed = all(catalog);
const plain = (root: string, ...others: readonly Written[]) =>
  write([{ number: 1, text: root }, { number: 2, text: pages }, { number: 3, text: page }, ...others]);

/** Pages, and whether there is a script, as Mozilla's reader finds them. */
const shown = async (bytes: Buffer) => {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false });
  const pdf = await loading.promise;
  const hasScript = (await pdf.getJSActions()) !== null;
  const { numPages } = pdf;
  await loading.destroy();
  return { numPages, hasScript };
};

const up = (row: Buffer): Buffer => {
  // Rows of one byte, each as the difference to the one above (RFC 2083, 6.4).
  const out = Buffer.alloc(2 * row.length);
  for (let at = 0; at < row.length; at += 1) {
    out[2 * at] = 2;
    out[2 * at + 1] = ((row[at] ?? 0) - (row[at - 1] ?? 0)) & 255;
  }
  return out;
};

const hidden: readonly (readonly [string, Buffer])[] = [
  ["nowhere", write([{ number: 10, packed }])],
  ["behind a comment before obj", write([{ number: 10, packed, head: "10 0 %x\nobj" }])],
  ["behind a long generation", write([{ number: 10, packed, head: "10 0000000 obj" }])],
  ["in a stream without a type", write([{ number: 10, packed, type: "" }])],
  [
    "in a stream with its type elsewhere",
    write([
      { number: 9, text: "/ObjStm" },
      { number: 10, packed, type: "/Type 9 0 R" },
    ]),
  ],
  ["behind endobj for a value", plain(catalogWith(`/X endobj /OpenAction ${script}`))],
  ["behind stream for a value", plain(catalogWith(`/X stream /OpenAction ${script}`))],
  ["behind obj for a value", plain(catalogWith(`/X obj /OpenAction ${script}`))],
  ["behind endobj for a key", plain(catalogWith(`endobj /OpenAction ${script}`))],
  ["behind an end for a value", plain(catalogWith(`/X >> endobj /OpenAction ${script}`))],
  ["behind a stream that is an end for a value", plain(catalogWith(`/X >> stream /OpenAction ${script}`))],
  ["behind an end in an array", plain(catalogWith(`/X [ >> stream ] /OpenAction ${script}`))],
  [
    "behind a stream within",
    plain(catalogWith(`/X << /Length 2 >> stream\nab\nendstream /OpenAction ${script}`)),
  ],
  [
    "behind a stream within that ends without its last letter",
    plain(catalogWith(`/X << /Length 9 >> stream\nab\nendstrea /OpenAction ${script}`)),
  ],
];

describe("a script that a reader finds is found here", () => {
  it.each(hidden)("hidden %s", async (_where, bytes) => {
    expect(await shown(bytes)).toEqual({ numPages: 1, hasScript: true });
    expect(await refusedWith(() => inspectPdf(bytes))).toBe("scan-refused: pdf-script");
  });

  const inner = streamOf({ number: 0, packed: [[1, catalog]] });
  const hex = { entries: "/F /AHx", encode: (body: Buffer) => Buffer.from(`${body.toString("hex")}>`) };
  const predicted = (parameters: string) => ({
    entries: `/Filter /FlateDecode /DecodeParms ${parameters}`,
    encode: (body: Buffer) => deflateSync(up(body)),
  });
  const unread: readonly (readonly [string, string, Buffer])[] = [
    ["by the short form of a filter", "pdf-unsupported", write([{ number: 10, packed, filter: hex }])],
    [
      "by a prediction that stands elsewhere",
      "pdf-unsupported",
      write([
        { number: 9, text: "<< /Predictor 12 /Columns 1 >>" },
        { number: 10, packed, filter: predicted("9 0 R") },
      ]),
    ],
    [
      "by one whose number stands elsewhere",
      "pdf-unsupported",
      write([
        { number: 9, text: "12" },
        { number: 10, packed, filter: predicted("<< /Predictor 9 0 R /Columns 1 >>") },
      ]),
    ],
    [
      "by one whose columns are bits",
      "pdf-unsupported",
      write([
        {
          number: 10,
          packed,
          filter: predicted("<< /Predictor 12 /Columns 8 /BitsPerComponent 1 >>"),
        },
      ]),
    ],
    [
      "by text in the line of the word stream",
      "damaged",
      write([{ number: 10, packed, line: " 9 0 (\n", filter: { entries: "", encode: (body) => body } }]),
    ],
    [
      "by packed objects within packed ones",
      "damaged",
      write([
        {
          number: 10,
          packed: [[8, inner], ...packed.slice(1), [9, catalog.replace(/JavaScript|JS/gu, "X")]],
        },
      ]),
    ],
  ];
  it.each(unread)("or the file is refused where it is hidden %s", async (_how, reason, bytes) => {
    expect((await shown(bytes).catch(() => undefined))?.numPages ?? 1).toBe(1);
    expect(await refusedWith(() => inspectPdf(bytes))).toBe(`scan-refused: ${reason}`);
  });

  it("and so is a program that is started", async () => {
    const launch = catalogWith("/OpenAction << /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) >> >>");
    for (const written of [{ type: "" }, { head: "10 0 %x\nobj" }, { head: "10 0000000 obj" }]) {
      const bytes = write([{ number: 10, packed: all(launch), ...written }]);
      expect((await shown(bytes)).numPages).toBe(1);
      expect(await refusedWith(() => inspectPdf(bytes))).toBe("scan-refused: pdf-action");
    }
  });

  it.each(["4 0 obj", "4 0000000000000 obj", "4 0 %1 5\nobj", "4.0 0 obj"])(
    "and so is a link that is opened with the file, whose object begins with %s",
    async (head) => {
      const link = { number: 4, head, text: "<< /S /URI /URI (https://example.invalid/) >>" };
      const bytes = plain(catalogWith("/OpenAction 4 0 R"), link);
      expect((await shown(bytes)).numPages).toBe(1);
      expect(await refusedWith(() => inspectPdf(bytes))).toBe("scan-refused: pdf-opens-by-itself");
    },
  );

  it("while what only looks like it passes", () => {
    const note = { number: 4, text: "<< /Title (/JS endobj >> stream) /First 5 0 R /N 2 >>" };
    const image = { number: 5, text: "<< /Length 21 /N 3 >> stream \r\n/JS endobj 9 /Launch >>\nendstream" };
    const bytes = plain(catalogWith("/X [true null -.5 9 0 R]"), note, image);
    expect(inspectPdf(bytes)).toEqual({ pages: 1 });
  });
});
