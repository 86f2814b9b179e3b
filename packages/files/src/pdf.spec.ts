import { deflateSync } from "node:zlib";
import { PDFDocument, PDFName, PDFString } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { inspectPdf } from "./inspect-pdf.ts";
import { createPagePdf } from "./page-pdf.ts";
import { refusedWith } from "./testing/refused.ts";

const page = createPagePdf({
  title: "SỔ ĐĂNG KÝ KHAI SINH",
  fields: [{ label: "Họ và tên", value: "Nguyễn Thị Phương Thảo" }],
});

const document = async (change: (pdf: PDFDocument) => unknown, useObjectStreams = true): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  pdf.addPage();
  await change(pdf);
  return Buffer.from(await pdf.save({ useObjectStreams }));
};

const plain = (objects: string, trailer = "/Root 1 0 R"): Buffer => {
  const body = `%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj <</Type/Page/Parent 2 0 R>> endobj\n${objects}\ntrailer <<${trailer}>>\nstartxref\n0\n%%EOF\n`;
  return Buffer.from(body, "latin1");
};

const script = (pdf: PDFDocument) => pdf.addJavaScript("a", "app.alert(1)");

describe("inspectPdf", () => {
  it("counts pages, with and without packed objects", async () => {
    expect(inspectPdf(page)).toEqual({ pages: 1 });
    for (const packed of [true, false]) {
      const three = await document((pdf) => [pdf.addPage(), pdf.addPage()], packed);
      expect(inspectPdf(three).pages).toBe(3);
    }
  });

  it("lets harmless things pass: text about scripts, a note, a jump to a page", async () => {
    const title = await document((pdf) => pdf.setTitle("/JavaScript (và /Launch) \\) /JS"), false);
    expect(inspectPdf(title).pages).toBe(1);
    const jump = plain("4 0 obj <</S/GoTo/D[3 0 R/Fit]>> endobj % /JS\n5 0 obj <2F4A53> endobj");
    expect(inspectPdf(jump).pages).toBe(1);
  });

  const cases: [string, () => Buffer | Promise<Buffer>][] = [
    ["not-a-pdf", () => Buffer.from("PK\x03\x04 not a pdf")],
    ["not-a-pdf", () => Buffer.alloc(0)],
    ["damaged", () => page.subarray(0, page.length - 100)],
    ["damaged", () => Buffer.from("%PDF-1.7\nnothing\n%%EOF")],
    ["pdf-script", () => document(script)],
    ["pdf-script", () => document(script, false)],
    ["pdf-script", () => plain("4 0 obj (never ends\n9 0 obj <</S/JavaScript/JS <78>>> endobj")],
    ["pdf-script", () => plain("4 0 obj <</S/#4aavaScript/#4A#53(x)>> endobj")],
    // Behind a string without an end, and inside a stream, where only a forged table points.
    [
      "pdf-script",
      () => plain("4 0 obj <</Length 60>> stream\n9 0 obj <</S/JavaScript/JS(x)>> endobj\nendstream endobj"),
    ],
    [
      "pdf-script",
      () =>
        document((pdf) =>
          pdf.catalog.set(
            PDFName.of("OpenAction"),
            pdf.context.obj({ S: "JavaScript", JS: PDFString.of("x") }),
          ),
        ),
    ],
    ["pdf-embedded-file", () => document((pdf) => pdf.attach(Buffer.from("x"), "a.exe"))],
    ["encrypted", () => plain("", "/Root 1 0 R/Encrypt 9 0 R")],
    [
      "pdf-unsupported",
      () =>
        plain(
          "4 0 obj <</Type/ObjStm/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]/Length 2>> stream\nxx\nendstream endobj",
        ),
    ],
    [
      "damaged",
      () =>
        plain(
          "4 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length 2>> stream\nxx\nendstream endobj",
        ),
    ],
  ];
  it.each(cases)("refuses: %s", async (reason, make) => {
    const bytes = await make();
    expect(await refusedWith(() => inspectPdf(bytes))).toBe(`scan-refused: ${reason}`);
  });

  /** What a viewer has much work with, of objects from 4 on. */
  const image = (width: string, height: string) =>
    `4 0 obj <</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/BitsPerComponent 1/Filter/JBIG2Decode/Length 4>> stream\nabcd\nendstream endobj`;
  const heavy: readonly (readonly [string, string, string])[] = [
    ["pdf-image-too-large", "an image of 3.6 billion pixels", image("60000", "60000")],
    [
      "pdf-image-too-large",
      "one that says so elsewhere",
      `${image("5 0 R", "6 0 R")}\n5 0 obj 60000 endobj\n6 0 obj 60000 endobj`,
    ],
    [
      "pdf-image-too-large",
      "one that says elsewhere that it is an image",
      `${image("60000", "60000").replace("/Subtype/Image", "/Subtype 5 0 R")}\n5 0 obj /Image endobj`,
    ],
    [
      "pdf-image-too-large",
      "one whose size leads from one object to the next",
      `${image("5 0 R", "5 0 R")}\n5 0 obj 6 0 R endobj\n6 0 obj 7 0 R endobj\n7 0 obj 60000 endobj`,
    ],
    [
      "pdf-image-too-large",
      "one that says it twice, the large one first",
      image("60000/Width 1", "60000/Height 1"),
    ],
    ["not refused", "one whose size leads to itself", `${image("5 0 R", "9")}\n5 0 obj 5 0 R endobj`],
    // ISO 216: 420 mm by 297 mm; 1200 dots to 25.4 mm.
    ["not refused", "a sheet of A3 at 1200 dpi", image("19843", "14032")],
    [
      "not refused",
      "ten thousand links",
      `4 0 obj [${"<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/A<</S/GoTo/D[3 0 R/Fit]>>>>".repeat(10_000)}] endobj`,
    ],
    [
      "not refused",
      "a form to fill in",
      "4 0 obj <</Type/Annot/Subtype/Widget/FT/Tx/T(ten)/V(x)/Rect[0 0 99 9]>> endobj 5 0 obj <</Fields[4 0 R]>> endobj",
    ],
    [
      "not refused",
      "drawings within drawings, each twice",
      Array.from(
        { length: 30 },
        (_, n) =>
          `${n + 4} 0 obj <</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F ${n + 5} 0 R>>>>/Length 11>> stream\n/F Do /F Do\nendstream endobj`,
      ).join("\n"),
    ],
    ["not refused", "a page as wide as no screen", "4 0 obj <</MediaBox[0 0 1e30 1]>> endobj"],
  ];
  it.each(heavy)("of what only a viewer has work with: %s, %s", async (reason, _what, objects) => {
    const told = await refusedWith(() => inspectPdf(plain(objects)));
    expect(told.replace("scan-refused: ", "")).toBe(reason);
  });

  it("refuses too many pages, too many bytes and packed objects that swell", async () => {
    const two = await document((pdf) => pdf.addPage());
    expect(await refusedWith(() => inspectPdf(two, { maxPages: 1 }))).toBe(
      "scan-refused: pdf-too-many-pages",
    );
    expect(await refusedWith(() => inspectPdf(two, { maxBytes: 99 }))).toBe("scan-refused: file-too-large");
    const swelling = deflateSync(Buffer.alloc(64 * 2 ** 20)).toString("latin1");
    const bomb = plain(
      `4 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${swelling.length}>> stream\n${swelling}\nendstream endobj`,
    );
    expect(await refusedWith(() => inspectPdf(bomb))).toBe("scan-refused: compression-ratio");
  });

  it("gives a clear answer for every cut and every flipped byte", async () => {
    for (let cut = 0; cut < page.length; cut += 997) {
      expect(await refusedWith(() => inspectPdf(page.subarray(0, cut)))).toMatch(
        /^scan-refused: (?:not-a-pdf|damaged)$/u,
      );
    }
    for (let at = 0; at < page.length; at += 313) {
      const flipped = Buffer.from(page);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 0x20, at);
      expect(await refusedWith(() => inspectPdf(flipped))).toMatch(/^(?:scan-refused: |not refused)/u);
    }
  });
});

describe("createPagePdf", () => {
  it("is a small page that another library opens", async () => {
    const pdf = await PDFDocument.load(page);
    expect(pdf.getPageCount()).toBe(1);
    expect(Math.round(pdf.getPage(0).getHeight())).toBe(842);
    expect(page.length).toBeLessThan(40_000);
  });

  it("depends on its input only, and takes any text", () => {
    const make = (value: string) => createPagePdf({ title: "SỔ", fields: [{ label: "a", value }] });
    expect(make("Đặng").equals(make("Đặng"))).toBe(true);
    expect(make("Đặng").equals(make("Đăng"))).toBe(false);
    expect(make("Đặng".normalize("NFD")).equals(make("Đặng"))).toBe(true);
    expect(inspectPdf(make("漢字 ) endobj /JS \u0000 ñ")).pages).toBe(1);
    expect(inspectPdf(make("dài ".repeat(2_000))).pages).toBe(1);
  });
});
