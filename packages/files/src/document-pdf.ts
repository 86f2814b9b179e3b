import { fileURLToPath } from "node:url";
import pdfmake from "pdfmake";
import type { Content } from "pdfmake/interfaces.d.ts";

/** What stands on a printed document; see pdfmake's documentation for the content. */
export type DocumentContent = Content;

export interface PrintedDocument {
  /** In the file's properties. */
  readonly title: string;
  readonly content: DocumentContent;
  readonly landscape?: boolean | undefined;
  /** Small print at the foot of each page, beside its number. */
  readonly foot?: string | undefined;
  /** Large pale letters across each page. */
  readonly watermark?: string | undefined;
}

const font = (style: string) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${style}/Tinos_${style}.ttf`));

const fonts = {
  Tinos: {
    normal: font("400Regular"),
    bold: font("700Bold"),
    italics: font("400Regular_Italic"),
    bolditalics: font("700Bold_Italic"),
  },
};
const fontFiles = new Set(Object.values(fonts.Tinos));

pdfmake.setFonts(fonts);
// A document is made of what it is given: nothing is fetched, and no file is read but the fonts.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));

/** Points per millimetre. */
const MM = 72 / 25.4;

/**
 * An A4 document in the form of Vietnamese administrative papers: a serif face, wide left margin,
 * numbered pages.
 */
export const writeDocumentPdf = async (document: PrintedDocument): Promise<Buffer> => {
  const { title, content, landscape = false, foot = "", watermark } = document;
  return pdfmake
    .createPdf({
      pageSize: "A4",
      pageOrientation: landscape ? "landscape" : "portrait",
      pageMargins: [25 * MM, 20 * MM, 15 * MM, 20 * MM],
      info: { title, creator: "Sổ Gốc" },
      defaultStyle: { font: "Tinos", fontSize: 12, lineHeight: 1.15 },
      styles: {
        title: { fontSize: 15, bold: true, alignment: "center", margin: [0, 10, 0, 2] },
        subtitle: { fontSize: 12, italics: true, alignment: "center", margin: [0, 0, 0, 10] },
        heading: { fontSize: 12, bold: true, margin: [0, 8, 0, 3] },
        head: { bold: true, alignment: "center", fontSize: 10 },
        cell: { fontSize: 10 },
        number: { fontSize: 10, alignment: "right" },
        small: { fontSize: 9, color: "#444444" },
      },
      content,
      watermark: watermark === undefined ? "" : { text: watermark, opacity: 0.08, bold: true, fontSize: 48 },
      footer: (page, pages) => ({
        columns: [
          { text: foot, style: "small", width: "*" },
          { text: `${page}/${pages}`, style: "small", alignment: "right", width: 40 },
        ],
        margin: [25 * MM, 8 * MM, 15 * MM, 0],
      }),
    })
    .getBuffer();
};
