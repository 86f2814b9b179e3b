import { type Directory, requireUnitKeepsBooks } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  digestOfLines,
  type ErrorCode,
  uuidFrom,
  vietnamDay,
} from "@sogoc/core";
import { openWorkbook, type WorkbookRow, workbookPoolOf } from "@sogoc/files";
import { bookDecider } from "../domain/book.ts";
import {
  type FindSameBookDependencies,
  findIdOfSameBook,
  type NewBook,
  toBookRegistered,
} from "../steps/find-id-of-same-book.ts";

export const registerInventoryRefusals = [
  "unit-closed",
  "unit-keeps-no-books",
  "unit-unknown",
  "workbook-refused",
] as const satisfies readonly ErrorCode[];

export type InventoryColumn = "recordType" | "bookNumber" | "office" | "pages" | "expectedCases" | "note";

/** Headers of an inventory workbook, in Vietnamese as offices write them or by our own names. */
const columns: ReadonlyMap<string, InventoryColumn> = new Map([
  ["loại sổ", "recordType"],
  ["loai so", "recordType"],
  ["loai", "recordType"],
  ["recordtype", "recordType"],
  ["quyển số", "bookNumber"],
  ["quyen so", "bookNumber"],
  ["quyenso", "bookNumber"],
  ["booknumber", "bookNumber"],
  ["nơi đăng ký", "office"],
  ["noi dang ky", "office"],
  ["noidangky", "office"],
  ["office", "office"],
  ["số trang", "pages"],
  ["so trang", "pages"],
  ["pages", "pages"],
  ["số trường hợp", "expectedCases"],
  ["so truong hop", "expectedCases"],
  ["expectedcases", "expectedCases"],
  ["ghi chú", "note"],
  ["ghi chu", "note"],
  ["note", "note"],
]);

/** Texts of one row by what their columns hold; absent where the row has no such cell. */
export type InventoryRow = Readonly<Partial<Record<InventoryColumn, string>>>;

/** What became of one row; its number is that of the sheet. */
export interface InventoryOutcome {
  readonly row: number;
  readonly outcome: "registered" | "exists" | "refused";
  readonly bookId?: string | undefined;
  readonly bookNumber?: string | undefined;
  /** What is wrong with a refused row, in Vietnamese and in English. */
  readonly detail?: string | undefined;
  readonly detailEn?: string | undefined;
}

/** The book of a row, or what is wrong with the row. */
export type ReadInventoryRow = (
  row: InventoryRow,
) => { readonly book: NewBook } | Required<Pick<InventoryOutcome, "detail" | "detailEn">>;

const columnOf = (header: string): InventoryColumn | undefined =>
  columns.get(header.normalize("NFC").trim().toLowerCase());

/** The rows below the header, by columns. Empty rows are skipped. */
async function* readInventory(
  rows: AsyncIterable<WorkbookRow>,
): AsyncGenerator<{ readonly row: number; readonly texts: InventoryRow }> {
  let header: (InventoryColumn | undefined)[] | undefined;
  for await (const { row, cells } of rows) {
    if (!header) {
      header = cells.map((cell) => columnOf(cell?.text ?? ""));
      continue;
    }
    const texts: Partial<Record<InventoryColumn, string>> = {};
    for (const [index, cell] of cells.entries()) {
      const column = header[index];
      if (column !== undefined && cell) texts[column] = cell.text.normalize("NFC").trim();
    }
    if (Object.keys(texts).length > 0) yield { row, texts };
  }
}

/** Registers a book unless it is registered already, and returns which of the two. */
const registerUnlessThere = async (
  commands: Pick<CommandHandler, "handle">,
  data: ReturnType<typeof toBookRegistered>,
  context: CommandContext,
): Promise<"registered" | "exists"> => {
  const { bookId } = data;
  const commandDigest = digestOfLines([JSON.stringify(data)]).slice(0, 32);
  const bookContext = { ...context, commandId: uuidFrom(context.commandId, bookId), commandDigest };
  try {
    await commands.handle(bookDecider, bookId, { type: "RegisterBook", data }, bookContext);
    return "registered";
  } catch (error) {
    if (error instanceof CommandRejected && error.code === "book-exists") return "exists";
    throw error;
  }
};

interface RegisterInventoryDependencies extends FindSameBookDependencies {
  readonly directory: Pick<Directory, "tree">;
}

/**
 * Registers the books of a unit that the first sheet of a workbook lists, each row by itself.
 * Throws what `registerInventoryRefusals` names.
 */
export const registerInventory = async (
  dependencies: RegisterInventoryDependencies,
  unitId: string,
  { file, fileName }: { readonly file: string; readonly fileName: string },
  readRow: ReadInventoryRow,
  context: CommandContext,
): Promise<readonly InventoryOutcome[]> => {
  requireUnitKeepsBooks(dependencies.directory.tree(), unitId, vietnamDay(context.at));
  const limits = { fileName, maxRows: 5_000, maxTextLength: 2 ** 22 };
  const workbook = await openWorkbook(file, limits, workbookPoolOf(context.actor.account));
  const seen = new Set<string>();
  const register = async (row: number, texts: InventoryRow): Promise<InventoryOutcome> => {
    const read = readRow(texts);
    if (!("book" in read)) return { row, outcome: "refused", ...read };
    const data = toBookRegistered(read.book);
    const { bookId, bookNumber } = data;
    const sameBookId = await findIdOfSameBook(dependencies, data);
    if (sameBookId !== undefined) return { row, outcome: "exists", bookId: sameBookId, bookNumber };
    // A second row of the same book would look like a repetition of the first one's command.
    if (seen.has(bookId)) return { row, outcome: "exists", bookId, bookNumber };
    seen.add(bookId);
    return {
      row,
      outcome: await registerUnlessThere(dependencies.commands, data, context),
      bookId,
      bookNumber,
    };
  };
  const outcomes: InventoryOutcome[] = [];
  for await (const { row, texts } of readInventory(workbook.rows(workbook.sheets[0]))) {
    outcomes.push(await register(row, texts));
  }
  return outcomes;
};
