import { issueText } from "@sogoc/http";
import type { InventoryColumn, InventoryRow, ReadInventoryRow } from "../use-cases/register-inventory.ts";
import { NewBookShape } from "./shapes.ts";

/** The columns as the sheet of an office heads them. */
const columnTitles: Readonly<Record<InventoryColumn, readonly [vi: string, en: string]>> = {
  recordType: ["Loại sổ", "Book type"],
  bookNumber: ["Quyển số", "Book number"],
  office: ["Nơi đăng ký", "Registering office"],
  pages: ["Số trang", "Pages"],
  expectedCases: ["Số trường hợp", "Cases"],
  note: ["Ghi chú", "Note"],
};

const isColumn = (name: unknown): name is InventoryColumn =>
  typeof name === "string" && Object.hasOwn(columnTitles, name);

const wholeNumber = (text: string | undefined): number | undefined =>
  text === undefined || text === "" ? undefined : Number(text);

/** Returns undefined for an empty cell. */
const filled = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

type Issue = NonNullable<ReturnType<typeof NewBookShape.safeParse>["error"]>["issues"][number];

/** `Quyển số “00/2009”: Phải có dạng NN/YYYY.`, in both languages. */
const textsOf = (row: InventoryRow, { code: keyword, message, path, ...params }: Issue) => {
  const [vi = "", en = vi] = issueText({ keyword, message, params }).split(" / ");
  const [column] = path;
  if (!isColumn(column)) return { vi, en };
  const [titleVi, titleEn] = columnTitles[column];
  const value = filled(row[column]);
  return value === undefined
    ? { vi: `${titleVi}: ${vi}`, en: `${titleEn}: ${en}` }
    : { vi: `${titleVi} “${value}”: ${vi}`, en: `${titleEn} "${value}": ${en}` };
};

/** Reads the book of a row, or returns in both languages what is wrong with the row. */
export const readInventoryRowOf =
  (unitId: string): ReadInventoryRow =>
  (row) => {
    const { success, data, error } = NewBookShape.safeParse({
      unitId,
      recordType: filled(row.recordType)?.toUpperCase(),
      bookNumber: filled(row.bookNumber),
      office: filled(row.office),
      pages: wholeNumber(row.pages),
      expectedCases: wholeNumber(row.expectedCases),
      note: filled(row.note),
    });
    if (success) return { book: data };
    const texts = error.issues.map((issue) => textsOf(row, issue));
    return {
      detail: texts.map(({ vi }) => vi).join(" "),
      detailEn: texts.map(({ en }) => en).join(" "),
    };
  };
