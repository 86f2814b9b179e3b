import { describe, expect, it } from "vitest";
import { writeDocumentPdf } from "./document-pdf.ts";
import { inspectPdf } from "./inspect-pdf.ts";

describe("a printed document", () => {
  it("is a plain PDF with the font in it", async () => {
    const bytes = await writeDocumentPdf({
      title: "Biên bản",
      content: [
        { text: "BIÊN BẢN NGHIỆM THU", style: "title" },
        { text: "x", pageBreak: "before" },
      ],
    });
    expect(await inspectPdf(bytes)).toEqual({ pages: 2 });
    expect(bytes.includes("Tinos")).toBe(true);
  });
});
