import { foldForSearch } from "./fold.ts";
import { findRecordType } from "./record-types.ts";

/** Name of a workbook or zip: one of each per book. */
export interface BookFileName {
  /**
   * place as written in the name, such as `xalocthuan` with `hbd` and `tbt`, or `Xã Lộc Thuận`
   * alone
   */
  readonly commune: string;
  readonly district?: string | undefined;
  readonly province?: string | undefined;
  readonly recordType: string;
  readonly openingYear: number;
  readonly book: number;
  readonly extension: "xlsx" | "zip";
}

/** Name of the scan of a cover. */
export interface CoverFileName {
  readonly commune: string;
  readonly recordType: string;
  readonly paperSize: string;
  readonly openingYear: number;
  readonly book: number;
}

/** A place by its names as written: `Xã Lộc Thuận`, `Huyện Bình Đại`, `Tỉnh Bến Tre`. */
export interface BookPlace {
  readonly commune: string;
  readonly district?: string | undefined;
  readonly province?: string | undefined;
}

const tail = "([A-Za-z]{2,5})\\.((?:18|19|20)\\d{2})\\.(\\d{1,3})\\.(xlsx|zip)";
const abbreviated = new RegExp(`^([^_.]+)(?:_([^_.]+))?_([^_.]+)\\.${tail}$`, "iu");
const spelled = new RegExp(`^(.+)-${tail}$`, "iu");
const bare = new RegExp(`^([^_.]+)\\.${tail}$`, "iu");
const cover = /^Cover\.(.+)\.([A-Za-z]{2,5})\.(A[0-4])\.((?:18|19|20)\d{2})\.(\d{1,3})\.pdf$/iu;

const lastPart = (path: string): string =>
  path
    .slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1)
    .trim()
    .normalize("NFC");

const common = (type = "", year = "", book = "") => {
  const recordType = type.toUpperCase();
  if (findRecordType(recordType) === undefined || Number(book) === 0) return undefined;
  return { recordType, openingYear: Number(year), book: Number(book) };
};

/**
 * Reads both known ways: `xalocthuan_hbd_tbt.CMC.2006.01.xlsx` and `Xã Lộc Thuận-CMC.2006.01.xlsx`.
 */
export const parseBookFileName = (path: string): BookFileName | undefined => {
  const file = lastPart(path);
  const short = abbreviated.exec(file);
  const long = short === null ? (spelled.exec(file) ?? bare.exec(file)) : null;
  const [commune, ...rest] =
    short === null
      ? [long?.[1], long?.[2], long?.[3], long?.[4], long?.[5]]
      : [short[1], short[4], short[5], short[6], short[7]];
  const [type, year, book, extension] = rest;
  const parts = common(type, year, book);
  if (commune === undefined || parts === undefined) return undefined;
  return {
    commune: commune.trim(),
    district: short?.[2],
    province: short?.[3],
    ...parts,
    extension: extension?.toLowerCase() === "zip" ? "zip" : "xlsx",
  };
};

const joined = (place: string): string => foldForSearch(place).replace(/[^a-z0-9]+/gu, "");

const initials = (place: string): string =>
  foldForSearch(place)
    .split(/[^a-z0-9]+/u)
    .map((word) => word.slice(0, 1))
    .join("");

const numbered = ({ openingYear, book }: { openingYear: number; book: number }): string =>
  `${openingYear}.${String(book).padStart(2, "0")}`;

/**
 * `xalocthuan_hbd_tbt.CMC.2006.01.xlsx`; a place without district or province leaves that part out.
 */
export const formatBookFileName = (
  place: BookPlace,
  book: { recordType: string; openingYear: number; book: number },
  extension: "xlsx" | "zip",
): string => {
  const { commune, district, province } = place;
  const above = [district, province].filter((name) => name !== undefined).map(initials);
  return `${[joined(commune), ...above].join("_")}.${book.recordType}.${numbered(book)}.${extension}`;
};

/** Reads `Cover.<xã>.<LOAI>.<khổ>.<năm>.<quyển>.pdf`. */
export const parseCoverFileName = (path: string): CoverFileName | undefined => {
  const [, commune, type, size, year, book] = cover.exec(lastPart(path)) ?? [];
  const parts = common(type, year, book);
  if (commune === undefined || size === undefined || parts === undefined) return undefined;
  return { commune: commune.trim(), paperSize: size.toUpperCase(), ...parts };
};

export const formatCoverFileName = (name: CoverFileName): string =>
  `Cover.${joined(name.commune)}.${name.recordType}.${name.paperSize}.${numbered(name)}.pdf`;
