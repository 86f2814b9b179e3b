import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/**
 * Pages as Mozilla's reader shows them, each of them opened: not the number that the file claims.
 */
export const renderedPages = async (bytes: Buffer): Promise<number> => {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false });
  const pdf = await loading.promise;
  for (let page = 1; page <= pdf.numPages; page += 1) await pdf.getPage(page);
  const { numPages } = pdf;
  await loading.destroy();
  return numPages;
};
