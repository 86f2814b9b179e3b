import { posix } from "node:path";
import { type Archive, type ArchiveEntry, readAll } from "./archive.ts";
import { type NumberFormat, plainNumber, readNumberFormat } from "./number-format.ts";
import { refusal } from "./refusal.ts";
import { attribute, scanXml, XmlScanner } from "./xml-scanner.ts";

interface SheetPart {
  readonly name: string;
  readonly entry: ArchiveEntry;
}

/** Where the parts of a workbook are. */
export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly from1904: boolean;
  readonly sharedStrings: ArchiveEntry | undefined;
  readonly styles: ArchiveEntry | undefined;
}

type Attributes = (name: string) => string | undefined;

/** These parts are small in every real workbook. */
async function eachElement(
  entry: ArchiveEntry,
  visit: (name: string, get: Attributes) => void,
): Promise<void> {
  const scanner = new XmlScanner({
    open: (name, attributes) => visit(name, (wanted) => attribute(attributes, wanted)),
    close() {},
    text() {},
  });
  const bytes = await readAll(await entry.open());
  scanner.push(bytes);
  scanner.end();
}

async function readRelations(find: FindEntry, part: string): Promise<Map<string, string>> {
  const folder = posix.dirname(part);
  const entry = find(posix.join(folder, "_rels", `${posix.basename(part)}.rels`));
  const targets = new Map<string, string>();
  if (entry === undefined) return targets;
  await eachElement(entry, (name, get) => {
    // Links to other files are never followed.
    if (name !== "Relationship" || get("TargetMode") === "External") return;
    const target = get("Target") ?? "";
    const path = target.startsWith("/") ? target.slice(1) : posix.join(folder, target);
    targets.set(get("Id") ?? "", path);
    targets.set(`type:${posix.basename(get("Type") ?? "")}`, path);
  });
  return targets;
}

type FindEntry = (path: string) => ArchiveEntry | undefined;

async function refuseMacros(archive: Archive, find: FindEntry): Promise<void> {
  const hasCode = archive.entries.some(({ path }) => /(?:^|\/)(?:vbaProject|vbaData|xlmacro)/iu.test(path));
  if (hasCode || archive.entries.some(({ path }) => /(?:^|\/)macrosheets\//iu.test(path))) {
    throw refusal("workbook-refused", "macro-workbook");
  }
  const types = find("[Content_Types].xml");
  if (types === undefined) throw refusal("workbook-refused", "not-a-workbook");
  await eachElement(types, (_name, get) => {
    if (/macro|vba/iu.test(get("ContentType") ?? "")) throw refusal("workbook-refused", "macro-workbook");
  });
}

/** @throws CommandRejected when this is no .xlsx, has macros, or names parts that are not there */
export async function findParts(archive: Archive, maxSheets: number): Promise<WorkbookParts> {
  const byPath = new Map(archive.entries.map((entry) => [entry.path.toLowerCase(), entry]));
  const find: FindEntry = (path) => byPath.get(path.toLowerCase());
  await refuseMacros(archive, find);
  const main = (await readRelations(find, "")).get("type:officeDocument") ?? "xl/workbook.xml";
  const workbook = find(main);
  if (workbook === undefined || !main.endsWith(".xml")) throw refusal("workbook-refused", "not-a-workbook");
  const relations = await readRelations(find, main);
  const sheets: SheetPart[] = [];
  let from1904 = false;
  await eachElement(workbook, (name, get) => {
    if (name === "workbookPr") from1904 = ["1", "true"].includes(get("date1904") ?? "");
    if (name !== "sheet") return;
    const path = relations.get(get("id") ?? "");
    const entry = path === undefined ? undefined : find(path);
    if (entry === undefined) throw refusal("workbook-refused", "damaged");
    sheets.push({ name: (get("name") ?? "").normalize("NFC"), entry });
    if (sheets.length > maxSheets) throw refusal("workbook-refused", "too-many-sheets", maxSheets);
  });
  if (sheets.length === 0) throw refusal("workbook-refused", "not-a-workbook");
  const part = (type: string) => {
    const path = relations.get(`type:${type}`);
    return path === undefined ? undefined : find(path);
  };
  return { sheets, from1904, sharedStrings: part("sharedStrings"), styles: part("styles") };
}

/** Number format of each cell style, by its index. */
export async function readStyles(entry: ArchiveEntry | undefined): Promise<readonly NumberFormat[]> {
  if (entry === undefined) return [plainNumber];
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCellFormats = false;
  await scanXml(await entry.open(), {
    open(name, attributes) {
      if (name === "numFmt") {
        codes.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
      } else if (name === "cellXfs") inCellFormats = true;
      else if (name === "xf" && inCellFormats) {
        const id = Number(attribute(attributes, "numFmtId") ?? "0");
        formats.push(readNumberFormat(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === "cellXfs") inCellFormats = false;
    },
    text() {},
  });
  return formats;
}
