import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** The words of a PDF, line ends and double spaces taken out. */
export const wordsOf = async (bytes: Buffer): Promise<string> => {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    texts.push(...items.flatMap((item) => ("str" in item ? [item.str] : [])));
  }
  return texts.join(" ").normalize("NFC").replace(/\s+/gu, " ");
};
