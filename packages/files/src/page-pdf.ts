import { deflateSync } from "node:zlib";
import { formFont, glyphsOf, handFont, type PageFont, widthOf } from "./page-fonts.ts";

/** What stands on a made-up page of a register. */
export interface RegisterPage {
  readonly title: string;
  /** above the title, left and right */
  readonly office?: string | undefined;
  readonly place?: string | undefined;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
}

const page = { width: 595, height: 842, margin: 48 };
const ink = "0.09 0.13 0.42 rg";
const print = "0.15 0.13 0.12 rg";

interface Line {
  readonly label: string;
  readonly value: string;
}

/** Words that fit the width; a word that is too long for a line stands alone. */
const wrap = (font: PageFont, text: string, size: number, width: number, indent: number): string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u)) {
    const longer = line === "" ? word : `${line} ${word}`;
    const room = lines.length === 0 ? width - indent : width;
    if (line !== "" && widthOf(font, longer, size) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
};

const hex = (font: PageFont, text: string): string =>
  glyphsOf(font, text)
    .map((glyph) => glyph.toString(16).padStart(4, "0"))
    .join("");

const show = (font: PageFont, text: string, size: number, x: number, y: number): string => {
  const resource = font === formFont ? "F" : "H";
  return `BT /${resource} ${size} Tf ${x.toFixed(1)} ${y.toFixed(1)} Td <${hex(font, text)}> Tj ET\n`;
};

const linesOf = (fields: RegisterPage["fields"], size: number): Line[] => {
  const width = page.width - 2 * page.margin;
  return fields.flatMap(({ label, value }) => {
    const printed = `${label}: `;
    const indent = widthOf(formFont, printed, size * 0.75) + 4;
    return wrap(handFont, value, size, width, indent).map((text, index) => ({
      label: index === 0 ? printed : "",
      value: text,
    }));
  });
};

const content = ({ title, office, place, fields }: RegisterPage): string => {
  const { width, height, margin } = page;
  let out = `0.985 0.968 0.92 rg 0 0 ${width} ${height} re f\n0.45 0.4 0.35 RG 0.8 w ${margin - 14} ${margin - 14} ${width - 2 * margin + 28} ${height - 2 * margin + 28} re S\n${print}\n`;
  if (office !== undefined) out += show(formFont, office, 9, margin, height - margin - 6);
  if (place !== undefined) {
    out += show(formFont, place, 9, width - margin - widthOf(formFont, place, 9), height - margin - 6);
  }
  const titleWidth = widthOf(formFont, title, 17);
  out += `0.35 w 2 Tr 0.15 0.13 0.12 RG\n${show(formFont, title, 17, (width - titleWidth) / 2, height - margin - 38)}0 Tr\n`;
  const top = height - margin - 66;
  let size = 14;
  let lines = linesOf(fields, size);
  const fits = () => lines.length * size * 1.5 <= top - margin;
  while (!fits() && size > 6) {
    size -= 1;
    lines = linesOf(fields, size);
  }
  const step = Math.min(24, (top - margin) / Math.max(lines.length, 1));
  out += "0.6 0.55 0.5 RG 0.4 w [0.8 1.8] 0 d\n";
  lines.forEach(({ label, value }, index) => {
    const y = top - index * step;
    const labelWidth = label === "" ? 0 : widthOf(formFont, label, size * 0.75) + 4;
    const x = margin + labelWidth;
    out += `${x.toFixed(1)} ${(y - 2.5).toFixed(1)} m ${width - margin} ${(y - 2.5).toFixed(1)} l S\n`;
    if (label !== "") out += `${print}\n${show(formFont, label, size * 0.75, margin, y)}`;
    // A hand does not keep to the line.
    if (value !== "")
      out += `${ink}\n${show(handFont, value, size, x + 2, y + (((index * 7) % 5) - 2) * 0.35)}`;
  });
  return out;
};

const stream = (dictionary: string, bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<</Length ${bytes.length}/Filter/FlateDecode${dictionary}>>\nstream\n`, "latin1"),
    bytes,
    Buffer.from("\nendstream", "latin1"),
  ]);

/** Objects of a font, the first one being the font; `from` is its object number. */
const fontObjects = (font: PageFont, from: number): Buffer[] => {
  const { name, ascent, descent, box, widths, bytes, deflated } = font;
  const text = (value: string) => Buffer.from(value, "latin1");
  return [
    text(
      `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${from + 1} 0 R]>>`,
    ),
    text(
      `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ${from + 2} 0 R/CIDToGIDMap/Identity/W[0[${widths.join(" ")}]]>>`,
    ),
    text(
      `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[${box.join(" ")}]/ItalicAngle 0/Ascent ${ascent}/Descent ${descent}/CapHeight ${ascent}/StemV 80/FontFile2 ${from + 3} 0 R>>`,
    ),
    stream(`/Length1 ${bytes}`, deflated),
  ];
};

const fixed: readonly Buffer[] = [
  Buffer.from("<</Type/Catalog/Pages 2 0 R>>"),
  Buffer.from("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
  Buffer.from(
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${page.width} ${page.height}]/Resources<</Font<</F 4 0 R/H 8 0 R>>>>/Contents 12 0 R>>`,
  ),
  ...fontObjects(formFont, 4),
  ...fontObjects(handFont, 8),
];

/**
 * One A4 page that looks like a filled-in register; the same input gives the same bytes, about 28
 * kB.
 */
export const createPagePdf = (register: RegisterPage): Buffer => {
  const objects = [...fixed, stream("", deflateSync(Buffer.from(content(register), "latin1")))];
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  let at = parts[0]?.length ?? 0;
  let table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  objects.forEach((object, index) => {
    table += `${String(at).padStart(10, "0")} 00000 n \n`;
    const head = Buffer.from(`${index + 1} 0 obj\n`, "latin1");
    const tail = Buffer.from("\nendobj\n", "latin1");
    parts.push(head, object, tail);
    at += head.length + object.length + tail.length;
  });
  parts.push(
    Buffer.from(
      `${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
      "latin1",
    ),
  );
  return Buffer.concat(parts);
};
