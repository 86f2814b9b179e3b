import { dateInWords, dateOfDayNumber } from "@sogoc/registers";
import type { Cells, SyntheticBook } from "./book-model.ts";
import { type DayNumber, written, yearOf } from "./days.ts";
import { type EthnicGroup, ethnicGroups } from "./name-tables.ts";
import { type Person, paperCells } from "./person.ts";
import type { Random } from "./random.ts";

/** What every case of a book needs to know. */
export interface CasePlace {
  readonly book: SyntheticBook;
  readonly number: number;
  readonly page: number;
  readonly on: DayNumber;
}

export type Invent = (random: Random, place: CasePlace) => Cells;

/** Who is married to whom: mostly within one people. */
export const groupOfPartner = (random: Random, group: EthnicGroup): EthnicGroup =>
  random.chance(0.9) ? group : random.take(ethnicGroups);

export const words = (day: DayNumber): string => dateInWords(dateOfDayNumber(day));

export const head = (
  { book, number, page, on }: CasePlace,
  random: Random,
  officeField = "noiDangKy",
): Cells => {
  const signer = random.pick(book.staff.signers);
  return {
    so: number % 3 === 0 ? `${number}/${yearOf(on)}` : String(number),
    quyenSo: book.data.bookNumber,
    trangSo: String(page),
    ngayDangKy: written(on),
    [officeField]: book.data.office,
    nguoiKy: signer.name,
    chucVuNguoiKy: signer.position,
    nguoiThucHien: book.staff.officer,
  };
};

/** The person who came to the office. */
export const requester = (person: Person, relation: string): Cells => ({
  nycHoTen: person.name,
  nycQuanHe: relation,
  ...paperCells(person, "nyc", true),
});
