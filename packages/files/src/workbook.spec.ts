import { describe, expect, it } from "vitest";
import { Budget } from "./budget.ts";
import { forgeWorkbook } from "./testing/forged-zip.ts";
import { refusedWith } from "./testing/refused.ts";
import { type OpenWorkbookOptions, openWorkbook } from "./workbook.ts";
import { serialDayOf, type WorkbookRow, workbookBudget, workbookLimits } from "./workbook-model.ts";
import { XmlScanner } from "./xml-scanner.ts";

const read = async (source: Buffer, options?: OpenWorkbookOptions): Promise<WorkbookRow[]> => {
  const book = await openWorkbook(source, options);
  try {
    const rows: WorkbookRow[] = [];
    for await (const row of book) rows.push(row);
    return rows;
  } finally {
    book.close();
  }
};

const textsOf = (rows: readonly WorkbookRow[]) => rows.map(({ cells }) => cells.map((cell) => cell?.text));

const styles =
  '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="mm/yyyy"/><numFmt numFmtId="166" formatCode="000000000"/><numFmt numFmtId="167" formatCode="yyyy"/><numFmt numFmtId="168" formatCode="#,##0 &quot;đồng&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="20"/><xf numFmtId="168"/></cellXfs></styleSheet>';

describe("cells", () => {
  it("that name no string of the table, or are no boolean, are damaged and never empty or another's", async () => {
    const strings = { "xl/sharedStrings.xml": "<sst><si><t>Sổ một</t></si><si><t>Sổ hai</t></si></sst>" };
    const cell = (type: string, value: string) =>
      forgeWorkbook(`<row r="1"><c r="A1" t="${type}"><v>${value}</v></c></row>`, strings);
    expect(textsOf(await read(cell("s", "1")))).toEqual([["Sổ hai"]]);
    for (const none of ["-1", "2", " ", "0x1", "1e0", "0.0", "-0", "4294967295", "4294967296"])
      expect([none, await refusedWith(() => read(cell("s", none)))]).toEqual([
        none,
        "workbook-refused: damaged",
      ]);
    expect(textsOf(await read(cell("b", "true")))).toEqual([["TRUE"]]);
    for (const none of ["2", "yes"])
      expect([none, await refusedWith(() => read(cell("b", none)))]).toEqual([
        none,
        "workbook-refused: damaged",
      ]);
  });

  it("shows numbers as typed", async () => {
    const values = [
      "1",
      "1.0",
      "001",
      "123456789012",
      "1.23456789012E11",
      "0.1",
      "0.30000000000000004",
      "-5",
    ];
    const row = values.map((value, index) => `<c r="${"ABCDEFGH"[index]}1"><v>${value}</v></c>`).join("");
    const rows = await read(forgeWorkbook(`<row r="1">${row}</row>`));
    const expected = ["1", "1", "001", "123456789012", "123456789012", "0.1", "0.3", "-5"];
    expect(textsOf(rows)).toEqual([expected]);
    expect(rows[0]?.cells[0]?.kind).toBe("number");
  });

  it("shows dates as far as the format tells them, and invents nothing", async () => {
    const cell = (style: number, value: string) => `<c s="${style}"><v>${value}</v></c>`;
    const row = [
      cell(1, "39687"),
      cell(2, "39687.75"),
      cell(3, "39661"),
      cell(5, "39448"),
      cell(6, "0.3125"),
      cell(4, "12345678"),
      cell(7, "39687"),
      cell(1, "60"),
      cell(0, "39687"),
    ].join("");
    const rows = await read(forgeWorkbook(`<row r="1">${row}</row>`, { "xl/styles.xml": styles }));
    const expected = [
      "27.08.2008",
      "27.08.2008",
      "08.2008",
      "2008",
      "07:30",
      "012345678",
      "39687",
      "60",
      "39687",
    ];
    expect(textsOf(rows)).toEqual([expected]);
    expect(rows[0]?.cells.map((one) => one?.kind)).toEqual([
      ...["date", "date", "date", "date", "date"],
      ...["number", "number", "number", "number"],
    ]);
  });

  // What Excel shows of them, by the public reports of cases 10 to 12.
  const withFormats = (codes: readonly string[], cells: readonly string[]) => {
    const formats = codes.map(
      (code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code.replaceAll('"', "&quot;")}"/>`,
    );
    const ids = codes.map((_, at) => `<xf numFmtId="${164 + at}"/>`);
    const builtIn = [14, 16, 17].map((id) => `<xf numFmtId="${id}"/>`);
    return forgeWorkbook(`<row r="1">${cells.join("")}</row>`, {
      "xl/styles.xml": `<styleSheet><numFmts>${formats.join("")}</numFmts><cellXfs>${[...ids, ...builtIn].join("")}</cellXfs></styleSheet>`,
    });
  };

  it.each([
    ["000 000 000", "12345678", "012345678"],
    ['"0"#', "12345678", "012345678"],
    ["0########", "12345678", "012345678"],
    ["000\\-000\\-000", "12345678", "012345678"],
    ["000000000", "12345678", "012345678"],
    ["[<=999999999]000000000;000000000000", "12345678", "012345678"],
    ['"0"General', "12345678", "012345678"],
    ['00"/2008"', "1", "01/2008"],
    ['0"a"', "7", "7a"],
    ["[Red]0", "7", "7"],
    ["0.00", "7", "7"],
    ["0%", "7", "7"],
    ["0.00E+00", "12345678", "12345678"],
    ["# ?/?", "7", "7"],
    ["#,##0", "1234", "1234"],
    ["@", "7", "7"],
    ["000000000000000000", "12345678901234567890", "12345678901234567890"],
    ['"unfinished', "7", "7"],
  ])("format %j shows the number %s as %s", async (code, stored, shown) => {
    const source = withFormats([code], [`<c s="0"><v>${stored}</v></c>`]);
    expect(textsOf(await read(source))).toEqual([[shown]]);
  });

  it.each([
    ["dd/mm/yyyy", "2008-03-15", "15.03.2008"],
    ["yyyy", "1985-01-01", "1985"],
    ["mm/yyyy", "1980-03-01", "03.1980"],
    ["d-mmm", "2026-08-14", "14.08"],
    ["General", "2008-03-15T00:00:00", "15.03.2008"],
    ["hh:mm", "1899-12-30T07:30:00", "07:30"],
    ["hh:mm", "T07:30:00", "07:30"],
    ["hh:mm", "07:30:00", "07:30"],
    ["hh:mm", "2008-03-15T07:30:00", "07:30"],
    ["dd/mm/yyyy", "2008-03-14T17:00:00Z", "15.03.2008"],
    ["dd/mm/yyyy", "2008-03-15T00:00:00.000Z", "15.03.2008"],
    ["dd/mm/yyyy", "hôm qua", "hôm qua"],
  ])("format %j shows the ISO text %s as %s", async (code, stored, shown) => {
    const source = withFormats([code], [`<c t="d" s="0"><v>${stored}</v></c>`]);
    expect(textsOf(await read(source))).toEqual([[shown]]);
  });

  it("tells which parts of a day a cell shows, and the day behind it", async () => {
    const cells = ["0", "1", "2"].map((style) => `<c s="${style}"><v>39448</v></c>`);
    const rows = await read(withFormats([], cells));
    const parts = (year: boolean, month: boolean, day: boolean) => ({ year, month, day });
    const iso = "2008-01-01";
    expect(rows[0]?.cells).toEqual([
      { text: "01.01.2008", kind: "date", day: { shown: parts(true, true, true), iso } },
      { text: "01.01", kind: "date", day: { shown: parts(false, true, true), iso } },
      { text: "01.2008", kind: "date", day: { shown: parts(true, true, false), iso } },
    ]);
  });

  it("knows the calendar of 1904", async () => {
    const workbook =
      '<workbook><workbookPr date1904="1"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>';
    const source = forgeWorkbook('<row r="1"><c s="1"><v>38225</v></c></row>', {
      "xl/styles.xml": styles,
      "xl/workbook.xml": workbook,
    });
    expect(textsOf(await read(source))).toEqual([["27.08.2008"]]);
  });

  it("knows the day of a number that lost its format, in either calendar", async () => {
    const dayIn = async (date1904: string, serial: number) => {
      const workbook = `<workbook><workbookPr date1904="${date1904}"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>`;
      const source = forgeWorkbook(`<row r="1"><c><v>${serial}</v></c></row>`, {
        "xl/workbook.xml": workbook,
      });
      const [row] = await read(source);
      const cell = row?.cells[0];
      return cell && [cell.kind, serialDayOf(cell)];
    };
    // ECMA-376 part 1, 18.17.4.1: the second calendar begins 1,462 days later.
    expect(await dayIn("0", 39_687)).toEqual(["number", "2008-08-27"]);
    expect(await dayIn("1", 38_225)).toEqual(["number", "2008-08-27"]);
    expect(await dayIn("1", 0)).toEqual(["number", "1904-01-01"]);
  });

  it("reads text from every place, joined and without phonetic hints", async () => {
    const strings =
      '<sst><si><t>Nguyễn &amp; Trần</t></si><si><r><t xml:space="preserve">Lê </t></r><r><t>Thị</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_\nb</t></si><si><t><![CDATA[<xã>]]></t></si></sst>';
    const row =
      '<row r="4"><c r="A4" t="s"><v>0</v></c><c r="B4" t="s"><v>1</v></c><c r="D4" t="s"><v>2</v></c><c r="E4" t="s"><v>3</v></c><c r="F4" t="inlineStr"><is><t>&#7841;&#x1EA1;</t></is></c><c r="G4" t="b"><v>1</v></c><c r="H4" t="e"><v>#REF!</v></c><c r="I4" t="d"><v>2008-08-27T00:00:00</v></c></row><row r="5"><c r="A5" s="1"/></row>';
    const rows = await read(forgeWorkbook(row, { "xl/sharedStrings.xml": strings }));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).toBe(4);
    const expected = [
      "Nguyễn & Trần",
      "Lê Thị",
      undefined,
      "a\nb",
      "<xã>",
      "ạạ",
      "TRUE",
      "#REF!",
      "27.08.2008",
    ];
    expect(textsOf(rows)).toEqual([expected]);
    expect(rows[0]?.cells.at(7)?.kind).toBe("error");
  });

  it("tells formulas, with or without a result", async () => {
    const row = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1</f></c></row>';
    const rows = await read(forgeWorkbook(row));
    expect(rows[0]?.cells).toEqual([
      { text: "2", kind: "formula" },
      { text: "", kind: "formula" },
    ]);
  });

  it("reads names with a prefix and quoted signs in attributes", async () => {
    const sheet = `<x:worksheet xmlns:x="m"><!-- <c> --><x:sheetData><x:row r='2' note="a>b"><x:c r='C2' t="str"><x:v>đ</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const rows = await read(forgeWorkbook("", { "xl/worksheets/sheet1.xml": sheet }));
    expect(textsOf(rows)).toEqual([[undefined, undefined, "đ"]]);
  });
});

describe("attributes, as XML 1.0 writes them (3.1)", () => {
  it("may have spaces around the sign, and none is taken for one inside another's value", async () => {
    const strings = "<sst><si><t>Họ</t></si><si><t>Tên</t></si></sst>";
    const cells = [
      `<c  note = " r='Z9' t='s' "  r = "B3"\n t\t=\n's'><v>1</v></c>`,
      `<c r="D3" note="s=1 r=2" t = "s"><v>0</v></c>`,
    ];
    const row = `<row  r =  "3" >${cells.join("")}</row>`;
    const rows = await read(forgeWorkbook(row, { "xl/sharedStrings.xml": strings }));
    expect(rows[0]?.row).toBe(3);
    expect(textsOf(rows)).toEqual([[undefined, "Tên", undefined, "Họ"]]);
  });

  it.each(['<row r="1"><c r=A1><v>1</v></c></row>', '<row r="1"><c r="A1" t=><v>1</v></c></row>'])(
    "are damaged where they are none: %s",
    async (row) => {
      expect(await refusedWith(() => read(forgeWorkbook(row)))).toBe("workbook-refused: damaged");
    },
  );
});

describe("reading twice", () => {
  it("gives the rows again and counts them each time", async () => {
    const source = forgeWorkbook('<row r="1"><c r="A1"><v>1</v></c></row>'.repeat(1_000));
    const book = await openWorkbook(source, { maxTotalBytes: 140_000 });
    for (let time = 0; time < 3; time += 1) {
      let rows = 0;
      for await (const _ of book.rows("DL Import")) rows += 1;
      expect(rows).toBe(1_000);
    }
    const again = async () => {
      for await (const { cells } of book) expect(cells[0]?.text).toBe("1");
    };
    expect(await refusedWith(again)).toBe("workbook-refused: archive-too-large");
    book.close();
  });
});

describe("what is no macro", () => {
  const one = '<row r="1"><c r="A1"><v>1</v></c></row>';
  // As SheetJS 0.20 writes it, whatever the workbook: `bin` is the extension of another format.
  const binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
  const types = (more: string) =>
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="${binary}"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>${more}</Types>`;

  it("is a default for an extension that does not occur", async () => {
    const rows = await read(forgeWorkbook(one, { "[Content_Types].xml": types("") }));
    expect(textsOf(rows)).toEqual([["1"]]);
  });

  it("but one that does, and what is said of a part, are", async () => {
    const said =
      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>';
    const refused = "workbook-refused: macro-workbook";
    for (const parts of [
      { "[Content_Types].xml": types(""), "xl/data.BIN": "x" },
      { "[Content_Types].xml": types(said) },
    ]) {
      expect(await refusedWith(() => read(forgeWorkbook(one, parts)))).toBe(refused);
    }
  });
});

describe("text in pieces", () => {
  it("is one text, wherever the file or its reading cuts it", async () => {
    const cell =
      '<row><c t="inlineStr"><is><t>Ngu<!-- -->y<![CDATA[ễ]]>n &#7841;&amp;</t><t> Văn</t></is></c></row>';
    expect(textsOf(await read(forgeWorkbook(cell)))).toEqual([["Nguyễn ạ& Văn"]]);
    const seen: string[] = [];
    const budget = new Budget(workbookBudget(workbookLimits), "workbook-refused");
    for (let cut = 1; cut < 30; cut += 1) {
      let text = "";
      const handler = { open() {}, close() {}, text: (part: string) => (text += part) };
      const scanner = new XmlScanner(handler, budget);
      const bytes = Buffer.from("<a>Nguyễn &#7841;&amp;&lt; x</a>");
      for (let at = 0; at < bytes.length; at += cut) scanner.push(bytes.subarray(at, at + cut));
      scanner.end();
      seen.push(text);
    }
    expect(new Set(seen)).toEqual(new Set(["Nguyễn ạ&< x"]));
  });

  it("knows no entity but those of XML, whatever objects are born with", async () => {
    for (const name of ["constructor", "__proto__", "toString"]) {
      const cell = `<row><c t="str"><v>&${name};</v></c></row>`;
      expect(await refusedWith(() => read(forgeWorkbook(cell)))).toBe("workbook-refused: xml-doctype");
    }
  });
});

describe("references to characters", () => {
  const readValue = async (value: string) => read(forgeWorkbook(`<row><c t="str"><v>${value}</v></c></row>`));

  it("are read where XML knows the character (XML 1.0, 2.2)", async () => {
    const [row] = await readValue("&#9;&#10;&#x20;&#55295;&#xE000;&#xFFFD;&#x10000;&#x10FFFF;");
    expect(row?.cells[0]?.text).toBe("\t\n \ud7ff\ue000\ufffd\u{10000}\u{10ffff}");
  });

  it.each([
    ...["&#0;", "&#x0;", "&#8;", "&#x1F;", "&#xD800;", "&#xDFFF;", "&#xFFFE;", "&#xFFFF;", "&#x110000;"],
    ...["&#-1;", "&#x;", "&#;", "&#1e1;", "&#65", "&;", "A & B", "A &B", "&amp", "<![IF[a]]>", "<!-a>"],
  ])("%s is damage, and no entity", async (value) => {
    expect(await refusedWith(() => readValue(value))).toBe("workbook-refused: damaged");
  });

  it.each(["&nbsp;", "&Đ;", "&a.b-c;", `&${"a".repeat(40)};`])("%s is an entity", async (value) => {
    expect(await refusedWith(() => readValue(value))).toBe("workbook-refused: xml-doctype");
  });
});

describe("refusals", () => {
  const one = '<row r="1"><c r="A1"><v>1</v></c></row>';
  const cases: [string, () => Buffer, OpenWorkbookOptions?][] = [
    ["not-a-workbook", () => Buffer.from("%PDF-1.7 something"), { fileName: "sổ.xlsx" }],
    ["old-or-encrypted-workbook", () => Buffer.from("d0cf11e0a1b11ae10000", "hex")],
    ["macro-workbook", () => forgeWorkbook(one, { "xl/vbaProject.bin": "x" })],
    [
      "macro-workbook",
      () =>
        forgeWorkbook(one, {
          "[Content_Types].xml":
            '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        }),
    ],
    [
      "xml-doctype",
      () => forgeWorkbook(one, { "xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>' }),
    ],
    ["xml-doctype", () => forgeWorkbook(one.replace("<v>1", "<v>&lol;"))],
    ["unsafe-path", () => forgeWorkbook(one, { "../../etc/passwd": "x" })],
    ["damaged", () => forgeWorkbook("<row><c></row>")],
    ["xml-too-long", () => forgeWorkbook(`<row spans="${"a".repeat(1_200_000)}"/>`)],
    ["xml-too-long", () => forgeWorkbook(`<row ${'a="1" '.repeat(200_000)}/>`)],
    ["xml-too-long", () => forgeWorkbook(`<!--${"- a".repeat(400_000)}-->${one}`)],
    [
      "damaged",
      () => forgeWorkbook('<row r="1"><c t="s"><v>7</v></c></row>', { "xl/sharedStrings.xml": "<sst/>" }),
    ],
    ["damaged", () => forgeWorkbook(one, { "xl/worksheets/sheet1.xml": "<worksheet><sheetData>" })],
    [
      "not-utf8",
      () =>
        forgeWorkbook(one, { "xl/worksheets/sheet1.xml": Buffer.from([60, 97, 62, 0xff, 60, 47, 97, 62]) }),
    ],
    [
      "not-a-workbook",
      () =>
        forgeWorkbook(one, {
          "[Content_Types].xml": "<Types/>",
          "_rels/.rels":
            '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word.xml"/></Relationships>',
        }),
    ],
    ["too-many-rows", () => forgeWorkbook(one.repeat(4)), { maxRows: 3 }],
    ["too-many-columns", () => forgeWorkbook('<row r="1"><c r="XFD1"><v>1</v></c></row>')],
    ["cell-too-long", () => forgeWorkbook(`<row><c t="str"><v>${"a".repeat(32_768)}</v></c></row>`)],
    ["entry-too-large", () => forgeWorkbook(one.repeat(100)), { maxEntryBytes: 1_000 }],
    ["compression-ratio", () => forgeWorkbook(`<row>${" ".repeat(2 ** 21)}</row>`), { ratioFrom: 2 ** 20 }],
    ["archive-too-large", () => forgeWorkbook(one.repeat(1_000)), { maxTotalBytes: 20_000 }],
    ["damaged", () => forgeWorkbook(one.repeat(50)).subarray(0, 700)],
  ];
  it.each(cases)("%s", async (reason, make, options) => {
    expect(await refusedWith(() => read(make(), options))).toBe(`workbook-refused: ${reason}`);
  });

  it("never follows a link to another file", async () => {
    const rels =
      '<Relationships><Relationship Id="rId9" Type="x/externalLinkPath" Target="file:///etc/passwd" TargetMode="External"/></Relationships>';
    const rows = await read(forgeWorkbook(one, { "xl/externalLinks/_rels/externalLink1.xml.rels": rels }));
    expect(textsOf(rows)).toEqual([["1"]]);
  });

  it("says so when a part that is named is not there", async () => {
    const rels = "<Relationships></Relationships>";
    const source = forgeWorkbook(one, { "xl/_rels/workbook.xml.rels": rels });
    expect(await refusedWith(() => read(source))).toBe("workbook-refused: damaged");
  });
});

describe("csv", () => {
  const csv = (text: string | Buffer) => read(Buffer.from(text), { fileName: "sổ.csv" });
  it("reads commas, semicolons and a byte order mark", async () => {
    expect(textsOf(await csv('so,quyenSo\n005,"01,2008"\n'))).toEqual([
      ["so", "quyenSo"],
      ["005", "01,2008"],
    ]);
    expect(textsOf(await csv('\ufeffso;"a,b,c,d"\r\n1;"x\ny"\r\n\r\n;;\r\n'))).toEqual([
      ["so", "a,b,c,d"],
      ["1", "x\ny"],
    ]);
  });

  it("takes the end of the first line for that of all: of the Mac's, of Windows, of Unix", async () => {
    const columns = Array.from({ length: 60 }, (_, place) => `c${place}`);
    const lines = Array.from({ length: 3_000 }, () => columns.join(";"));
    for (const end of ["\r", "\r\n", "\n"]) {
      const rows = await csv(lines.join(end));
      expect([rows.length, textsOf(rows.slice(-1))[0]]).toEqual([3_000, columns]);
    }
    expect(textsOf(await csv('"a\nb",c\rd,"e\rf"\rg\r'))).toEqual([["a\nb", "c"], ["d", "e\rf"], ["g"]]);
    const long = Array.from({ length: 100 }, (_, place) => `cột ${place} ${"a".repeat(200)}`);
    expect(textsOf(await csv(`${long.join(",")}\r${long.join(",")}\r`))).toEqual([long, long]);
    // No end of a line where the others end otherwise.
    expect(textsOf(await csv("a,b\nc\rd,e\n"))).toEqual([
      ["a", "b"],
      ["c\rd", "e"],
    ]);
    // One row after the other is counted, whichever way its lines end.
    const many = ";".repeat(260_000);
    for (const end of ["\r", "\n"])
      expect(await refusedWith(() => csv(`a;b${end}${many}`))).toBe("workbook-refused: too-many-columns");
    expect(await refusedWith(() => csv(`a;b\n${";\r".repeat(260_000)}`))).toBe(
      "workbook-refused: too-many-columns",
    );
  });

  it("tells formulas and refuses other encodings and binary data", async () => {
    expect((await csv("a\n=1+1\n"))[1]?.cells[0]).toEqual({ text: "=1+1", kind: "formula" });
    const tcvn3 = Buffer.from("Nguy\xd4n V\xa8n", "latin1");
    expect(await refusedWith(() => csv(tcvn3))).toBe("workbook-refused: not-utf8");
    expect(await refusedWith(() => csv("a\0b"))).toBe("workbook-refused: not-a-workbook");
    expect(await refusedWith(() => csv("a".repeat(40_000)))).toBe("workbook-refused: cell-too-long");
  });
});
