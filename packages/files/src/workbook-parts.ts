import { posix } from "node:path";
import type { Archive, ArchiveEntry } from "./archive.ts";
import type { Budget } from "./budget.ts";
import { composedName } from "./foreign-text.ts";
import { type NumberFormat, plainNumber, readNumberFormat } from "./number-format.ts";
import { refusal } from "./refusal.ts";
import type { WorkbookLimits } from "./workbook-model.ts";
import { attribute, scanXml } from "./xml-scanner.ts";

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

/** How the small parts are read: no part is held in memory, and none may be larger than this. */
interface Reading {
  readonly find: (path: string) => ArchiveEntry | undefined;
  readonly budget: Budget;
  readonly maxBytes: number;
}

type Attributes = (name: string) => string | undefined;

const eachElement = async (
  entry: ArchiveEntry,
  { budget, maxBytes }: Reading,
  visit: (name: string, get: Attributes) => void,
): Promise<void> => {
  const handler = {
    open: (name: string, attributes: string) => visit(name, (wanted) => attribute(attributes, wanted)),
    close() {},
    text() {},
  };
  await scanXml(await entry.open(maxBytes), handler, budget);
};

const readRelations = async (reading: Reading, part: string): Promise<Map<string, string>> => {
  const folder = posix.dirname(part);
  const entry = reading.find(posix.join(folder, "_rels", `${posix.basename(part)}.rels`));
  const targets = new Map<string, string>();
  if (entry === undefined) return targets;
  await eachElement(entry, reading, (name, get) => {
    // Links to other files are never followed.
    if (name !== "Relationship" || get("TargetMode") === "External") return;
    const target = get("Target") ?? "";
    const path = target.startsWith("/") ? target.slice(1) : posix.join(folder, target);
    targets.set(get("Id") ?? "", path);
    targets.set(`type:${posix.basename(get("Type") ?? "")}`, path);
  });
  return targets;
};

/**
 * A workbook has macros when it has a part of code, or says so of a part. A `Default` speaks of the
 * parts with its extension only: SheetJS declares one for a kind of file that is not among those it
 * writes.
 */
const refuseMacros = async (archive: Archive, reading: Reading): Promise<void> => {
  const hasCode = archive.entries.some(({ path }) => /(?:^|\/)(?:vbaProject|vbaData|xlmacro)/iu.test(path));
  if (hasCode || archive.entries.some(({ path }) => /(?:^|\/)macrosheets\//iu.test(path))) {
    throw refusal("workbook-refused", "macro-workbook");
  }
  const types = reading.find("[Content_Types].xml");
  if (types === undefined) throw refusal("workbook-refused", "not-a-workbook");
  const extensions = new Set(archive.entries.map(({ path }) => posix.extname(path).slice(1).toLowerCase()));
  await eachElement(types, reading, (name, get) => {
    if (!/macro|vba/iu.test(get("ContentType") ?? "")) return;
    if (name === "Default" && !extensions.has((get("Extension") ?? "").toLowerCase())) return;
    throw refusal("workbook-refused", "macro-workbook");
  });
};

/** Throws a refusal when this is no .xlsx, has macros, or names parts that are not there. */
export const getParts = async (
  archive: Archive,
  { maxSheets, maxSmallPartBytes }: Pick<WorkbookLimits, "maxSheets" | "maxSmallPartBytes">,
): Promise<WorkbookParts> => {
  const byPath = new Map(archive.entries.map((entry) => [entry.path.toLowerCase(), entry]));
  const find: Reading["find"] = (path) => byPath.get(path.toLowerCase());
  const reading: Reading = { find, budget: archive.budget, maxBytes: maxSmallPartBytes };
  await refuseMacros(archive, reading);
  const main = (await readRelations(reading, "")).get("type:officeDocument") ?? "xl/workbook.xml";
  const workbook = find(main);
  if (workbook === undefined || !main.endsWith(".xml")) throw refusal("workbook-refused", "not-a-workbook");
  const relations = await readRelations(reading, main);
  const sheets: SheetPart[] = [];
  let from1904 = false;
  await eachElement(workbook, reading, (name, get) => {
    if (name === "workbookPr") from1904 = ["1", "true"].includes(get("date1904") ?? "");
    if (name !== "sheet") return;
    const path = relations.get(get("id") ?? "");
    const entry = path === undefined ? undefined : find(path);
    if (entry === undefined) throw refusal("workbook-refused", "damaged");
    sheets.push({ name: composedName(get("name") ?? "", "workbook-refused"), entry });
    if (sheets.length > maxSheets) throw refusal("workbook-refused", "too-many-sheets", maxSheets);
  });
  if (sheets.length === 0) throw refusal("workbook-refused", "not-a-workbook");
  const part = (type: string) => {
    const path = relations.get(`type:${type}`);
    return path === undefined ? undefined : find(path);
  };
  return { sheets, from1904, sharedStrings: part("sharedStrings"), styles: part("styles") };
};

/** As many cell formats as Excel keeps. */
const MAX_FORMATS = 65_536;

/** Number format of each cell style, by its index. */
export const readStyles = async (
  entry: ArchiveEntry | undefined,
  budget: Budget,
  maxBytes: number,
): Promise<readonly NumberFormat[]> => {
  if (entry === undefined) return [plainNumber];
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCellFormats = false;
  const handler = {
    open(name: string, attributes: string) {
      if (name === "numFmt") {
        codes.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
      } else if (name === "cellXfs") inCellFormats = true;
      else if (name === "xf" && inCellFormats) {
        const id = Number(attribute(attributes, "numFmtId") ?? "0");
        formats.push(readNumberFormat(id, codes.get(id)));
      }
      if (codes.size > MAX_FORMATS || formats.length > MAX_FORMATS) {
        throw refusal("workbook-refused", "damaged");
      }
    },
    close(name: string) {
      if (name === "cellXfs") inCellFormats = false;
    },
    text() {},
  };
  await scanXml(await entry.open(maxBytes), handler, budget);
  return formats;
};
