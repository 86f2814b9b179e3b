import { describe, expect, it } from "vitest";
import { inspectPdf } from "./inspect-pdf.ts";
import { refusedWith } from "./testing/refused.ts";

/** A page, with more in its catalog and more objects, from 4 on. */
const pdf = (inCatalog: string, others = ""): Buffer =>
  Buffer.from(
    `%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R ${inCatalog}>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj
${others}
trailer <</Root 1 0 R>>
startxref
0
%%EOF
`,
    "latin1",
  );
const stream = (entries: string) => `9 0 obj <<${entries}/Length 1>> stream\nx\nendstream endobj`;
const link = "10 0 obj <</S/URI/URI(https://example.invalid/)>> endobj";

const cases: readonly (readonly [reason: string, what: string, file: Buffer])[] = [
  ["pdf-action", "prints", pdf("/OpenAction<</S/Named/N/Print>>")],
  [
    "pdf-action",
    "prints by a name elsewhere",
    pdf("/OpenAction<</S/Named/N 9 0 R>>", "9 0 obj /Print endobj"),
  ],
  [
    "pdf-action",
    "prints by a kind elsewhere",
    pdf("/OpenAction<</S 9 0 R/N/Print>>", "9 0 obj /Named endobj"),
  ],
  [
    "pdf-action",
    "prints by both elsewhere, and further",
    pdf(
      "/OpenAction<</N 8 0 R/S 9 0 R>>",
      "8 0 obj 7 0 R endobj\n7 0 obj/Print endobj\n9 0 obj /Named endobj",
    ),
  ],
  [
    "pdf-action",
    "prints by a name in an object of which readers may take another number",
    pdf("/OpenAction<</S/Named/N 9 0 R>>", "9 0 %x\nobj /Print endobj"),
  ],
  [
    "not refused",
    "turns a page by a name elsewhere",
    pdf("", "8 0 obj <</S/Named/N 9 0 R>> endobj 9 0 obj /NextPage endobj"),
  ],
  [
    "not refused",
    "has a bead behind a bead, and turns pages",
    pdf("", "8 0 obj <</S/Named/N/NextPage/B<</N 9 0 R>>>> endobj\n9 0 obj <</T 8 0 R/N 9 0 R>> endobj"),
  ],

  [
    "pdf-opens-by-itself",
    "goes on to a link by a list elsewhere",
    pdf("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next 9 0 R>>", `9 0 obj [10 0 R] endobj\n${link}`),
  ],
  [
    "pdf-opens-by-itself",
    "goes on to a link behind another action of the list",
    pdf("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[<</S/GoTo/D[3 0 R/Fit]>> 10 0 R]>>", link),
  ],
  [
    "pdf-opens-by-itself",
    "goes on to a list of one action",
    pdf(
      "/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next 9 0 R>>",
      "9 0 obj [<</S/URI/URI(https://example.invalid/)>>] endobj",
    ),
  ],
  [
    "pdf-opens-by-itself",
    "begins with a link by two references",
    pdf("/OpenAction 9 0 R", `9 0 obj 10 0 R endobj\n${link}`),
  ],
  [
    "not refused",
    "begins at a page with a link on it",
    pdf(
      "/OpenAction 9 0 R",
      `9 0 obj [4 0 R/Fit] endobj\n4 0 obj <</Annots[10 0 R]/A<</S/URI/URI(https://example.invalid/)>>>> endobj\n${link}`,
    ),
  ],
  [
    "not refused",
    "goes from one headline to the next, one of which is a link",
    pdf(
      "/OpenAction[3 0 R/Fit]/Outlines 9 0 R",
      `9 0 obj <</First 8 0 R>> endobj\n8 0 obj <</Title(a)/Next 7 0 R>> endobj\n7 0 obj <</Title(b)/A 10 0 R>> endobj\n${link}`,
    ),
  ],

  [
    "pdf-action",
    "reads on in another file",
    pdf("/OpenAction<</S/Thread/F(\\\\\\\\evil\\\\share\\\\x.pdf)/D 0>>"),
  ],
  [
    "pdf-action",
    "reads on in another file by a specification",
    pdf("", "8 0 obj <</S/Thread/F 9 0 R/D 0>> endobj 9 0 obj <</F(x.pdf)>> endobj"),
  ],
  [
    "pdf-action",
    "reads on in another file by a kind elsewhere",
    pdf("", "8 0 obj <</S 9 0 R/F(x.pdf)/D 0>> endobj 9 0 obj /Thread endobj"),
  ],
  [
    "not refused",
    "reads on in an article of its own",
    pdf(
      "/Threads[8 0 R]",
      "8 0 obj <</Type/Thread/I<</Title(a)>>/F 9 0 R>> endobj 9 0 obj <</T 8 0 R/N 9 0 R/V 9 0 R>> endobj 7 0 obj <</S/Thread/D 8 0 R>> endobj",
    ),
  ],

  [
    "pdf-script",
    "has a script in three dimensions",
    pdf("", stream("/Type/3D/Subtype/U3D/OnInstantiate 8 0 R")),
  ],
  ["pdf-action", "has three dimensions", pdf("", stream("/Type/3D/Subtype/PRC"))],
  ["pdf-action", "shows a view of them", pdf("", "9 0 obj <</S/GoTo3DView/V/F>> endobj")],
  ["pdf-action", "plays what is embedded", pdf("", "9 0 obj <</S/RichMediaExecute/CMD<</C(play)>>>> endobj")],
  ["pdf-action", "is another presentation", pdf("/Names<</AlternatePresentations 9 0 R>>")],

  ["pdf-action", "has the content of a page elsewhere", pdf("", stream("/F(http://example.invalid/x)"))],
  [
    "pdf-action",
    "has an image elsewhere",
    pdf("", stream("/Type/XObject/Subtype/Image/F<</FS/URL/F(http://example.invalid/x)>>")),
  ],
  [
    "pdf-action",
    "has it elsewhere by a reference",
    pdf("", `${stream("/F 8 0 R")} 8 0 obj <</FS/URL/F(http://example.invalid/x)>> endobj`),
  ],
  [
    "pdf-action",
    "draws a page of another file",
    pdf("", stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref<</F(x.pdf)/Page 0>>")),
  ],
  [
    "pdf-action",
    "draws it by a reference",
    pdf("", stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref 8 0 R")),
  ],
  [
    "not refused",
    "has fonts and drawings called F",
    pdf("", stream("/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 8 0 R>>/XObject<</F<</X 1>>>>>>")),
  ],
  [
    "not refused",
    "has a field with flags, and elements that lead to each other",
    pdf(
      "",
      "9 0 obj <</Subtype/Link/F 4/A<</S/GoTo/D[3 0 R/Fit]>>>> endobj 8 0 obj <</Type/StructElem/S/P/Ref[9 0 R]/K 0>> endobj",
    ),
  ],
  [
    "not refused",
    "hides a note, resets a form and shows a layer",
    pdf(
      "",
      "9 0 obj <</S/Hide/T(a)>> endobj 8 0 obj <</S/ResetForm>> endobj 7 0 obj <</S/SetOCGState/State[/ON 6 0 R]>> endobj 5 0 obj <</S/Trans>> endobj",
    ),
  ],
];

describe("what a file does by itself, or brings from outside", () => {
  it.each(cases)("%s: it %s", async (reason, _what, file) => {
    expect((await refusedWith(() => inspectPdf(file))).replace("scan-refused: ", "")).toBe(reason);
  });

  it("are looked for in no more than so many steps, however many objects mean each other", async () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `9 0 obj /X${at} endobj`).join("\n");
    const kinds = "8 0 obj <</S 9 0 R>> endobj\n".repeat(20_000);
    expect(await refusedWith(() => inspectPdf(pdf("", names + kinds)))).toMatch(
      /^scan-refused: too-much-work/u,
    );
  });
});
