import { crc32, deflateRawSync } from "node:zlib";

/** An entry as an attacker may write it; what is left out is honest. */
export interface ForgedEntry {
  /** As text in UTF-8, or as bytes. */
  readonly path: string | Buffer;
  readonly extra?: Buffer;
  readonly content: Buffer | string;
  readonly claimedSize?: number;
  readonly claimedCrc?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly attributes?: number;
  /** It lies where the entry before it does, which has the same content. */
  readonly onTop?: boolean;
}

/** A zip made byte by byte, for tests: library writers refuse to write what has to be refused. */
export const forgeZip = (entries: readonly ForgedEntry[]): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const {
    path,
    content,
    claimedSize,
    claimedCrc,
    extra = Buffer.alloc(0),
    flags = 0x800,
    method = 8,
    attributes = 0,
    onTop = false,
  } of entries) {
    const bytes = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(claimedCrc ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize ?? bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, name, packed]);
    const tail = Buffer.alloc(14);
    common.writeUInt16LE(extra.length, 24);
    tail.writeUInt32LE(attributes, 6);
    tail.writeUInt32LE(onTop ? offset - (locals.at(-1)?.length ?? 0) : offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03", "latin1"), common, tail, name, extra]));
    if (onTop) continue;
    locals.push(local);
    offset += local.length;
  }
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, table, end]);
};

const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A small workbook around the given `sheetData` content; further or other parts by path. */
export const forgeWorkbook = (
  sheetData: string,
  parts: Readonly<Record<string, string | Buffer>> = {},
): Buffer => {
  const all: Record<string, string | Buffer> = {
    "[Content_Types].xml": '<Types><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": `<Relationships><Relationship Id="r" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml":
      '<workbook><sheets><sheet name="DL Import" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<?xml version="1.0"?><worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    ...parts,
  };
  return forgeZip(Object.entries(all).map(([path, content]) => ({ path, content })));
};
