import { columnsOfRegister, findRecordType, recordTypes } from "@sogoc/registers";
import { foldWords, typesNamedIn } from "./folded-words.ts";

/** What the heading of a column, or a label in a title, is about. */
export interface BookHeading {
  readonly about: "book" | "type" | "year" | "office" | "district" | "province";
  /** False where the same heading is also used for something else. */
  readonly isFirm: boolean;
}

/** These match whole headings, since cases have columns of other places and books as well. */
const book =
  /^(?:(?:so|ten|ma|ky hieu|so hieu) )?quyen(?: (?:so|ho tich|goc|dang ky|va|nam|mo))*$|^(?:so so|ten so|quyenso|so quyen so|book|book (?:number|no)|register)$/u;
const year = /^nam (?:mo |cua |lap )?(?:quyen|so)$/u;
const firmTypes = new Set([
  ...["loai quyen", "loai so", "loai quyen ho tich", "loai so ho tich", "loai ho tich", "loai viec ho tich"],
  ...["loai su kien", "loai su kien ho tich", "su kien ho tich", "viec ho tich", "book type", "record type"],
]);
const otherTypes = new Set([
  ...["loai", "loai viec", "loai ho so", "loai thu tuc", "thu tuc", "su kien", "nghiep vu", "type"],
]);
const firmOffices = new Set([
  ...["noi dang ky", "noi dang ky ho tich", "noidangky", "co quan dang ky", "co quan dang ky ho tich"],
  ...["don vi dang ky", "don vi dang ky ho tich", "noi mo quyen", "co quan mo quyen", "noi luu quyen"],
  ...["office", "registering office"],
]);
const otherOffices = new Set([
  ...["xa", "phuong", "xa phuong", "phuong xa", "xa phuong thi tran", "xa phuong tt", "cap xa", "ten xa"],
  ...["ten xa phuong", "don vi", "ten don vi", "don vi hanh chinh", "don vi cap xa", "dia phuong", "dia ban"],
  ...["ubnd", "ubnd xa", "ubnd xa phuong", "ubnd xa phuong thi tran", "ubnd cap xa", "uy ban nhan dan"],
  ...["commune", "unit"],
]);

const districts = new Set(["huyen", "quan huyen", "quan", "ten huyen", "cap huyen", "quan huyen thi xa"]);
const provinces = new Set(["tinh", "tinh thanh", "tinh thanh pho", "tinh tp", "ten tinh", "cap tinh"]);

/** `Nơi đăng ký khai tử` is the office in a book of deaths; in other books it is another place. */
const officeOfType = /^(?:noi|co quan|don vi) dang ky (.+)$/u;

const isOfficeOf = (words: string, recordType: string): boolean => {
  const field = findRecordType(recordType)?.officeField;
  if (field !== undefined && words === foldWords(field)) return true;
  if (field === "noiCap" && words === "noi cap") return true;
  const [only, another] = [...typesNamedIn(officeOfType.exec(words)?.[1] ?? "")];
  return only === recordType && another === undefined;
};

/** The words of a heading: its first line, without explanations in brackets. */
const headingWords = (heading: string): string =>
  foldWords((heading.trim().split("\n", 1)[0] ?? "").replace(/[([].*?(?:[)\]]|$)/gu, " "))
    .replace(/[/.]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();

/** What a heading is about; undefined for a column of something else. */
export const bookHeadingOf = (heading: string, recordType: string): BookHeading | undefined => {
  const words = headingWords(heading);
  if (book.test(words)) return { about: "book", isFirm: true };
  if (year.test(words)) return { about: "year", isFirm: true };
  if (firmTypes.has(words)) return { about: "type", isFirm: true };
  if (otherTypes.has(words)) return { about: "type", isFirm: false };
  if (firmOffices.has(words) || isOfficeOf(words, recordType)) return { about: "office", isFirm: true };
  if (otherOffices.has(words)) return { about: "office", isFirm: false };
  if (districts.has(words)) return { about: "district", isFirm: false };
  return provinces.has(words) ? { about: "province", isFirm: false } : undefined;
};

/** The labels of the fields of all book types, and separately those of registration dates. */
const labelsOf = () => {
  const dates = new Set<string>();
  const others = new Set<string>();
  for (const type of recordTypes) {
    const { number, book, date, office } = columnsOfRegister(type);
    for (const { code, label_vi: label } of type.fields) {
      if (code === date) dates.add(headingWords(label)).add(foldWords(code));
      else if (code !== number && code !== book && code !== office) others.add(headingWords(label));
    }
  }
  return { dates, others: [...others].map((label) => ` ${label} `) };
};
const labels = labelsOf();

export const isRegistrationDate = (heading: string): boolean => labels.dates.has(headingWords(heading));

const startsWithTime = /^(?:ngay|thang|ky|thoi gian|tuan|quy)(?: |$)/u;

/**
 * Whether numbers and years under a heading belong to a case or a day, such as the year of a birth:
 * the heading is a field's label or contains one as words, or it names a time.
 */
export const isOfCase = (heading: string): boolean => {
  const words = headingWords(heading);
  if (startsWithTime.test(words)) return true;
  // "Năm …" is treated as the date with the same name.
  const asked = words.replace(/^nam (?=.)/u, "ngay ");
  if (!words.includes(" ") || labels.dates.has(asked)) return false;
  return labels.others.some((label) => label.includes(` ${asked} `));
};
