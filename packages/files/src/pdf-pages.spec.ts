import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { inspectPdf } from "./inspect-pdf.ts";
import { objectStream } from "./testing/hostile-files.ts";
import { refusedWith } from "./testing/refused.ts";
import { renderedPages } from "./testing/rendered-pages.ts";

const given = (name: string) => readFile(join(import.meta.dirname, "..", "test-files", name));

const pages = async (count: number, useObjectStreams: boolean): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  for (let page = 0; page < count; page += 1) pdf.addPage();
  return Buffer.from(await pdf.save({ useObjectStreams }));
};

const offsetOf = (bytes: Buffer, number: number) => bytes.lastIndexOf(`${number} 0 obj`);
const startOf = (bytes: Buffer) =>
  /startxref\s+(\d+)\s+%%EOF\s*$/u.exec(bytes.toString("latin1"))?.[1] ?? "0";

/**
 * An incremental save as Acrobat makes it: what changed, a table of it, and the way back to the
 * older table.
 */
const saveAgain = (
  bytes: Buffer,
  objects: readonly (readonly [number, string])[],
  free: readonly number[] = [],
) => {
  let body = "\n";
  const rows: [number, string][] = free.map((number) => [number, "0000000000 00001 f \n"]);
  for (const [number, content] of objects) {
    rows.push([number, `${String(bytes.length + body.length).padStart(10, "0")} 00000 n \n`]);
    body += `${number} 0 obj\n${content}\nendobj\n`;
  }
  const table = rows.map(([number, row]) => `${number} 1\n${row}`).join("");
  const start = bytes.length + body.length;
  const trailer = `trailer\n<</Size 99/Root 1 0 R/Prev ${startOf(bytes)}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.concat([bytes, Buffer.from(`${body}xref\n${table}${trailer}`, "latin1")]);
};

/** A small file with a true table of its objects. */
const written = (objects: readonly string[]): Buffer => {
  let body = "%PDF-1.7\n";
  const rows = objects.map((content, index) => {
    const row = `${String(body.length).padStart(10, "0")} 00000 n \n`;
    body += `${index + 1} 0 obj\n${content}\nendobj\n`;
    return row;
  });
  const table = `xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join("")}`;
  const end = `trailer\n<</Size ${rows.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + table + end, "latin1");
};

const catalog = "<</Type/Catalog/Pages 2 0 R>>";
const page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>";
const three = () => written([catalog, "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>", page, page, page]);

describe("pages are those that a reader shows", () => {
  it.each([
    ["one-page-two-deleted.pdf", 1],
    ["two-pages-one-deleted.pdf", 2],
    ["padded-with-zeros.pdf", 1],
  ])("in a file from a public report: %s has %i", async (name, right) => {
    const bytes = await given(name);
    expect(await renderedPages(bytes)).toBe(right);
    expect(inspectPdf(bytes)).toEqual({ pages: right });
  });

  it("with a table of rows, with a packed one, and with bytes before the beginning", async () => {
    for (const packed of [true, false]) {
      const bytes = await pages(7, packed);
      expect(await renderedPages(bytes)).toBe(7);
      expect(inspectPdf(bytes).pages).toBe(7);
      expect(inspectPdf(Buffer.concat([Buffer.from("\n\n\n"), bytes])).pages).toBe(7);
    }
  });

  it("after an incremental save that takes two of three away", async () => {
    const bytes = saveAgain(three(), [[2, "<</Type/Pages/Kids[4 0 R]/Count 1>>"]], [3, 5]);
    expect(await renderedPages(bytes)).toBe(1);
    expect(inspectPdf(bytes).pages).toBe(1);
  });

  it("after one that only frees a page, which the tree still names", async () => {
    const bytes = saveAgain(three(), [], [4]);
    expect(inspectPdf(bytes).pages).toBe(2);
  });

  it("where text in a stream looks like a newer version of the tree", async () => {
    const text = "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj";
    const objects = [catalog, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>", page, page];
    const bytes = written([...objects, `<</Length ${text.length}>> stream\n${text}\nendstream`]);
    expect(await renderedPages(bytes)).toBe(2);
    expect(inspectPdf(bytes).pages).toBe(2);
  });

  it("whatever the count claims", async () => {
    const kids = "/Kids[3 0 R 4 0 R 5 0 R]";
    for (const count of [40, 1, 0, -3]) {
      const lies = written([catalog, `<</Type/Pages${kids}/Count ${count}>>`, page, page, page]);
      expect(inspectPdf(lies).pages).toBe(3);
    }
  });

  it("once, where the tree goes round or names one twice", () => {
    const round = written([catalog, "<</Type/Pages/Kids[3 0 R 2 0 R 3 0 R 4 0 R]/Count 9>>", page, page]);
    expect(inspectPdf(round).pages).toBe(2);
  });

  it("in a hybrid file, whose packed objects only newer readers see", async () => {
    const plain = written([catalog, "<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>", page]);
    const body = plain.subarray(0, plain.lastIndexOf("xref\n0"));
    const packed = objectStream(8, "9 0 ", page, 1);
    const streamAt = body.length;
    const tableAt = streamAt + packed.length;
    const rows = deflateSync(Buffer.from([2, 0, 8, 0, 1, streamAt >> 8, streamAt & 255, 0]));
    const entry = `10 0 obj <</Type/XRef/Size 11/W[1 2 1]/Index[9 1 8 1]/Filter/FlateDecode/Length ${rows.length}>> stream\n`;
    const table = Buffer.concat([Buffer.from(entry), rows, Buffer.from("\nendstream endobj\n")]);
    const tail = plain.toString("latin1").slice(plain.lastIndexOf("xref\n0"));
    const moved = tail
      .replace("/Root", `/XRefStm ${tableAt}/Root`)
      .replace(/startxref\n\d+/u, `startxref\n${tableAt + table.length}`);
    const bytes = Buffer.concat([body, packed, table, Buffer.from(moved, "latin1")]);
    expect(await renderedPages(bytes)).toBe(2);
    expect(inspectPdf(bytes).pages).toBe(2);
  });

  it("where the table is wrong: the file is searched for them, as readers do", async () => {
    for (const packed of [true, false]) {
      const bytes = await pages(4, packed);
      const broken = bytes.toString("latin1").replace(/startxref\s+\d+/u, "startxref\n7");
      expect(await renderedPages(Buffer.from(broken, "latin1"))).toBe(4);
      expect(inspectPdf(Buffer.from(broken, "latin1")).pages).toBe(4);
    }
    const shifted = Buffer.from(
      three().toString("latin1").replace("%PDF-1.7\n", "%PDF-1.7\n%%%%%\n"),
      "latin1",
    );
    expect(await renderedPages(shifted)).toBe(3);
    expect(inspectPdf(shifted).pages).toBe(3);
    expect(offsetOf(shifted, 1)).toBeGreaterThan(0);
  });

  it("with tables that lead to one another: each is read once", () => {
    const bytes = saveAgain(three(), [[2, "<</Type/Pages/Kids[4 0 R]/Count 1>>"]]);
    const round = bytes.toString("latin1").replace(/\/Prev \d+/u, `/Prev ${startOf(bytes)}`);
    expect(inspectPdf(Buffer.from(round, "latin1")).pages).toBe(1);
  });
});

describe("what has no end", () => {
  const pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
  const withPage = (parts: string, ...more: string[]) =>
    written([catalog, pages, `<</Type/Page/Parent 2 0 R/Resources<<>>${parts}>>`, ...more]);
  const box = "/MediaBox[0 0 9 9]";
  const cases: readonly (readonly [string, Buffer])[] = [
    ["a string in hexadecimal, in a page", withPage(`/X <4142 ${box}`)],
    ["the same as the last of a page", withPage(`${box}/X <4142`)],
    ["the same in the tree", written([catalog, "<</Type/Pages/Kids[3 0 R]/Count 1/X <41>>", page])],
    ["the same in the catalog", written(["<</Type/Catalog/X <41 /Pages 2 0 R>>", pages, page])],
    ["the same by itself", withPage(box, "<414243")],
    ["the same in an object that no page needs", withPage(box, "<</Title <FEFF0041 >>")],
    ["a string, in a page", withPage(`/X (4142 ${box}`)],
    ["the same as the last of a page", withPage(`${box}/X (4142`)],
    ["the same in an object that no page needs", withPage(box, "<</Title (abc>>")],
    ["an array, in a page", withPage("/MediaBox[0 0 9 9")],
    ["an array, in the tree", written([catalog, "<</Type/Pages/Kids[3 0 R/Count 1>>", page])],
    ["a page", written([catalog, pages, page.slice(0, -2)])],
  ];
  it.each(cases)(
    "is damaged where no reader shows the page, and taken where one does: %s",
    async (_, bytes) => {
      const shown = await renderedPages(bytes).catch(() => 0);
      if (shown > 0) expect(inspectPdf(bytes)).toEqual({ pages: shown });
      else expect(await refusedWith(() => inspectPdf(bytes))).toBe("scan-refused: damaged");
    },
  );

  it("is of both kinds in these cases", async () => {
    const shown = await Promise.all(cases.map(([, bytes]) => renderedPages(bytes).catch(() => 0)));
    expect(new Set(shown)).toEqual(new Set([0, 1]));
  });
});

describe("padding", () => {
  it("does no harm, however much of it there is", async () => {
    const bytes = await pages(1, true);
    for (const sign of [0, 10, 32]) {
      expect(inspectPdf(Buffer.concat([bytes, Buffer.alloc(1_000_000, sign)])).pages).toBe(1);
    }
    const cut = Buffer.concat([bytes.subarray(0, bytes.length - 60), Buffer.alloc(5_000)]);
    expect(await refusedWith(() => inspectPdf(cut))).toBe("scan-refused: damaged");
  });
});

describe("actions", () => {
  const withAction = (action: string, more = "") =>
    written([
      `<</Type/Catalog/Pages 2 0 R${more}>>`,
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A ${action}>>]>>`,
      action,
    ]);
  const refusalOf = async (bytes: Buffer) => refusedWith(() => inspectPdf(bytes));
  const nameOf = (bytes: Buffer) => {
    try {
      inspectPdf(bytes);
    } catch (error) {
      return error instanceof Error && "texts" in error ? (error.texts as { vi: string }).vi : "";
    }
    return "";
  };

  it.each([
    ["Launch", "<</S/Launch/F(cmd.exe)>>"],
    ["GoToR", "<</S/GoToR/F(other.pdf)/D[0/Fit]>>"],
    ["GoToE", "<</S/GoToE/D[0/Fit]>>"],
    ["SubmitForm", "<</S/SubmitForm/F(http://x)>>"],
    ["ImportData", "<</S/ImportData/F(x.fdf)>>"],
    ["Rendition", "<</S/Rendition/OP 0>>"],
    ["Movie", "<</S/Movie/T(x)>>"],
    ["Sound", "<</S/Sound/Sound 9 0 R>>"],
    ["Print", "<</S/Named/N/Print>>"],
    ["SaveAs", "<</N/SaveAs/S/Named>>"],
  ])("%s is refused by its name", async (name, action) => {
    expect(await refusalOf(withAction(action))).toBe("scan-refused: pdf-action");
    expect(nameOf(withAction(action))).toContain(name);
  });

  it.each([
    ["a jump to a page", "<</S/GoTo/D[3 0 R/Fit]>>"],
    ["turning a page", "<</S/Named/N/NextPage>>"],
    ["a link that somebody clicks on", "<</S/URI/URI(https://example.vn)>>"],
  ])("%s does no harm", (_name, action) => {
    expect(inspectPdf(withAction(action)).pages).toBe(1);
    expect(inspectPdf(withAction(action, "/OpenAction[3 0 R/Fit]")).pages).toBe(1);
  });

  it("a link that opens by itself is refused, wherever it stands", async () => {
    const link = "<</S/URI/URI(https://example.vn)>>";
    const refused = "scan-refused: pdf-opens-by-itself";
    expect(await refusalOf(withAction(link, "/OpenAction 4 0 R"))).toBe(refused);
    expect(await refusalOf(withAction("<<>>", `/OpenAction ${link}`))).toBe(refused);
    expect(await refusalOf(withAction(link, "/AA<</WC 4 0 R>>"))).toBe(refused);
    const chain = written([
      "<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      page,
      "<</S/GoTo/D[3 0 R/Fit]/Next[6 0 R 5 0 R]>>",
      link,
      "<</S/GoTo/D[3 0 R/Fit]>>",
    ]);
    expect(await refusalOf(chain)).toBe(refused);
  });

  it("are found behind a comment between the numbers of an object", async () => {
    const hidden = written([catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, "<<>>"]);
    const text = hidden.toString("latin1").replace("4 0 obj\n<<>>", "4 %\n0 obj<</S/JavaScript/JS(x)>>");
    expect(await refusalOf(Buffer.from(text, "latin1"))).toBe("scan-refused: pdf-script");
  });
});
